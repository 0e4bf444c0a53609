/* Unix sockets by their path, and descriptors that are sent over them. */
#ifndef BERTH_UNIX_SOCKET_H
#define BERTH_UNIX_SOCKET_H

#include <stddef.h>
#include <sys/types.h>

/* connected, or -1 with errno; flags: SOCK_NONBLOCK. Of any length: a socket's own address has 107 bytes */
int connect_path(const char *path, int flags);
/* sends bytes, and the descriptor along with them: how many, or -1 with errno */
ssize_t send_descriptor(int socket, int descriptor, const void *bytes, size_t length);

#endif
