/* What copying in and out share. Both are the last operation of a plan: they never execute a program. */
#ifndef BERTH_COPY_OPERATIONS_H
#define BERTH_COPY_OPERATIONS_H

#include "container.h"

/* members of one archive, and folders in folders */
#define COPY_MEMBERS_MAX 1000000
#define COPY_DEPTH_MAX 256

/* the set-up is over: from here on stderr and the exit code tell what happens */
void copy_begins(struct container *c);
/* one line on stderr about one path; after a hundred of them only that there are more */
void copy_note(const char *path, const char *what);
/* what is to be undone when it fails */
void copy_cleans(void (*clean)(void));
/* undoes that, says why, and ends the process with code 1 */
_Noreturn void copy_fails(const char *path, const char *why);
/* opens a path of the container; links are followed within it, the kernel's magic ones are not */
int copy_open(int folder, const char *path, uint64_t flags);

#endif
