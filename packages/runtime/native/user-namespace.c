#define _GNU_SOURCE
#include "user-namespace.h"

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

int make_user_namespace(const char *uids, const char *gids)
{
	return make_owned_user_namespace(uids, gids, 0);
}

/* a user namespace needs a process to be made in */
int make_owned_user_namespace(const char *uids, const char *gids, uid_t owner)
{
	char path[64];
	int userns = -1, error;
	pid_t holder = fork_holder(owner);

	if (holder == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		for (;;)
			pause();
	}
	if (holder < 0)
		return -1;
	snprintf(path, sizeof(path), "/proc/%d/ns/user", holder);
	if (!write_map(holder, "uid_map", uids) && !write_map(holder, "gid_map", gids))
		userns = open(path, O_RDONLY | O_CLOEXEC);
	error = errno;
	kill(holder, SIGKILL);
	waitpid(holder, NULL, 0);
	errno = error;
	return userns;
}
