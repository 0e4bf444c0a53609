/* Requests to the kernel's network: rtnetlink(7). */
#define _GNU_SOURCE
#include "route-socket.h"

#include <errno.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>

#define ANSWER_BYTES 32768

int open_route(void)
{
	return socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
}

static int send_request(int socket, struct nlmsghdr *message, uint16_t flags)
{
	message->nlmsg_flags |= NLM_F_REQUEST | flags;
	return send(socket, message, message->nlmsg_len, 0) == (ssize_t)message->nlmsg_len ? 0 : -1;
}

/* 1: there is more to come; else as the request ended */
static int read_answer(int socket, route_reader *read, void *context)
{
	static _Alignas(struct nlmsghdr) uint8_t answer[ANSWER_BYTES];
	ssize_t got = recv(socket, answer, sizeof(answer), 0);
	unsigned int left = (unsigned int)got;

	if (got < 0)
		return -1;
	for (struct nlmsghdr *at = (struct nlmsghdr *)answer; NLMSG_OK(at, left); at = NLMSG_NEXT(at, left)) {
		if (at->nlmsg_type == NLMSG_DONE)
			return 0;
		if (at->nlmsg_type == NLMSG_ERROR) {
			errno = -((struct nlmsgerr *)NLMSG_DATA(at))->error;
			return errno ? -1 : 0;
		}
		if (!read(at, context))
			return -1;
	}
	return 1;
}

static int read_answers(int socket, route_reader *read, void *context)
{
	int result;

	do
		result = read_answer(socket, read, context);
	while (result > 0);
	return result;
}

static bool pass_over(const struct nlmsghdr *message, void *context)
{
	(void)message;
	(void)context;
	return true;
}

int change_route(int socket, struct nlmsghdr *message)
{
	return send_request(socket, message, NLM_F_ACK) ? -1 : read_answers(socket, pass_over, NULL);
}

int read_routes(int socket, struct nlmsghdr *request, route_reader *read, void *context)
{
	return send_request(socket, request, NLM_F_DUMP) ? -1 : read_answers(socket, read, context);
}
