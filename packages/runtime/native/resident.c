/*
 * The job resident: lives as long as the agent that started it, and forks a supervisor for each plan that it is sent,
 * so that a start executes no program but the container's own. Supervisors outlive it and the agent.
 *
 * Descriptor 3 is a socket of the agent's. To here: u32 length, u32 number, text job, text label, bytes plan. From
 * here, in lines: `<number> forked <pid>`, what the supervisor answers (start.c), and `0 gone <pid>`.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "jobs.h"
#include "reader.h"
#include "start.h"
#include "system.h"

#define CHANNEL 3

/* the command line, where a supervisor says what it supervises; the agent makes room for it */
static struct {
	char *start;
	size_t room;
} title;

static void find_title(char **argv, int argc)
{
	char *last = argv[argc - 1];

	title.start = argv[0];
	title.room = (size_t)(last + strlen(last) + 1 - title.start);
}

static void write_title(const char *job, const char *label)
{
	const char *words[] = { "berth-init", job, label };
	size_t at = 0;

	memset(title.start, 0, title.room);
	for (size_t i = 0; i < 3; i++) {
		size_t length = strlen(words[i]) + 1;

		if (at + length > title.room)
			return;
		memcpy(title.start + at, words[i], length);
		at += length;
	}
}

static void say(uint32_t number, const char *word, pid_t pid)
{
	char line[64];
	int length = snprintf(line, sizeof(line), "%u %s %d\n", number, word, pid);

	/* without a reader this process is about to end */
	if (write(CHANNEL, line, (size_t)length) < 0)
		return;
}

static _Noreturn void become_supervisor(struct plan_source source, struct reader *message, int signals)
{
	const char *job = read_text(message);
	const char *label = read_text(message);

	source.bytes = read_bytes(message, &source.length);
	source.answer = fcntl(CHANNEL, F_DUPFD_CLOEXEC, CHANNEL + 1);
	close(CHANNEL);
	close(signals);
	setsid();
	write_title(job, label);
	if (message->bad)
		_exit(2);
	_exit(start_plan(&source));
}

static void fork_supervisor(uint8_t *bytes, uint32_t length, int signals)
{
	struct plan_source source = { .map = bytes, .map_length = length + 1 };
	struct reader message = { bytes, bytes + length, false };
	pid_t pid;

	source.number = read_u32(&message);
	pid = fork();
	if (pid == 0)
		become_supervisor(source, &message, signals);
	say(source.number, pid > 0 ? "forked" : "refused", pid);
}

/* false: the agent is gone, or sends what is no message */
static bool take_message(int signals)
{
	uint32_t length;
	uint8_t *bytes;
	bool whole;

	if (!read_exactly(CHANNEL, &length, sizeof(length)) || length > PLAN_MAX)
		return false;
	/* one byte more: a plan that is cut short must not be read beyond */
	bytes = mmap(NULL, length + 1, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (bytes == MAP_FAILED)
		return false;
	whole = read_exactly(CHANNEL, bytes, length);
	if (whole)
		fork_supervisor(bytes, length, signals);
	munmap(bytes, length + 1);
	return whole;
}

static void reap(int signals)
{
	struct signalfd_siginfo info;
	pid_t pid;

	while (read(signals, &info, sizeof(info)) > 0)
		;
	while ((pid = waitpid(-1, NULL, WNOHANG)) > 0)
		say(0, "gone", pid);
}

int resident_main(char **argv, int argc)
{
	struct pollfd polls[2] = { { .fd = CHANNEL, .events = POLLIN }, { .events = POLLIN } };
	sigset_t set;

	signal(SIGPIPE, SIG_IGN);
	signal(SIGHUP, SIG_IGN);
	prctl(PR_SET_NAME, "berth-resident");
	find_title(argv, argc);
	sys_close_range(CHANNEL + 1, ~0U);
	sigemptyset(&set);
	sigaddset(&set, SIGCHLD);
	sigprocmask(SIG_BLOCK, &set, NULL);
	polls[1].fd = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
	for (;;) {
		if (poll(polls, 2, -1) < 0 && errno != EINTR)
			return 1;
		if (polls[1].revents)
			reap(polls[1].fd);
		if (polls[0].revents && !take_message(polls[1].fd))
			return 0;
	}
}
