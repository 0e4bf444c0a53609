/*
 * The container's process 1: what set it up stays, with the rights and the filter that the program gets, and the
 * program is its child. It reaps what was left behind, passes signals on, and ends when the program does.
 *
 * Nobody inside reaches into it: it was never executed in the container's user namespace and is not dumpable, so even
 * the container's root can neither trace it nor open what it has.
 */
#define _GNU_SOURCE
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/wait.h>

#include "container.h"
#include "system.h"
#include "title.h"

/* an exit code has no room for a signal, and process 1 cannot end by one: who supervises reads it in `ending` */
static _Noreturn void end_as(const struct container *c, int status)
{
	if (c->ending)
		tell_ending(c->ending, status);
	_exit(WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
}

/* what only the program needs: descriptors, its folder, the plan with its environment */
static void let_go(struct container *c)
{
	sys_close_range(0, ~0U);
	/* a folder that cannot be left is only kept busy */
	if (chdir("/"))
		errno = 0;
	release_message(c->plan);
	write_title(NULL, NULL);
	prctl(PR_SET_NAME, "berth-init");
}

static _Noreturn void keep_house(struct container *c, pid_t program, const sigset_t *signals)
{
	int status, number;
	pid_t ended;

	let_go(c);
	for (;;) {
		while ((ended = waitpid(-1, &status, WNOHANG)) > 0)
			if (ended == program)
				end_as(c, status);
		number = sigwaitinfo(signals, NULL);
		if (number < 0 && errno != EINTR)
			_exit(125);
		if (number > 0 && number != SIGCHLD)
			kill(program, number);
	}
}

/* as it would be without process 1: the leader of a session, and of the terminal when there is one */
static int lead_session(bool terminal, const sigset_t *signals)
{
	sigprocmask(SIG_UNBLOCK, signals, NULL);
	if (setsid() < 0)
		return -1;
	return terminal ? ioctl(0, TIOCSCTTY, 0) : 0;
}

int op_reap(struct container *c, struct reader *f)
{
	sigset_t signals;
	bool terminal;
	pid_t program;

	(void)f;
	if (getpid() != 1) {
		errno = EINVAL;
		return -1;
	}
	/* a terminal belongs to one session, and is to be the program's; process 1 ignores the SIGHUP of giving it up */
	terminal = !ioctl(0, TIOCNOTTY);
	/* waited for from here on: none comes too early to be passed on */
	sigfillset(&signals);
	sigprocmask(SIG_BLOCK, &signals, NULL);
	program = fork();
	if (program > 0)
		keep_house(c, program, &signals);
	return program < 0 ? -1 : lead_session(terminal, &signals);
}

/* nobody waits for a program here: whoever wants something of the container opens a session */
int op_rest(struct container *c, struct reader *f)
{
	siginfo_t from;
	sigset_t signals;
	int number;

	(void)f;
	if (getpid() != 1) {
		errno = EINVAL;
		return -1;
	}
	sigfillset(&signals);
	sigprocmask(SIG_BLOCK, &signals, NULL);
	let_go(c);
	for (;;) {
		while (waitpid(-1, NULL, WNOHANG) > 0)
			;
		number = sigwaitinfo(&signals, &from);
		if (number < 0 && errno != EINTR)
			_exit(125);
		/* of who supervises it, who has no number in here: nobody within ends it */
		if (number > 0 && number != SIGCHLD && from.si_pid == 0)
			end_as(c, 0);
	}
}
