/* Operations that are performed before the container's process exists, by the one that makes it. */
#define _GNU_SOURCE
#include <errno.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "container.h"
#include "operations.h"
#include "system.h"
#include "user-namespace.h"

/* it is also what idmapped mounts are given */
static int make_userns(struct container *c, struct reader *f)
{
	uint32_t uid = read_u32(f), gid = read_u32(f), size = read_u32(f);
	struct user_namespace made;
	char uids[64], gids[64];

	snprintf(uids, sizeof(uids), "0 %u %u\n", uid, size);
	snprintf(gids, sizeof(gids), "0 %u %u\n", gid, size);
	/* of a plan that makes two: the second is made on the memory of the first */
	bury_holder(c->userns_holder);
	made = make_owned_user_namespace(uids, gids, uid);
	c->userns = made.fd;
	c->userns_holder = made.holder;
	return made.fd < 0 ? -1 : 0;
}

/* field 22 of /proc/<pid>/stat; a pid is a process only together with it */
uint64_t start_time(pid_t pid)
{
	char path[64], text[1024];
	char *at;
	ssize_t got;
	int fd;

	snprintf(path, sizeof(path), "/proc/%d/stat", pid);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	got = fd < 0 ? -1 : read(fd, text, sizeof(text) - 1);
	if (fd >= 0)
		close(fd);
	if (got <= 0)
		return 0;
	text[got] = 0;
	at = strrchr(text, ')');
	for (int field = 2; at && field < 22; field++)
		at = strchr(at + 1, ' ');
	return at ? strtoull(at + 1, NULL, 10) : 0;
}

/* children of this process are in the container's pid namespace from here on */
static int find_init(struct container *c, struct reader *f)
{
	pid_t pid = (pid_t)read_u32(f);
	uint64_t started = read_u64(f);

	c->init_pidfd = sys_pidfd_open(pid);
	if (c->init_pidfd < 0)
		return -1;
	if (start_time(pid) != started) {
		errno = ESRCH;
		return -1;
	}
	return setns(c->init_pidfd, CLONE_NEWPID);
}

int prepare(struct container *c, struct step *step)
{
	switch (step->code) {
	case OP_MAKE_USERNS:
		return make_userns(c, &step->fields);
	case OP_FIND_INIT:
		return find_init(c, &step->fields);
	case OP_ENSURE_DIR:
		return op_ensure_dir(c, &step->fields);
	case OP_SAVE_FILE:
		return op_save_file(c, &step->fields);
	case OP_SAVE_RECORD:
		return op_save_record(c, &step->fields);
	case OP_WRITE_IF_THERE:
		return op_write_if_there(c, &step->fields);
	case OP_MAKE_DIR:
		return op_make_dir(c, &step->fields);
	case OP_WRITE_FILE:
		return op_write_file(c, &step->fields);
	default:
		return perform(c, step);
	}
}
