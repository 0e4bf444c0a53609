/* One supervised process: the first of a container, or one that entered it. */
#ifndef BERTH_SESSION_H
#define BERTH_SESSION_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "ending.h"

#define SESSION_TTY 1
#define SESSION_STDIN 2
#define SESSION_LOG 4
/* output waits for a first viewer instead of being dropped, and the end of it for a while too */
#define SESSION_WAITS 8
/* its process 1 is ours, and tells how the program ended */
#define SESSION_REAPS 16

struct session {
	uint32_t flags;
	/* folder with the records `started` and `ended`, and `log/`; O_PATH */
	int folder;
	int listener;
	char socket_path[108];
	uint64_t segment_bytes;
	uint32_t segment_count;
	uint32_t first_segment;
	pid_t pid;
	/* NULL without SESSION_REAPS */
	struct ending *ending;
	/* the process' output, and where its input is written; the same for a terminal; -1 when there is none */
	int output[2];
	int input;
};

/* listens, and opens what the session needs before the process exists */
int session_open(struct session *session, const char *folder, const char *socket_path);
/* writes `<name>` in the session's folder aside, and renames it; `durable`: syncs it before */
int session_record(struct session *session, const char *name, const char *text, bool durable);
/* until the process has ended and all of its output is kept; returns the exit code of this program */
int supervise(struct session *session);

#endif
