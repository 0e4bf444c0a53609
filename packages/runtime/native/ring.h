/* The last 64 KiB of frames; positions count all bytes ever written. */
#ifndef BERTH_RING_H
#define BERTH_RING_H

#include <stdint.h>

#include "frames.h"

#define RING_SIZE 65536

struct ring {
	/* the oldest whole frame, and the end */
	uint64_t tail, head;
	uint8_t bytes[RING_SIZE];
};

/* drops the oldest frames where there is no room */
void ring_put(struct ring *ring, enum frame_kind kind, const uint8_t *payload, uint32_t length);
/* copies the frame at `position`; returns its length */
uint32_t ring_frame(const struct ring *ring, uint64_t position, uint8_t *target);

#endif
