/* What the jobs that serve the agent share: its socket on descriptor 3, and the news of children that ended. */
#ifndef BERTH_CHANNEL_H
#define BERTH_CHANNEL_H

#include <stdbool.h>
#include <sys/types.h>

#define CHANNEL 3

/* gives this process its name, and nothing but the channel; returns a descriptor for `next_ended` */
int open_channel(const char *name);
/* waits for a message, an ended child or the end of the time; false when it cannot */
bool await_channel(int ended, bool reading, int timeout_ms, bool *message);
/* the next child that has ended, or 0 */
pid_t next_ended(int ended, int *status);

#endif
