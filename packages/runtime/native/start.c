/*
 * Reads a plan, makes the process, answers, and supervises it from then on. The answer is one line:
 * `<number> started <pid>` or `<number> failed <operation> <errno> <detail>`. The jobs start and enter take the plan
 * (u32 length before it) from stdin and answer on stdout; resident.c hands them over without a program between.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include "container.h"
#include "jobs.h"
#include "operations.h"
#include "plan-check.h"
#include "session.h"
#include "start.h"
#include "system.h"
#include "user-namespace.h"

static int open_session(struct session *session, struct reader *f)
{
	const char *folder = read_text(f);
	const char *socket_path = read_text(f);

	session->flags = read_u32(f);
	session->segment_bytes = read_u64(f);
	session->segment_count = read_u32(f);
	session->first_segment = read_u32(f);
	if ((session->flags & SESSION_REAPS) && !(session->ending = make_ending()))
		return -1;
	return session_open(session, folder, socket_path);
}

static int make_pipes(struct session *session, struct container *c)
{
	int ends[3][2];

	for (int i = session->flags & SESSION_STDIN ? 0 : 1; i < 3; i++)
		if (pipe2(ends[i], O_CLOEXEC))
			return -1;
	if (session->flags & SESSION_STDIN) {
		c->stdio[0] = ends[0][0];
		session->input = ends[0][1];
	}
	for (int i = 1; i < 3; i++) {
		c->stdio[i] = ends[i][1];
		session->output[i - 1] = ends[i][0];
	}
	return 0;
}

static pid_t clone_process(struct session *session, struct container *c, struct reader *f)
{
	pid_t pid;

	if (!(session->flags & SESSION_TTY) && make_pipes(session, c))
		return -1;
	c->ending = session->ending;
	pid = clone_container(c, f);
	for (int i = 0; pid != 0 && i < 3; i++)
		if (c->stdio[i] >= 0)
			close(c->stdio[i]);
	return pid;
}

/* waits for the program to be executed; the report's kind is 0 when it was */
static struct report await_execution(struct session *session, struct container *c)
{
	struct report report;
	int master = -1;

	while (receive_report(c->report, &report, &master) == sizeof(report)) {
		if (report.kind == REPORT_FAILED)
			return report;
		session->output[0] = session->input = master;
	}
	close(c->report);
	return (struct report){ 0 };
}

/* the agent may be gone: what it did not read is in the records */
static void answer(const struct plan_source *source, const char *text)
{
	char line[96];
	int length = snprintf(line, sizeof(line), "%u %s", source->number, text);

	if (write(source->answer, line, (size_t)length) < 0)
		errno = 0;
	close(source->answer);
}

static int fail(struct session *session, const struct plan_source *source, struct report report)
{
	char line[64];

	snprintf(line, sizeof(line), "failed %u %d %u\n", report.index, report.error, report.detail);
	if (session->folder >= 0)
		session_record(session, "ended", line, true);
	unlink(session->socket_path);
	answer(source, line);
	return 1;
}

/* nobody waits for the disk: a machine that fails before has lost the container as well */
static void sync_record(int fd)
{
	if (fd < 0)
		return;
	fsync(fd);
	close(fd);
}

static int run(struct session *s, struct plan_source *source, struct container *c)
{
	struct reader *plan = &source->plan;
	struct step step = { .index = (uint32_t)-1 };
	struct report report = { REPORT_FAILED, (uint32_t)-1, EBADMSG, 0 };
	char line[64];

	c->plan = &source->message;
	if (!plan_is_sound(*plan))
		return fail(s, source, report);
	while (next_step(plan, &step)) {
		int failed = 0;

		if (step.code == OP_CLONE) {
			s->pid = clone_process(s, c, &step.fields);
			if (s->pid == 0)
				perform_plan(c, plan, step.index);
			if (s->pid > 0)
				break;
			failed = -1;
		} else if (step.code == OP_SUPERVISE) {
			failed = open_session(s, &step.fields);
		} else {
			failed = prepare(c, &step);
		}
		if (failed) {
			report = (struct report){ REPORT_FAILED, step.index, errno, 0 };
			return fail(s, source, report);
		}
	}
	if (s->pid <= 0)
		return fail(s, source, report);
	snprintf(line, sizeof(line), "%d %llu\n", s->pid, (unsigned long long)start_time(s->pid));
	session_record(s, "started", line, false);
	report = await_execution(s, c);
	if (report.kind == REPORT_FAILED) {
		waitpid(s->pid, NULL, 0);
		return fail(s, source, report);
	}
	snprintf(line, sizeof(line), "started %d\n", s->pid);
	answer(source, line);
	if (c->userns >= 0)
		close(c->userns);
	if (c->empty_mounts >= 0)
		close(c->empty_mounts);
	if (c->init_pidfd >= 0)
		close(c->init_pidfd);
	sync_record(c->unsynced);
	return 0;
}

int start_plan(struct plan_source *source)
{
	struct session session = { .folder = -1, .listener = -1, .output = { -1, -1 }, .input = -1 };
	struct container container = NO_CONTAINER;
	int failed;

	container.empty_mounts = source->empty_mounts;
	prctl(PR_SET_NAME, "berth-super");
	failed = run(&session, source, &container);
	bury_holder(container.userns_holder);
	release_message(&source->message);
	return failed ? failed : supervise(&session);
}

/* stdin and stdout are the agent's, and it must find its end of them closed */
static int release_stdio(void)
{
	int answer = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3);
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);

	for (int i = 0; i < 3 && null >= 0; i++)
		dup2(null, i);
	if (null > 2)
		close(null);
	return answer;
}

int start_main(void)
{
	struct plan_source source = { .empty_mounts = -1 };

	signal(SIGPIPE, SIG_IGN);
	signal(SIGHUP, SIG_IGN);
	sys_close_range(3, ~0U);
	if (!receive_message(STDIN_FILENO, &source.message))
		return 2;
	source.plan = (struct reader){ source.message.bytes, source.message.bytes + source.message.length, false };
	source.answer = release_stdio();
	return start_plan(&source);
}

int enter_main(void)
{
	return start_main();
}
