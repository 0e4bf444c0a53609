#define _GNU_SOURCE
#include "channel.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "system.h"

int open_channel(const char *name)
{
	sigset_t set;

	signal(SIGPIPE, SIG_IGN);
	signal(SIGHUP, SIG_IGN);
	prctl(PR_SET_NAME, name);
	sys_close_range(CHANNEL + 1, ~0U);
	sigemptyset(&set);
	sigaddset(&set, SIGCHLD);
	sigprocmask(SIG_BLOCK, &set, NULL);
	return signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

bool await_channel(int ended, bool reading, int timeout_ms, bool *message)
{
	struct pollfd polls[2] = {
		{ .fd = reading ? CHANNEL : -1, .events = POLLIN },
		{ .fd = ended, .events = POLLIN },
	};
	bool waited = poll(polls, 2, timeout_ms) >= 0;

	*message = waited && polls[0].revents;
	return waited || errno == EINTR;
}

pid_t next_ended(int ended, int *status)
{
	struct signalfd_siginfo info;
	pid_t pid;

	while (read(ended, &info, sizeof(info)) > 0)
		;
	pid = waitpid(-1, status, WNOHANG);
	return pid > 0 ? pid : 0;
}
