/* The step from what makes a container's process to that process: OP_CLONE, for a supervisor as for a launcher. */
#define _GNU_SOURCE
#include <signal.h>
#include <stddef.h>
#include <sys/socket.h>

#include "container.h"
#include "system.h"

static void reset_signals(void)
{
	sigset_t none;

	sigemptyset(&none);
	for (int number = 1; number < NSIG; number++)
		signal(number, SIG_DFL);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

pid_t clone_container(struct container *c, struct reader *f)
{
	uint64_t flags = read_u64(f);
	const char *path = read_text(f);
	int cgroup = *path ? open(path, O_PATH | O_DIRECTORY | O_CLOEXEC) : -1;
	int ends[2];
	pid_t pid;

	if ((*path && cgroup < 0) || socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends))
		return -1;
	pid = sys_fork(flags, cgroup);
	if (cgroup >= 0)
		close(cgroup);
	close(ends[pid == 0 ? 0 : 1]);
	c->report = ends[pid == 0 ? 1 : 0];
	if (pid == 0)
		reset_signals();
	return pid;
}
