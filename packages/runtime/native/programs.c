/*
 * The job programs: runs programs of the host for the agent, which is large, and stands still while it forks. Ends
 * with the agent; what runs then runs to its end.
 *
 * Descriptor 3 is a socket of the agent's. To here: u32 length, u32 number, texts argv, bytes input. From here: u32
 * length, u32 number, u32 exit code (128 and more: a signal), bytes output, bytes errors.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "channel.h"
#include "jobs.h"
#include "message.h"
#include "reader.h"
#include "system.h"

#define RUNNING_MAX 32
#define ARGUMENTS_MAX 4096
#define PATIENCE_SECONDS 30

static struct program {
	/* 0: a free place */
	pid_t pid;
	uint32_t number;
	time_t started;
	/* files in memory: nobody has to read while it runs */
	int output, errors;
} programs[RUNNING_MAX];

static time_t seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec;
}

static struct program *free_place(void)
{
	for (int i = 0; i < RUNNING_MAX; i++)
		if (!programs[i].pid)
			return &programs[i];
	return NULL;
}

static int file_in_memory(const uint8_t *bytes, uint32_t length)
{
	int fd = memfd_create("program", MFD_CLOEXEC);

	if (fd >= 0 && (write(fd, bytes, length) != (ssize_t)length || lseek(fd, 0, SEEK_SET))) {
		close(fd);
		return -1;
	}
	return fd;
}

static _Noreturn void execute(const char **argv, int input, const struct program *program)
{
	sigset_t none;

	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	signal(SIGPIPE, SIG_DFL);
	dup2(input, 0);
	dup2(program->output, 1);
	dup2(program->errors, 2);
	sys_close_range(CHANNEL, ~0U);
	execvp(argv[0], (char **)argv);
	dprintf(2, "%s: %s", argv[0], strerror(errno));
	_exit(127);
}

static bool write_exactly(const void *bytes, size_t length)
{
	for (size_t done = 0; done < length;) {
		ssize_t written = write(CHANNEL, (const char *)bytes + done, length - done);

		if (written < 0 && errno != EINTR)
			return false;
		done += written > 0 ? (size_t)written : 0;
	}
	return true;
}

/* u32 length and what the program wrote; true when the agent has taken it */
static bool send_file(int fd, uint32_t length)
{
	char bytes[65536];

	if (!write_exactly(&length, sizeof(length)))
		return false;
	for (off_t at = 0; at < (off_t)length;) {
		size_t left = length - (size_t)at;
		ssize_t got = pread(fd, bytes, left < sizeof(bytes) ? left : sizeof(bytes), at);

		if (got <= 0 || !write_exactly(bytes, (size_t)got))
			return false;
		at += got;
	}
	return true;
}

static uint32_t size_of(int fd)
{
	struct stat st;

	return fd >= 0 && !fstat(fd, &st) ? (uint32_t)st.st_size : 0;
}

/* without a reader this process is about to end */
static void answer(struct program *program, uint32_t code)
{
	uint32_t sizes[2] = { size_of(program->output), size_of(program->errors) };
	uint32_t head[3] = { 4 * sizeof(uint32_t) + sizes[0] + sizes[1], program->number, code };

	if (write_exactly(head, sizeof(head)) && send_file(program->output, sizes[0]))
		send_file(program->errors, sizes[1]);
	close(program->output);
	close(program->errors);
	program->pid = 0;
}

static void run(struct reader *message)
{
	static const char *argv[ARGUMENTS_MAX];
	struct program *program = free_place();
	uint32_t length;
	const uint8_t *bytes;
	int input;

	*program = (struct program){ .number = read_u32(message), .started = seconds() };
	read_texts(message, argv, ARGUMENTS_MAX);
	bytes = read_bytes(message, &length);
	input = file_in_memory(bytes, length);
	program->output = file_in_memory(bytes, 0);
	program->errors = file_in_memory(bytes, 0);
	program->pid = -1;
	if (!message->bad && argv[0] && input >= 0 && program->output >= 0 && program->errors >= 0)
		program->pid = fork();
	if (program->pid == 0)
		execute(argv, input, program);
	close(input);
	if (program->pid < 0)
		answer(program, 126);
}

static bool take_message(void)
{
	struct message message;
	struct reader fields;

	if (!receive_message(CHANNEL, &message))
		return false;
	fields = (struct reader){ message.bytes, message.bytes + message.length, false };
	run(&fields);
	release_message(&message);
	return true;
}

static void settle(pid_t pid, int status)
{
	for (int i = 0; i < RUNNING_MAX; i++)
		if (programs[i].pid == pid)
			answer(&programs[i], WIFSIGNALED(status) ? 128 + (uint32_t)WTERMSIG(status)
								 : (uint32_t)WEXITSTATUS(status));
}

static void kill_overdue(void)
{
	for (int i = 0; i < RUNNING_MAX; i++)
		if (programs[i].pid && seconds() - programs[i].started > PATIENCE_SECONDS)
			kill(programs[i].pid, SIGKILL);
}

int programs_main(void)
{
	int ended = open_channel("berth-programs"), status;
	bool message;
	pid_t pid;

	/* with all places taken, what is asked waits in the socket */
	while (await_channel(ended, free_place(), 1000 * PATIENCE_SECONDS, &message)) {
		while ((pid = next_ended(ended, &status)))
			settle(pid, status);
		kill_overdue();
		if (message && !take_message())
			return 0;
	}
	return 1;
}
