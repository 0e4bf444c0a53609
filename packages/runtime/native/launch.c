/*
 * The job launch: makes the process of a plan for a command that does not stay. What the process writes and reads is
 * the caller's; when this program ends, the process becomes a child of the caller's subreaper.
 *
 * Descriptor `control` is a socket of the command's. To here: u32 length, the plan, and one byte for each `sync`.
 * From here, in lines: `made <pid> <start time>`, `sync`, `ready`, `started`, `failed <operation> <errno> <detail>`.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>

#include "container.h"
#include "jobs.h"
#include "message.h"
#include "operations.h"
#include "plan-check.h"
#include "relay.h"
#include "system.h"
#include "unix-socket.h"
#include "user-namespace.h"

/* stays until the process ends, and ends as it did */
#define LAUNCH_STAYS 1
/* and is the process' terminal meanwhile, by the standard streams */
#define LAUNCH_RELAYS 2

struct launch {
	int control;
	/* the caller's socket that is given the terminal's master */
	int console;
	/* the terminal's master, when it is relayed */
	int master;
	uint32_t flags;
	pid_t pid;
};

static void say(const struct launch *l, const char *line)
{
	/* without a reader there is nobody to tell */
	if (send(l->control, line, strlen(line), MSG_NOSIGNAL) < 0)
		errno = 0;
}

static int refuse(const struct launch *l, struct container *c, struct report report)
{
	char line[64];

	if (l->pid > 0) {
		kill(l->pid, SIGKILL);
		waitpid(l->pid, NULL, 0);
	}
	keep_devices(c, false);
	snprintf(line, sizeof(line), "failed %u %d %u\n", report.index, report.error, report.detail);
	say(l, line);
	return 125;
}

/* a socket's path has 107 bytes; through its folder's descriptor any path will do */
static int start_listener(const char *folder)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int dir = open(folder, O_PATH | O_DIRECTORY | O_CLOEXEC);
	int listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	int failed;

	if (dir < 0 || listener < 0)
		return -1;
	snprintf(address.sun_path, sizeof(address.sun_path), "/proc/self/fd/%d/start.sock", dir);
	failed = bind(listener, (struct sockaddr *)&address, sizeof(address)) || listen(listener, 1);
	close(dir);
	return failed ? -1 : listener;
}

static int send_console(int console, int master)
{
	const char name[] = "/dev/ptmx";

	return send_descriptor(console, master, name, sizeof(name)) == sizeof(name) ? 0 : -1;
}

static int op_attend(struct launch *l, struct container *c, struct reader *f)
{
	const char *folder = read_text(f);
	const char *console = read_text(f);

	l->flags = read_u32(f);
	c->preserved = read_u32(f);
	c->outlives = true;
	if (*console && (l->console = connect_path(console, 0)) < 0)
		return -1;
	if (*folder && (c->listener = start_listener(folder)) < 0)
		return -1;
	return 0;
}

static pid_t clone_process(const struct launch *l, struct container *c, struct reader *f)
{
	pid_t pid = clone_container(c, f);

	if (pid == 0) {
		close(l->control);
		if (c->mover >= 0)
			close(c->mover);
	} else if (c->listener >= 0) {
		close(c->listener);
	}
	return pid;
}

/* false: the command is gone, or does not want to go on */
static bool wait_for_command(const struct launch *l, int report)
{
	char go;

	say(l, "sync\n");
	return read(l->control, &go, 1) == 1 && send(report, &go, 1, MSG_NOSIGNAL) == 1;
}

/* until the program is executed, or waits to be started; the report's kind is 0 then, else what failed */
static struct report follow(struct launch *l, struct container *c)
{
	struct report report;
	int master = -1;

	while (receive_report(c->report, &report, &master) == sizeof(report)) {
		int failed = 0;

		if (report.kind == REPORT_FAILED)
			return report;
		if (report.kind == REPORT_READY) {
			say(l, "ready\n");
			return (struct report){ 0 };
		}
		if (report.kind == REPORT_PTY && l->flags & LAUNCH_RELAYS)
			l->master = master;
		else if (report.kind == REPORT_PTY)
			failed = send_console(l->console, master);
		else if (report.kind == REPORT_SYNC && !wait_for_command(l, c->report))
			failed = -1;
		if (failed)
			return (struct report){ REPORT_FAILED, report.index, errno ? errno : ECANCELED, 0 };
	}
	say(l, "started\n");
	return (struct report){ 0 };
}

/* a process that is stayed with gets the signals that this one is sent */
static int stay(pid_t pid)
{
	sigset_t all;
	int status, number;

	sigfillset(&all);
	for (;;) {
		if (sigwait(&all, &number))
			return 125;
		if (number != SIGCHLD)
			kill(pid, number);
		else if (waitpid(pid, &status, WNOHANG) == pid)
			return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
	}
}

static int launch(struct launch *l, struct message *message)
{
	struct reader plan = { message->bytes, message->bytes + message->length, false };
	struct container c = NO_CONTAINER;
	struct step step = { .index = (uint32_t)-1 };
	struct report report = { REPORT_FAILED, (uint32_t)-1, EBADMSG, 0 };
	char line[64];

	c.plan = message;
	if (!plan_is_sound(plan))
		return refuse(l, &c, report);
	while (next_step(&plan, &step)) {
		if (step.code == OP_CLONE) {
			l->pid = clone_process(l, &c, &step.fields);
			if (l->pid == 0)
				perform_plan(&c, &plan, step.index);
			if (l->pid > 0)
				break;
		} else if (!(step.code == OP_ATTEND ? op_attend(l, &c, &step.fields) : prepare(&c, &step))) {
			continue;
		}
		return refuse(l, &c, (struct report){ REPORT_FAILED, step.index, errno, 0 });
	}
	if (l->pid <= 0)
		return refuse(l, &c, report);
	bury_holder(c.userns_holder);
	snprintf(line, sizeof(line), "made %d %llu\n", l->pid, (unsigned long long)start_time(l->pid));
	say(l, line);
	report = follow(l, &c);
	if (report.kind == REPORT_FAILED)
		return refuse(l, &c, report);
	keep_devices(&c, true);
	if (!(l->flags & LAUNCH_STAYS))
		return 0;
	close(l->control);
	return l->master < 0 ? stay(l->pid) : relay_terminal(l->pid, l->master);
}

int launch_main(const char *control)
{
	struct launch l = { .control = atoi(control), .console = -1, .master = -1 };
	struct message message;
	sigset_t all;

	/* what comes before the process is made is kept for it */
	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, NULL);
	signal(SIGCHLD, SIG_DFL);
	prctl(PR_SET_NAME, "berth-launch");
	if (l.control < 3)
		return 2;
	sys_close_range((unsigned int)l.control + 1, ~0U);
	if (fcntl(l.control, F_SETFD, FD_CLOEXEC) || !receive_message(l.control, &message))
		return 2;
	return launch(&l, &message);
}
