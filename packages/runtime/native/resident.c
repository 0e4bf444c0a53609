/*
 * The job resident: lives as long as the agent that started it, and forks a supervisor for each plan that it is sent,
 * so that a start executes no program but the container's own. Supervisors outlive it and the agent.
 *
 * Descriptor 3 is a socket of the agent's. To here: u32 length, u32 number, text job, text label, bytes plan. From
 * here, in lines: `<number> forked <pid>`, what the supervisor answers (start.c), and `0 gone <pid>`.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "channel.h"
#include "empty-mounts.h"
#include "jobs.h"
#include "start.h"
#include "title.h"

static void say(uint32_t number, const char *word, pid_t pid)
{
	char line[64];
	int length = snprintf(line, sizeof(line), "%u %s %d\n", number, word, pid);

	/* without a reader this process is about to end */
	if (write(CHANNEL, line, (size_t)length) < 0)
		return;
}

/* what every start copies; without one, each makes its own, and says why when it cannot */
static int empty_mounts = -1;

static _Noreturn void become_supervisor(struct plan_source source, int ended)
{
	struct reader *message = &source.plan;
	const char *job = read_text(message);
	const char *label = read_text(message);
	uint32_t length;
	const uint8_t *plan = read_bytes(message, &length);

	if (message->bad)
		_exit(2);
	source.plan = (struct reader){ plan, plan + length, false };
	source.answer = fcntl(CHANNEL, F_DUPFD_CLOEXEC, CHANNEL + 1);
	close(CHANNEL);
	close(ended);
	source.empty_mounts = empty_mounts;
	setsid();
	write_title(job, label);
	_exit(start_plan(&source));
}

static void fork_supervisor(struct message message, int ended)
{
	struct plan_source source = { .message = message, .plan = { message.bytes, message.bytes + message.length, false } };
	pid_t pid;

	source.number = read_u32(&source.plan);
	pid = fork();
	if (pid == 0)
		become_supervisor(source, ended);
	say(source.number, pid > 0 ? "forked" : "refused", pid);
}

/* false: the agent is gone, or sends what is no message */
static bool take_message(int ended)
{
	struct message message;

	if (!receive_message(CHANNEL, &message))
		return false;
	fork_supervisor(message, ended);
	release_message(&message);
	return true;
}

int resident_main(void)
{
	int ended = open_channel("berth-resident"), status;
	bool message;
	pid_t pid;

	empty_mounts = open_empty_mounts();
	while (await_channel(ended, true, -1, &message)) {
		while ((pid = next_ended(ended, &status)))
			say(0, "gone", pid);
		if (message && !take_message(ended))
			return 0;
	}
	return 1;
}
