#define _GNU_SOURCE
#include "session.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

int session_open(struct session *session, const char *folder, const char *socket_path)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };

	if (strlen(socket_path) >= sizeof(address.sun_path)) {
		errno = ENAMETOOLONG;
		return -1;
	}
	strcpy(address.sun_path, socket_path);
	strcpy(session->socket_path, socket_path);
	session->folder = open(folder, O_PATH | O_DIRECTORY | O_CLOEXEC);
	session->listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (session->folder < 0 || session->listener < 0)
		return -1;
	unlink(socket_path);
	if (bind(session->listener, (struct sockaddr *)&address, sizeof(address)))
		return -1;
	return listen(session->listener, 16);
}

int session_record(struct session *session, const char *name, const char *text, bool durable)
{
	char aside[64];
	int fd, failed;

	snprintf(aside, sizeof(aside), ".%s.new", name);
	fd = openat(session->folder, aside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (fd < 0)
		return -1;
	failed = write(fd, text, strlen(text)) != (ssize_t)strlen(text) || (durable && fsync(fd));
	close(fd);
	return failed ? -1 : renameat(session->folder, aside, session->folder, name);
}
