/* The last operations: the process gives its rights up, and executes the container's program. */
#define _GNU_SOURCE
#include <elf.h>
#include <errno.h>
#include <poll.h>
#include <grp.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>

#include "container.h"
#include "rights.h"
#include "system.h"

int op_enter_userns(struct container *c, struct reader *f)
{
	(void)f;
	return setns(c->userns >= 0 ? c->userns : c->init_pidfd, CLONE_NEWUSER);
}

/* a supervisor that is killed takes its process along; it may have died before this was asked for */
static int die_with_supervisor(int report)
{
	struct pollfd peer = { .fd = report };

	if (prctl(PR_SET_PDEATHSIG, SIGKILL))
		return -1;
	poll(&peer, 1, 0);
	if (peer.revents & POLLHUP)
		_exit(125);
	return 0;
}

int op_credentials(struct container *c, struct reader *f)
{
	uint64_t bounding = read_u64(f);
	uint64_t rights = c->uid == 0 ? bounding : 0;

	if (drop_bounding(bounding) || setgroups(c->group_count, c->groups) || setresgid(c->gid, c->gid, c->gid) ||
	    setresuid(c->uid, c->uid, c->uid))
		return -1;
	/* inheritable and ambient stay empty (CVE-2022-24769) */
	if (clear_ambient() || set_capabilities(rights, rights, 0))
		return -1;
	return c->outlives ? 0 : die_with_supervisor(c->report);
}

/* every other descriptor that was not asked for is closed first, so that no path leads through one of them (CVE-2024-21626) */
int op_cwd(struct container *c, struct reader *f)
{
	char path[4096];
	int first = 3 + (int)c->preserved;

	if (c->report != first) {
		if (c->notify == first && (c->notify = fcntl(first, F_DUPFD_CLOEXEC, first + 1)) < 0)
			return -1;
		if (dup3(c->report, first, O_CLOEXEC) < 0)
			return -1;
		c->report = first;
	}
	if (c->notify >= 0 && c->notify != ++first) {
		if (dup3(c->notify, first, O_CLOEXEC) < 0)
			return -1;
		c->notify = first;
	}
	if (sys_close_range((unsigned int)first + 1, ~0U) || (chdir(read_text(f)) && !(errno == EACCES && c->entered)))
		return -1;
	if (syscall(SYS_getcwd, path, sizeof(path)) > 0 && path[0] == '/')
		return 0;
	c->detail = DETAIL_OUTSIDE_ROOT;
	errno = ENOENT;
	return -1;
}

int op_no_new_privileges(struct container *c, struct reader *f)
{
	(void)c;
	(void)f;
	return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
}

/* tells a file that cannot be executed from one that is not there; only for the message */
static enum detail explain(const char *path, int error)
{
	unsigned char head[EI_NIDENT] = { 0 };
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t got = fd < 0 ? -1 : read(fd, head, sizeof(head));

	if (error == ENOENT && fd >= 0)
		return DETAIL_NO_INTERPRETER;
	if (error == ENOEXEC && got == EI_NIDENT && !memcmp(head, ELFMAG, SELFMAG))
		return DETAIL_OTHER_ARCHITECTURE;
	return DETAIL_NONE;
}

static const char *variable(const char *const *env, const char *name)
{
	size_t length = strlen(name);

	for (; *env; env++)
		if (!strncmp(*env, name, length) && (*env)[length] == '=')
			return *env + length + 1;
	return NULL;
}

static void execute_in_path(const char *name, const char **argv, const char **env, const char *search)
{
	char path[4096];
	int error = ENOENT;

	for (;;) {
		size_t length = strcspn(search, ":");
		int written = snprintf(path, sizeof(path), "%.*s/%s", (int)length, length ? search : ".", name);

		if (written > 0 && (size_t)written < sizeof(path)) {
			execve(path, (char **)argv, (char **)env);
			if (errno != ENOENT && errno != ENOTDIR)
				error = errno;
		}
		if (!search[length])
			break;
		search += length + 1;
	}
	errno = error;
}

int op_exec(struct container *c, struct reader *f)
{
	static const char *texts[MAX_TEXTS];
	static char home[sizeof(c->home) + 5];
	const char *search = read_text(f);
	const char **argv = texts;
	uint32_t argc = read_texts(f, argv, MAX_TEXTS / 2);
	const char **env = texts + MAX_TEXTS / 2;
	uint32_t envc = read_texts(f, env, MAX_TEXTS / 2 - 1);
	const char *path = variable(env, "PATH");
	int error;

	if (f->bad || argc == 0) {
		errno = EBADMSG;
		return -1;
	}
	if (!variable(env, "HOME")) {
		snprintf(home, sizeof(home), "HOME=%s", c->home);
		env[envc] = home;
		env[envc + 1] = NULL;
	}
	if (strchr(argv[0], '/'))
		execve(argv[0], (char **)argv, (char **)env);
	else
		execute_in_path(argv[0], argv, env, path ? path : search);
	error = errno;
	c->detail = explain(argv[0], error);
	errno = error;
	return -1;
}
