/* Operations that are performed before the container's process exists, by the one that makes it. */
#define _GNU_SOURCE
#include <errno.h>
#include <linux/securebits.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "container.h"
#include "operations.h"
#include "system.h"

static int write_map(pid_t pid, const char *name, uint32_t start, uint32_t size)
{
	char path[64], line[64];
	int fd, length, failed;

	snprintf(path, sizeof(path), "/proc/%d/%s", pid, name);
	length = snprintf(line, sizeof(line), "0 %u %u\n", start, size);
	fd = open(path, O_WRONLY | O_CLOEXEC);
	if (fd < 0)
		return -1;
	failed = write(fd, line, length) != length;
	close(fd);
	return failed ? -1 : 0;
}

/*
 * What the kernel counts for a user (watchers of files, timers, message queues), it counts for who made the namespace
 * as well: the host's root would be that for all containers, and one could take what the others need.
 */
static pid_t fork_holder(uid_t owner)
{
	int bits = prctl(PR_GET_SECUREBITS), error;
	pid_t holder;

	if (bits < 0 || prctl(PR_SET_SECUREBITS, bits | SECBIT_NO_SETUID_FIXUP) || syscall(SYS_setresuid, -1, owner, -1))
		return -1;
	holder = sys_fork(CLONE_NEWUSER, -1);
	error = errno;
	if (holder == 0)
		return 0;
	if (syscall(SYS_setresuid, -1, 0, -1) || prctl(PR_SET_SECUREBITS, bits))
		return -1;
	errno = error;
	return holder;
}

/* a user namespace needs a process to be made in; it is also what idmapped mounts are given */
static int make_userns(struct container *c, struct reader *f)
{
	uint32_t uid = read_u32(f), gid = read_u32(f), size = read_u32(f);
	char path[64];
	pid_t holder = fork_holder(uid);

	if (holder == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		for (;;)
			pause();
	}
	if (holder < 0)
		return -1;
	snprintf(path, sizeof(path), "/proc/%d/ns/user", holder);
	if (!write_map(holder, "uid_map", uid, size) && !write_map(holder, "gid_map", gid, size))
		c->userns = open(path, O_RDONLY | O_CLOEXEC);
	kill(holder, SIGKILL);
	waitpid(holder, NULL, 0);
	return c->userns < 0 ? -1 : 0;
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
