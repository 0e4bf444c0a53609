#ifndef BERTH_ROUTE_SOCKET_H
#define BERTH_ROUTE_SOCKET_H

#include <linux/rtnetlink.h>
#include <stdbool.h>

/* given each message of a dump; false ends it, with errno */
typedef bool route_reader(const struct nlmsghdr *message, void *context);

/* a socket to the kernel's network, of the namespace that this process is in; -1 with errno */
int open_route(void);
/* has one change made: 0, or -1 with the kernel's errno */
int change_route(int socket, struct nlmsghdr *message);
/* all objects of a kind: 0, or -1 with errno */
int read_routes(int socket, struct nlmsghdr *request, route_reader *read, void *context);

#endif
