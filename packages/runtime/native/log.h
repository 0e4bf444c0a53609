/* Log segments of one container; the format is described in packages/logstore/src/segment.ts. */
#ifndef BERTH_LOG_H
#define BERTH_LOG_H

#include <stdint.h>

enum log_stream { LOG_STDOUT = 0, LOG_STDERR = 1, LOG_TTY = 2, LOG_SYSTEM = 3 };

/* `number`: of the first segment; each holds up to `segment_bytes`, and `count` of them are kept */
int log_open(int folder, uint64_t segment_bytes, uint32_t count, uint32_t number);
/* keeps whole lines, and parts of 16 KiB of longer ones; never blocks and never fails: what is lost is counted */
void log_feed(enum log_stream stream, const uint8_t *bytes, uint32_t length);
/* hands what is buffered to the kernel */
void log_flush(void);
/* ends lines that have no line feed yet */
void log_close(void);

#endif
