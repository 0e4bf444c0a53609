/* What the container's process tells the one that made it: packets of a fixed size, one of them with a descriptor. */
#define _GNU_SOURCE
#include "report.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>

ssize_t receive_report(int socket, struct report *report, int *descriptor)
{
	struct iovec data = { report, sizeof(*report) };
	union {
		struct cmsghdr header;
		char room[CMSG_SPACE(sizeof(int))];
	} control;
	struct msghdr packet = { .msg_iov = &data, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof(control) };
	ssize_t got;

	do
		got = recvmsg(socket, &packet, MSG_CMSG_CLOEXEC);
	while (got < 0 && errno == EINTR);
	if (got == sizeof(*report) && packet.msg_controllen >= CMSG_LEN(sizeof(int)))
		memcpy(descriptor, CMSG_DATA(&control.header), sizeof(int));
	return got;
}
