/* cgroup v1 tells by an eventfd that the memory of a group ran out: one line on stdout for each time, until the group goes. */
#define _GNU_SOURCE
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <sys/eventfd.h>

#include "jobs.h"
#include "system.h"

/* memory.txt of the kernel's documentation, "OOM Control" */
static int listen_to(int folder, int event)
{
	int source = openat(folder, "memory.oom_control", O_RDONLY | O_CLOEXEC);
	int control = openat(folder, "cgroup.event_control", O_WRONLY | O_CLOEXEC);
	char line[32];
	int length = snprintf(line, sizeof(line), "%d %d", event, source);

	if (source < 0 || control < 0 || write(control, line, (size_t)length) != length)
		return -1;
	return close(control);
}

/* it wakes for a group that is removed as well, and ends with who reads it */
static int follow(int folder, int event)
{
	struct pollfd ready[] = { { .fd = event, .events = POLLIN }, { .fd = STDOUT_FILENO } };
	uint64_t times;

	for (;;) {
		if (poll(ready, 2, -1) < 0)
			return -1;
		if (ready[1].revents)
			return 0;
		if (read(event, &times, sizeof(times)) != sizeof(times))
			return -1;
		if (faccessat(folder, "cgroup.event_control", F_OK, 0))
			return 0;
		if (write(STDOUT_FILENO, "oom\n", 4) != 4)
			return -1;
	}
}

int watch_memory_main(const char *path)
{
	int folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int event = eventfd(0, EFD_CLOEXEC);

	if (folder >= 0 && event >= 0 && !listen_to(folder, event) && write(STDOUT_FILENO, "ready\n", 6) == 6)
		return follow(folder, event) ? 1 : 0;
	fprintf(stderr, "%d\n", errno);
	return 1;
}
