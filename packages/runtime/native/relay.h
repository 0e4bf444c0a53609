/* The terminal of the command's caller as the terminal of a process. */
#ifndef BERTH_RELAY_H
#define BERTH_RELAY_H

#include <sys/types.h>

/*
 * Relays between the standard streams, raw where they are a terminal, and `master`, until the process ends; signals,
 * which must be blocked, go to it. Returns its exit code, and leaves the caller's terminal as it was.
 */
int relay_terminal(pid_t pid, int master);

#endif
