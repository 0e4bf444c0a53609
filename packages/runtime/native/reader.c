#include "reader.h"

static uint64_t read_integer(struct reader *reader, size_t width)
{
	uint64_t value = 0;

	if ((size_t)(reader->end - reader->at) < width) {
		reader->bad = true;
		return 0;
	}
	for (size_t i = 0; i < width; i++)
		value |= (uint64_t)reader->at[i] << (8 * i);
	reader->at += width;
	return value;
}

uint16_t read_u16(struct reader *reader)
{
	return (uint16_t)read_integer(reader, 2);
}

uint32_t read_u32(struct reader *reader)
{
	return (uint32_t)read_integer(reader, 4);
}

uint64_t read_u64(struct reader *reader)
{
	return read_integer(reader, 8);
}

const uint8_t *read_bytes(struct reader *reader, uint32_t *length)
{
	const uint8_t *start;

	*length = read_u32(reader);
	if ((size_t)(reader->end - reader->at) < *length) {
		reader->bad = true;
		*length = 0;
		return reader->end;
	}
	start = reader->at;
	reader->at += *length;
	return start;
}

const char *read_text(struct reader *reader)
{
	uint32_t length;
	const uint8_t *start = read_bytes(reader, &length);

	if (reader->bad || reader->at == reader->end || *reader->at != 0) {
		reader->bad = true;
		return "";
	}
	reader->at++;
	return (const char *)start;
}

uint32_t read_texts(struct reader *reader, const char **list, uint32_t room)
{
	uint32_t count = read_u32(reader);

	if (count >= room) {
		reader->bad = true;
		count = 0;
	}
	for (uint32_t i = 0; i < count; i++)
		list[i] = read_text(reader);
	list[count] = NULL;
	return count;
}

bool next_step(struct reader *plan, struct step *step)
{
	uint32_t length;
	const uint8_t *start;

	if (plan->at == plan->end)
		return false;
	step->code = read_u16(plan);
	start = read_bytes(plan, &length);
	if (plan->bad)
		return false;
	step->fields = (struct reader){ start, start + length, false };
	step->index++;
	return true;
}
