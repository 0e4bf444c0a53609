/*
 * Takes as much of one thing of the kernel as it gets: `hog <thing> <most>` prints how many, and with a third argument
 * holds them until it is killed.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <fcntl.h>
#include <mqueue.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/ipc.h>
#include <sys/resource.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define DATAGRAM 1000

static int take_file(long i)
{
	char path[64];

	snprintf(path, sizeof(path), "/root/many-%ld", i);
	return open(path, O_CREAT | O_WRONLY, 0600) < 0 ? -1 : 0;
}

static int take_queue(long i)
{
	char name[32];

	snprintf(name, sizeof(name), "/queue-%ld", i);
	return mq_open(name, O_CREAT | O_RDWR, 0600, NULL) < 0 ? -1 : 0;
}

static int take_context(long i)
{
	unsigned long context = 0;

	(void)i;
	return syscall(SYS_io_setup, 64, &context) < 0 ? -1 : 0;
}

/* a datagram to oneself that nobody reads; the next socket when one is full */
static int take_datagram(long i)
{
	static int fd = -1;
	static char bytes[DATAGRAM];
	struct sockaddr_in self = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t length = sizeof(self);
	int left;

	if (i % 150 == 0) {
		fd = socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK, 0);
		if (fd < 0 || bind(fd, (struct sockaddr *)&self, sizeof(self)) || getsockname(fd, (struct sockaddr *)&self, &length) ||
		    connect(fd, (struct sockaddr *)&self, sizeof(self)))
			return -1;
	}
	if (send(fd, bytes, sizeof(bytes), 0) < 0)
		return -1;
	left = recv(fd, bytes, 1, MSG_PEEK);
	return left < 0 ? -1 : 0;
}

static int take_signal(long i)
{
	timer_t timer;
	struct sigevent event = { .sigev_notify = SIGEV_NONE };

	(void)i;
	return syscall(SYS_timer_create, 1, &event, &timer) < 0 ? -1 : 0;
}

static int take(const char *thing, long i)
{
	if (!strcmp(thing, "terminal"))
		return open("/dev/ptmx", O_RDWR | O_NOCTTY) < 0 ? -1 : 0;
	if (!strcmp(thing, "watcher"))
		return inotify_init1(0) < 0 ? -1 : 0;
	if (!strcmp(thing, "queue"))
		return take_queue(i);
	if (!strcmp(thing, "context"))
		return take_context(i);
	if (!strcmp(thing, "datagram"))
		return take_datagram(i);
	if (!strcmp(thing, "timer"))
		return take_signal(i);
	if (!strcmp(thing, "semaphore"))
		return semget(IPC_PRIVATE, 100, 0600) < 0 ? -1 : 0;
	if (!strcmp(thing, "segment"))
		return shmget(IPC_PRIVATE, 4096, 0600) < 0 ? -1 : 0;
	if (!strcmp(thing, "file"))
		return take_file(i);
	return -1;
}

int main(int argc, char **argv)
{
	struct rlimit files;
	long count = 0, most;

	if (argc < 3)
		return 2;
	getrlimit(RLIMIT_NOFILE, &files);
	files.rlim_cur = files.rlim_max;
	setrlimit(RLIMIT_NOFILE, &files);
	for (most = atol(argv[2]); count < most && !take(argv[1], count);)
		count++;
	printf("%ld\n", count);
	fflush(stdout);
	while (argc > 3)
		pause();
	return 0;
}
