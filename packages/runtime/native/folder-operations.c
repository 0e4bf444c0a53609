/* Operations on the host's folders before the container's process exists: its records, its files, its control groups. */
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "container.h"
#include "system.h"

int write_all(int fd, const char *text)
{
	size_t length = strlen(text);

	while (length > 0) {
		ssize_t written = write(fd, text, length);

		if (written < 0 && errno != EINTR)
			return -1;
		text += written > 0 ? written : 0;
		length -= written > 0 ? (size_t)written : 0;
	}
	return 0;
}

int op_ensure_dir(struct container *c, struct reader *f)
{
	const char *path = read_text(f);

	(void)c;
	return mkdir(path, read_u32(f)) && errno != EEXIST ? -1 : 0;
}

int op_save_file(struct container *c, struct reader *f)
{
	const char *path = read_text(f);
	const char *data = read_text(f);
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, read_u32(f));
	int failed;

	(void)c;
	if (fd < 0)
		return -1;
	failed = write_all(fd, data);
	close(fd);
	return failed;
}

/* aside and renamed, so that a reader sees all or nothing; it is synced when the start has been answered */
int op_save_record(struct container *c, struct reader *f)
{
	const char *path = read_text(f);
	const char *data = read_text(f);
	char aside[4096];
	int length = snprintf(aside, sizeof(aside), "%s.new", path);
	int fd;

	if (length < 0 || (size_t)length >= sizeof(aside)) {
		errno = ENAMETOOLONG;
		return -1;
	}
	fd = open(aside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (fd < 0)
		return -1;
	if (write_all(fd, data) || rename(aside, path)) {
		close(fd);
		return -1;
	}
	c->unsynced = fd;
	return 0;
}

/* a setting that kernels without the feature do not have */
int op_write_if_there(struct container *c, struct reader *f)
{
	return op_write_file(c, f) && errno != ENOENT ? -1 : 0;
}
