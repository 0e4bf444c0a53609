#include "ring.h"

#include <string.h>

/* the part of `length` that lies before the end of the buffer; the rest lies at its start */
static uint32_t before_end(uint64_t position, uint32_t length)
{
	uint32_t room = RING_SIZE - (uint32_t)(position % RING_SIZE);

	return length < room ? length : room;
}

static void put(struct ring *ring, const uint8_t *bytes, uint32_t length)
{
	uint32_t first = before_end(ring->head, length);

	memcpy(ring->bytes + ring->head % RING_SIZE, bytes, first);
	memcpy(ring->bytes, bytes + first, length - first);
	ring->head += length;
}

static void get(const struct ring *ring, uint64_t position, uint8_t *target, uint32_t length)
{
	uint32_t first = before_end(position, length);

	memcpy(target, ring->bytes + position % RING_SIZE, first);
	memcpy(target + first, ring->bytes, length - first);
}

static uint32_t frame_length(const struct ring *ring, uint64_t position)
{
	uint8_t header[FRAME_HEADER];

	get(ring, position, header, FRAME_HEADER);
	return FRAME_HEADER + get_u32(header + 1);
}

void ring_put(struct ring *ring, enum frame_kind kind, const uint8_t *payload, uint32_t length)
{
	uint8_t header[FRAME_HEADER];

	while (ring->head + FRAME_HEADER + length - ring->tail > RING_SIZE)
		ring->tail += frame_length(ring, ring->tail);
	put_header(header, kind, length);
	put(ring, header, FRAME_HEADER);
	put(ring, payload, length);
}

uint32_t ring_frame(const struct ring *ring, uint64_t position, uint8_t *target)
{
	uint32_t length = frame_length(ring, position);

	get(ring, position, target, length);
	return length;
}
