/* Listens on the socket of its argument, takes the terminal that is sent there, and prints what it shows. */
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static int receive(int connection)
{
	char byte[64];
	struct iovec data = { byte, sizeof(byte) };
	char room[CMSG_SPACE(sizeof(int))];
	struct msghdr packet = { .msg_iov = &data, .msg_iovlen = 1, .msg_control = room, .msg_controllen = sizeof(room) };
	int fd = -1;

	if (recvmsg(connection, &packet, 0) > 0 && packet.msg_controllen >= CMSG_LEN(sizeof(int)))
		memcpy(&fd, CMSG_DATA(CMSG_FIRSTHDR(&packet)), sizeof(int));
	return fd;
}

int main(int argc, char **argv)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int listener = socket(AF_UNIX, SOCK_STREAM, 0);
	char buffer[4096];
	ssize_t got;
	int terminal;

	alarm(30);
	if (argc != 2 || strlen(argv[1]) >= sizeof(address.sun_path))
		return 2;
	strcpy(address.sun_path, argv[1]);
	if (bind(listener, (struct sockaddr *)&address, sizeof(address)) || listen(listener, 1))
		return 1;
	puts("listening");
	fflush(stdout);
	terminal = receive(accept(listener, NULL, NULL));
	while ((got = read(terminal, buffer, sizeof(buffer))) > 0)
		fwrite(buffer, 1, (size_t)got, stdout);
	return 0;
}
