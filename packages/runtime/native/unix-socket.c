#define _GNU_SOURCE
#include "unix-socket.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

int connect_path(const char *path, int flags)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int file = open(path, O_PATH | O_CLOEXEC);
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | flags, 0);
	int failed;

	if (file < 0 || fd < 0)
		return -1;
	snprintf(address.sun_path, sizeof(address.sun_path), "/proc/self/fd/%d", file);
	failed = connect(fd, (struct sockaddr *)&address, sizeof(address));
	close(file);
	return failed ? -1 : fd;
}

ssize_t send_descriptor(int socket, int descriptor, const void *bytes, size_t length)
{
	struct iovec data = { (void *)bytes, length };
	union {
		struct cmsghdr header;
		char room[CMSG_SPACE(sizeof(int))];
	} control = { 0 };
	struct msghdr packet = { .msg_iov = &data, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof(control) };

	control.header = (struct cmsghdr){ CMSG_LEN(sizeof(int)), SOL_SOCKET, SCM_RIGHTS };
	memcpy(CMSG_DATA(&control.header), &descriptor, sizeof(int));
	return sendmsg(socket, &packet, MSG_NOSIGNAL);
}
