/* A plan, and whom to tell what became of it. */
#ifndef BERTH_START_H
#define BERTH_START_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PLAN_MAX (4 * 1024 * 1024)

struct plan_source {
	const uint8_t *bytes;
	uint32_t length;
	/* where the one line of the answer goes; closed after it */
	int answer;
	/* stands before the answer */
	uint32_t number;
	/* what `bytes` lie in; unmapped when the plan was performed */
	void *map;
	size_t map_length;
};

/* false at the end of the file before `length` bytes, and on an error */
bool read_exactly(int fd, void *target, size_t length);
/* performs the plan, answers, and supervises until the end; returns the exit code of the process */
int start_plan(const struct plan_source *source);

#endif
