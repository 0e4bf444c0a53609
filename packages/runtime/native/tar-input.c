#define _GNU_SOURCE
#include "tar-input.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "copy-operations.h"

#define RECORDS_MAX (512 * 1024)

static struct {
	uint8_t bytes[64 * 1024];
	size_t filled, used;
} input;

static bool fill(void)
{
	ssize_t got;

	do
		got = read(STDIN_FILENO, input.bytes, sizeof(input.bytes));
	while (got < 0 && errno == EINTR);
	input.used = 0;
	input.filled = got > 0 ? (size_t)got : 0;
	return got > 0;
}

size_t tar_take(const uint8_t **bytes, uint64_t most, const char *path)
{
	size_t part;

	if (input.used == input.filled && !fill())
		copy_fails(path, "the archive ends before its end");
	part = input.filled - input.used;
	if (part > most)
		part = (size_t)most;
	*bytes = input.bytes + input.used;
	input.used += part;
	return part;
}

static void take_all(uint8_t *target, size_t length)
{
	const uint8_t *bytes;

	for (size_t at = 0, part; at < length; at += part) {
		part = tar_take(&bytes, length - at, "");
		memcpy(target + at, bytes, part);
	}
}

static void skip(uint64_t length)
{
	const uint8_t *bytes;

	while (length > 0)
		length -= tar_take(&bytes, length, "");
}

static uint64_t padding(uint64_t size)
{
	return (TAR_BLOCK - size % TAR_BLOCK) % TAR_BLOCK;
}

void tar_skip_padding(uint64_t size)
{
	skip(padding(size));
}

void tar_drain(void)
{
	while (fill())
		;
}

static char records[RECORDS_MAX + TAR_BLOCK + 1];

static size_t take_records(const struct member *m)
{
	if (m->size > RECORDS_MAX)
		copy_fails(m->name, "its extended header is too long");
	take_all((uint8_t *)records, (size_t)(m->size + padding(m->size)));
	records[m->size] = 0;
	return (size_t)m->size;
}

static void set_text(char target[PATH_MAX], const char *text)
{
	if (strlen(text) >= PATH_MAX)
		copy_fails("archive", "a name in it is too long");
	strcpy(target, text);
}

static void apply(struct member *m, const struct member *extra, unsigned has)
{
	if (has & TAR_HAS_NAME)
		strcpy(m->name, extra->name);
	if (has & TAR_HAS_TARGET)
		strcpy(m->target, extra->target);
	if (has & TAR_HAS_SIZE)
		m->size = extra->size;
	if (has & TAR_HAS_UID)
		m->uid = extra->uid;
	if (has & TAR_HAS_GID)
		m->gid = extra->gid;
	if (has & TAR_HAS_TIME)
		m->seconds = extra->seconds, m->nanoseconds = extra->nanoseconds;
	if (has & TAR_HAS_XATTRS) {
		memcpy(m->xattrs, extra->xattrs, extra->xattrs_length);
		m->xattrs_length = extra->xattrs_length;
	}
}

bool tar_next(struct member *m)
{
	static struct member extra;
	uint8_t block[TAR_BLOCK];
	unsigned has = 0;

	extra.xattrs_length = 0;
	for (unsigned headers = 0; headers < 16; headers++) {
		int kind;

		take_all(block, sizeof(block));
		kind = tar_decode(block, m);
		if (kind < 0)
			copy_fails("archive", "not a tar archive");
		if (kind == 0)
			return false;
		switch (m->flag) {
		case 'x':
			if (tar_records(records, take_records(m), &extra, &has))
				copy_fails("archive", "a record in it is malformed");
			break;
		case 'g': /* says nothing about a file */
			take_records(m);
			break;
		case 'L':
			take_records(m);
			set_text(extra.name, records);
			has |= TAR_HAS_NAME;
			break;
		case 'K':
			take_records(m);
			set_text(extra.target, records);
			has |= TAR_HAS_TARGET;
			break;
		default:
			apply(m, &extra, has);
			return true;
		}
	}
	copy_fails("archive", "too many extended headers in a row");
}
