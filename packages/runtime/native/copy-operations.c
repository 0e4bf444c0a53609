#define _GNU_SOURCE
#include <stdio.h>
#include <sys/prctl.h>
#include <sys/stat.h>

#include "copy-operations.h"
#include "system.h"

#define NOTES_MAX 100

void copy_begins(struct container *c)
{
	/* nothing was executed, so that the parent's secrets are still in this memory: nobody inside may look */
	prctl(PR_SET_DUMPABLE, 0);
	umask(0);
	close(c->report);
	c->report = -1;
}

void copy_note(const char *path, const char *what)
{
	static unsigned count;

	if (count++ < NOTES_MAX)
		dprintf(STDERR_FILENO, "%s: %s\n", path, what);
	else if (count == NOTES_MAX + 1)
		dprintf(STDERR_FILENO, "there is more to say, which is left out\n");
}

static void (*cleanup)(void);

void copy_cleans(void (*clean)(void))
{
	cleanup = clean;
}

_Noreturn void copy_fails(const char *path, const char *why)
{
	if (cleanup)
		cleanup();
	if (!*path)
		path = "/";
	dprintf(STDERR_FILENO, "%s: %s\n", path, why);
	_exit(1);
}

int copy_open(int folder, const char *path, uint64_t flags)
{
	return sys_openat2(folder, path, flags, 0, RESOLVE_NO_MAGICLINKS);
}
