#include "ring.h"

static void put(struct ring *ring, const uint8_t *bytes, uint32_t length)
{
	for (uint32_t i = 0; i < length; i++)
		ring->bytes[(ring->head + i) % RING_SIZE] = bytes[i];
	ring->head += length;
}

static void get(const struct ring *ring, uint64_t position, uint8_t *target, uint32_t length)
{
	for (uint32_t i = 0; i < length; i++)
		target[i] = ring->bytes[(position + i) % RING_SIZE];
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
