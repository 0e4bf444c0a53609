/* Reads the fields of an operation: little-endian integers, and text with its length before and a NUL after it. */
#ifndef BERTH_READER_H
#define BERTH_READER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct reader {
	const uint8_t *at;
	const uint8_t *end;
	bool bad;
};

struct step {
	uint32_t index;
	uint16_t code;
	struct reader fields;
};

uint16_t read_u16(struct reader *reader);
uint32_t read_u32(struct reader *reader);
uint64_t read_u64(struct reader *reader);
/* points into the plan; never NULL */
const char *read_text(struct reader *reader);
const uint8_t *read_bytes(struct reader *reader, uint32_t *length);
/* fills `list` up to `room - 1` entries and a NULL; returns the number of entries */
uint32_t read_texts(struct reader *reader, const char **list, uint32_t room);
/* the next operation of a plan; false at its end, and `plan->bad` when it is not whole */
bool next_step(struct reader *plan, struct step *step);

#endif
