/*
 * The job watch-memory: cgroup v1 tells by an eventfd that the memory of a group ran out, and Node has none. One process
 * watches many groups, until its input ends.
 *
 * To here, a line each: "<number> <group below root>". From here: "<number> ready", then "<number> oom" each time, and
 * "<number> gone" when the group was removed or cannot be watched; then its number is free again.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "jobs.h"
#include "system.h"

#define WATCHED_MAX 8192
#define INPUT UINT32_MAX

static struct {
	/* 0: a free place; neither can be standard input */
	int folder, event;
} watched[WATCHED_MAX];

static bool tell(unsigned long number, const char *what)
{
	char line[64];
	int length = snprintf(line, sizeof(line), "%lu %s\n", number, what);

	return write(STDOUT_FILENO, line, (size_t)length) == length;
}

/* memory.txt of the kernel's documentation, "OOM Control"; the kernel keeps what it needs of the two files */
static bool listen_to(int folder, int event)
{
	int source = openat(folder, "memory.oom_control", O_RDONLY | O_CLOEXEC);
	int control = openat(folder, "cgroup.event_control", O_WRONLY | O_CLOEXEC);
	char line[32];
	int length = snprintf(line, sizeof(line), "%d %d", event, source);
	bool listens = source >= 0 && control >= 0 && write(control, line, (size_t)length) == length;

	if (source >= 0)
		close(source);
	if (control >= 0)
		close(control);
	return listens;
}

static bool forget(uint32_t number)
{
	close(watched[number].folder);
	close(watched[number].event);
	watched[number].folder = watched[number].event = 0;
	return tell(number, "gone");
}

static bool watch_group(int root, int epoll, uint32_t number, const char *group)
{
	struct epoll_event wanted = { .events = EPOLLIN, .data.u32 = number };
	int folder = openat(root, group, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int event = folder < 0 ? -1 : eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);

	if (event < 0) {
		if (folder >= 0)
			close(folder);
		return tell(number, "gone");
	}
	watched[number].folder = folder;
	watched[number].event = event;
	if (epoll_ctl(epoll, EPOLL_CTL_ADD, event, &wanted) || !listen_to(folder, event))
		return forget(number);
	return tell(number, "ready");
}

/* false: the agent does not speak as it should, or reads no more */
static bool take_line(int root, int epoll, char *line)
{
	char *group;
	unsigned long number = strtoul(line, &group, 10);

	if (group == line || *group != ' ' || number >= WATCHED_MAX || watched[number].event)
		return false;
	return watch_group(root, epoll, (uint32_t)number, group + 1);
}

static bool take_input(int root, int epoll)
{
	static char unread[65536];
	static size_t length;
	ssize_t got = read(STDIN_FILENO, unread + length, sizeof(unread) - length);
	char *line = unread, *end;

	if (got <= 0)
		return false;
	length += (size_t)got;
	while ((end = memchr(line, '\n', length - (size_t)(line - unread)))) {
		*end = '\0';
		if (!take_line(root, epoll, line))
			return false;
		line = end + 1;
	}
	length -= (size_t)(line - unread);
	memmove(unread, line, length);
	return length < sizeof(unread);
}

/* it wakes for a group that is removed as well */
static bool take_event(uint32_t number)
{
	uint64_t times;

	if (read(watched[number].event, &times, sizeof(times)) != sizeof(times))
		return true;
	if (faccessat(watched[number].folder, "cgroup.event_control", F_OK, 0))
		return forget(number);
	return tell(number, "oom");
}

int watch_memory_main(const char *path)
{
	struct epoll_event ready = { .events = EPOLLIN, .data.u32 = INPUT };
	int root = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int epoll = epoll_create1(EPOLL_CLOEXEC);

	if (root < 0 || epoll < 0 || epoll_ctl(epoll, EPOLL_CTL_ADD, STDIN_FILENO, &ready))
		return 1;
	for (;;) {
		if (epoll_wait(epoll, &ready, 1, -1) != 1) {
			if (errno == EINTR)
				continue;
			return 1;
		}
		if (ready.data.u32 == INPUT ? !take_input(root, epoll) : !take_event(ready.data.u32))
			return 0;
	}
}
