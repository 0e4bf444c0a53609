/* A plan, and whom to tell what became of it. */
#ifndef BERTH_START_H
#define BERTH_START_H

#include "message.h"
#include "reader.h"

struct plan_source {
	/* what `plan` lies in; released when it was performed */
	struct message message;
	struct reader plan;
	/* where the one line of the answer goes; closed after it */
	int answer;
	/* stands before the answer */
	uint32_t number;
	/* see open_empty_mounts; -1: none was made yet */
	int empty_mounts;
};

/* performs the plan, answers, and supervises until the end; returns the exit code of the process */
int start_plan(struct plan_source *source);

#endif
