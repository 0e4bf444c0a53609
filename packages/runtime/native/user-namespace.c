#define _GNU_SOURCE
#include "user-namespace.h"

#include <errno.h>
#include <linux/securebits.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "system.h"

static int write_map(pid_t pid, const char *name, const char *map)
{
	char path[64];
	ssize_t length = (ssize_t)strlen(map);
	int fd, failed;

	snprintf(path, sizeof(path), "/proc/%d/%s", pid, name);
	fd = open(path, O_WRONLY | O_CLOEXEC);
	if (fd < 0)
		return -1;
	failed = write(fd, map, (size_t)length) != length;
	close(fd);
	return failed ? -1 : 0;
}

/*
 * Shares this process' memory, and so changes none: its page tables need no copying. Its real user is the host's root,
 * so nobody with the namespace's ids reaches it in the moment that it lives.
 */
static int hold(void *unused)
{
	(void)unused;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	for (;;)
		pause();
	return 0;
}

static pid_t clone_holder(uid_t owner)
{
	_Alignas(16) static char stack[4096];
	int bits = prctl(PR_GET_SECUREBITS), error;
	pid_t holder;

	if (bits < 0 || prctl(PR_SET_SECUREBITS, bits | SECBIT_NO_SETUID_FIXUP) || syscall(SYS_setresuid, -1, owner, -1))
		return -1;
	holder = clone(hold, stack + sizeof(stack), CLONE_VM | CLONE_NEWUSER | SIGCHLD, NULL);
	error = errno;
	if (syscall(SYS_setresuid, -1, 0, -1) || prctl(PR_SET_SECUREBITS, bits))
		return -1;
	errno = error;
	return holder;
}

int make_user_namespace(const char *uids, const char *gids)
{
	struct user_namespace made = make_owned_user_namespace(uids, gids, 0);
	int error = errno;

	bury_holder(made.holder);
	errno = error;
	return made.fd;
}

/* a user namespace needs a process to be made in */
struct user_namespace make_owned_user_namespace(const char *uids, const char *gids, uid_t owner)
{
	struct user_namespace made = { .fd = -1, .holder = clone_holder(owner) };
	char path[64];
	int error;

	if (made.holder < 0)
		return made;
	snprintf(path, sizeof(path), "/proc/%d/ns/user", made.holder);
	if (!write_map(made.holder, "uid_map", uids) && !write_map(made.holder, "gid_map", gids))
		made.fd = open(path, O_RDONLY | O_CLOEXEC);
	error = errno;
	kill(made.holder, SIGKILL);
	errno = error;
	return made;
}

void bury_holder(pid_t holder)
{
	while (holder > 0 && waitpid(holder, NULL, 0) < 0 && errno == EINTR)
		;
}
