/* The filter of system calls, and the descriptor on which another process answers some of them. */
#define _GNU_SOURCE
#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <time.h>

#include "container.h"
#include "system.h"
#include "unix-socket.h"

/* 10,000 times 0.1 ms: for a listener that reads nothing */
#define SENDER_TRIES 10000

enum { SENDER_WAITS = -1, SENDER_CANCELLED = -2, SENDER_DONE = -3, SENDER_FAILED = -4 };

static struct {
	char *state;
	size_t length;
	int socket;
	/* a descriptor to send, or how far it is */
	atomic_int turn;
	_Alignas(16) char stack[16384];
} sender;

/* the pid that /proc, which is still the caller's, knows this process by */
static int pid_outside(char *pid, size_t room)
{
	ssize_t length = readlink("/proc/self", pid, room - 1);

	pid[length < 0 ? 0 : length] = 0;
	return length < 0 ? -1 : 0;
}

/* the state of the container, in pieces between which its pid belongs */
static int write_state(const char **pieces, const char *pid)
{
	FILE *out = open_memstream(&sender.state, &sender.length);

	if (!out)
		return -1;
	for (size_t i = 0; pieces[i]; i++)
		fprintf(out, "%s%s", i ? pid : "", pieces[i]);
	return fclose(out);
}

int op_notify(struct container *c, struct reader *f)
{
	const char *pieces[8], *path = read_text(f);
	char pid[16];

	read_texts(f, pieces, 8);
	if (f->bad) {
		errno = EBADMSG;
		return -1;
	}
	if (pid_outside(pid, sizeof(pid)) || write_state(pieces, pid))
		return -1;
	c->notify = connect_path(path, SOCK_NONBLOCK);
	return c->notify < 0 ? -1 : 0;
}

static bool send_state(int listener)
{
	const char *bytes = sender.state;
	size_t left = sender.length;

	for (int tries = 0; left && tries < SENDER_TRIES; tries++) {
		/* with the first byte, and once */
		ssize_t sent = bytes == sender.state ? send_descriptor(sender.socket, listener, bytes, left)
						     : send(sender.socket, bytes, left, MSG_NOSIGNAL);

		if (sent < 0 && errno != EAGAIN)
			return false;
		if (sent < 0) {
			nanosleep(&(struct timespec){ .tv_nsec = 100000 }, NULL);
			continue;
		}
		bytes += sent;
		left -= (size_t)sent;
	}
	return left == 0;
}

/* a thread that the filter does not hold: it shares the descriptors, and says by memory when it is done */
static int run_sender(void *unused)
{
	int listener;
	bool sent;

	(void)unused;
	while ((listener = atomic_load(&sender.turn)) == SENDER_WAITS)
		nanosleep(&(struct timespec){ .tv_nsec = 20000 }, NULL);
	if (listener == SENDER_CANCELLED)
		syscall(SYS_exit, 0);
	sent = send_state(listener);
	close(listener);
	atomic_store(&sender.turn, sent ? SENDER_DONE : SENDER_FAILED);
	syscall(SYS_exit, 0);
	return 0;
}

/* the calls that would send the descriptor may be those that wait for an answer, so they are made by another thread */
static int load_and_send(struct container *c, unsigned int flags, struct sock_fprog *program)
{
	int listener;

	sender.socket = c->notify;
	atomic_store(&sender.turn, SENDER_WAITS);
	if (clone(run_sender, sender.stack + sizeof(sender.stack),
		  CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD | CLONE_SYSVSEM, NULL) < 0)
		return -1;
	listener = (int)syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, flags | SECCOMP_FILTER_FLAG_NEW_LISTENER, program);
	if (listener < 0) {
		int error = errno;

		atomic_store(&sender.turn, SENDER_CANCELLED);
		errno = error;
		return -1;
	}
	atomic_store(&sender.turn, listener);
	/* no system call until it is done: each could be one that nobody answers yet */
	while (atomic_load(&sender.turn) >= 0)
		;
	errno = ECONNRESET;
	return atomic_load(&sender.turn) == SENDER_DONE ? 0 : -1;
}

int op_seccomp(struct container *c, struct reader *f)
{
	uint32_t length;
	const uint8_t *bytes = read_bytes(f, &length);
	uint32_t flags = read_u32(f);
	static struct sock_filter filter[BPF_MAXINSNS];
	struct sock_fprog program = { (unsigned short)(length / sizeof(filter[0])), filter };

	if (length > sizeof(filter)) {
		errno = E2BIG;
		return -1;
	}
	memcpy(filter, bytes, length);
	if (c->notify >= 0)
		return load_and_send(c, flags, &program);
	return (int)syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, flags, &program);
}
