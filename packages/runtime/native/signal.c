/* The job signal: a pid may have become another process since it was written down, so it is held before it is compared. */
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#include "container.h"
#include "jobs.h"
#include "system.h"

int signal_main(const char *pid_text, const char *started, const char *number)
{
	pid_t pid = (pid_t)strtol(pid_text, NULL, 10);
	int process = sys_pidfd_open(pid);

	if (process >= 0 && start_time(pid) != strtoull(started, NULL, 10))
		errno = ESRCH;
	else if (process >= 0 && !syscall(SYS_pidfd_send_signal, process, atoi(number), NULL, 0))
		return 0;
	printf("%d\n", errno);
	return 1;
}
