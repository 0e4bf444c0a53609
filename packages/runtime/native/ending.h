/* How a program ended, as its process 1 tells the supervisor: in memory that both have, because neither keeps a pipe. */
#ifndef BERTH_ENDING_H
#define BERTH_ENDING_H

#include <stdatomic.h>

struct ending {
	/* 0 until it was told */
	atomic_int said;
};

/* shared with the processes that are forked from here on; NULL with errno */
struct ending *make_ending(void);
/* status as waitpid(2) gives it */
void tell_ending(struct ending *ending, int status);
/* what was told, or else `status`: process 1 itself was killed */
int read_ending(struct ending *ending, int status);

#endif
