/* What the container's process tells the one that made it. */
#ifndef BERTH_REPORT_H
#define BERTH_REPORT_H

#include <stdint.h>
#include <sys/types.h>

enum report_kind {
	REPORT_FAILED = 1,
	/* comes with the master of its terminal */
	REPORT_PTY = 2,
	/* its namespaces are made; it goes on when it has read one byte */
	REPORT_SYNC = 3,
	/* it is set up, and waits to be started; the last report */
	REPORT_READY = 4,
};

struct report {
	uint32_t kind;
	uint32_t index;
	int32_t error;
	uint32_t detail;
};

/* waits for the next one; 0 at the end of them; a descriptor that comes along is put into `descriptor` */
ssize_t receive_report(int socket, struct report *report, int *descriptor);

#endif
