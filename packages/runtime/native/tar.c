/* Source: POSIX pax, "ustar Interchange Format" and "pax Header Block"; GNU tar, "Basic Tar Format". */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tar.h"

#define XATTR_KEY "SCHILY.xattr."
#define NANOSECONDS 1000000000
#define OCTAL_MAX_8 07777777
#define OCTAL_MAX_12 077777777777

static const struct {
	size_t offset, size;
} NAME = { 0, 100 }, MODE = { 100, 8 }, UID = { 108, 8 }, GID = { 116, 8 }, SIZE = { 124, 12 }, TIME = { 136, 12 },
  SUM = { 148, 8 }, TARGET = { 157, 100 }, PREFIX = { 345, 155 };

static bool is_plain(const char *text)
{
	if (strlen(text) > NAME.size)
		return false;
	for (; *text; text++)
		if (*text < ' ' || *text > '~')
			return false;
	return true;
}

static size_t digits(size_t number)
{
	return (size_t)snprintf(NULL, 0, "%zu", number);
}

/* `25 path=...`, where the number counts itself */
static size_t add_bytes(char *at, const char *prefix, const char *key, const void *value, size_t length)
{
	size_t rest = strlen(prefix) + strlen(key) + length + 3;
	size_t total = rest + digits(rest + digits(rest));
	char *end = at + sprintf(at, "%zu %s%s=", total, prefix, key);

	memcpy(end, value, length);
	end[length] = '\n';
	return total;
}

static size_t add_record(char *at, const char *key, const char *value)
{
	return add_bytes(at, "", key, value, strlen(value));
}

static size_t add_number(char *at, const char *key, uint64_t value)
{
	char text[24];

	snprintf(text, sizeof(text), "%llu", (unsigned long long)value);
	return add_record(at, key, text);
}

/* before 1970 the fraction counts backwards */
static size_t add_time(char *at, int64_t seconds, uint32_t nanoseconds)
{
	bool before = seconds < 0;
	int64_t whole = before && nanoseconds ? seconds + 1 : seconds;
	uint32_t fraction = before && nanoseconds ? NANOSECONDS - nanoseconds : nanoseconds;
	char text[48];

	snprintf(text, sizeof(text), "%s%lld.%09u", before ? "-" : "", (long long)(before ? -whole : whole), fraction);
	return add_record(at, "mtime", text);
}

static size_t add_xattrs(char *at, const struct member *m)
{
	size_t next = 0, value_length, length = 0;
	const uint8_t *value;
	const char *name;

	while (tar_next_xattr(m, &next, &name, &value, &value_length))
		length += add_bytes(at + length, XATTR_KEY, name, value, value_length);
	return length;
}

static void put_octal(uint8_t *field, size_t size, uint64_t value, uint64_t most)
{
	char text[24];

	snprintf(text, sizeof(text), "%0*llo", (int)size - 1, (unsigned long long)(value > most ? most : value));
	memcpy(field, text, size);
}

static uint32_t sum_of(const uint8_t *block)
{
	uint32_t sum = 0;

	for (size_t i = 0; i < TAR_BLOCK; i++)
		sum += i >= SUM.offset && i < SUM.offset + SUM.size ? ' ' : block[i];
	return sum;
}

static void put_block(uint8_t *block, const struct member *m, char flag, uint64_t size)
{
	memset(block, 0, TAR_BLOCK);
	memcpy(block, m->name, strnlen(m->name, NAME.size));
	put_octal(block + MODE.offset, MODE.size, m->mode, OCTAL_MAX_8);
	put_octal(block + UID.offset, UID.size, m->uid, OCTAL_MAX_8);
	put_octal(block + GID.offset, GID.size, m->gid, OCTAL_MAX_8);
	put_octal(block + SIZE.offset, SIZE.size, size, OCTAL_MAX_12);
	put_octal(block + TIME.offset, TIME.size, m->seconds < 0 ? 0 : (uint64_t)m->seconds, OCTAL_MAX_12);
	block[156] = (uint8_t)flag;
	memcpy(block + TARGET.offset, m->target, strnlen(m->target, TARGET.size));
	memcpy(block + 257, "ustar\0" "00", 8);
	snprintf((char *)block + SUM.offset, SUM.size, "%06o", sum_of(block));
	block[SUM.offset + 7] = ' ';
}

size_t tar_encode(uint8_t out[TAR_HEADER_MAX], const struct member *m)
{
	char *records = (char *)out + TAR_BLOCK;
	size_t length = 0, padded;

	if (!is_plain(m->name))
		length += add_record(records + length, "path", m->name);
	if (!is_plain(m->target))
		length += add_record(records + length, "linkpath", m->target);
	if (m->size > OCTAL_MAX_12)
		length += add_number(records + length, "size", m->size);
	if (m->uid > OCTAL_MAX_8)
		length += add_number(records + length, "uid", m->uid);
	if (m->gid > OCTAL_MAX_8)
		length += add_number(records + length, "gid", m->gid);
	if (m->nanoseconds || m->seconds < 0 || m->seconds > (int64_t)OCTAL_MAX_12)
		length += add_time(records + length, m->seconds, m->nanoseconds);
	length += add_xattrs(records + length, m);
	if (length == 0) {
		put_block(out, m, m->flag, m->size);
		return TAR_BLOCK;
	}
	padded = (length + TAR_BLOCK - 1) / TAR_BLOCK * TAR_BLOCK;
	memset(records + length, 0, padded - length);
	put_block(out, m, 'x', length);
	put_block(out + TAR_BLOCK + padded, m, m->flag, m->size);
	return 2 * TAR_BLOCK + padded;
}

int tar_add_xattr(struct member *m, const char *name, size_t name_length, const void *value, size_t length)
{
	uint32_t size = (uint32_t)length;
	uint8_t *at = m->xattrs + m->xattrs_length;

	/* twice as much again is left for its key and the numbers of its record */
	if (length > TAR_XATTRS_MAX || m->xattrs_length + name_length + 1 + sizeof(size) + length > TAR_XATTRS_MAX)
		return -1;
	memcpy(at, name, name_length);
	at[name_length] = 0;
	memcpy(at + name_length + 1, &size, sizeof(size));
	memcpy(at + name_length + 1 + sizeof(size), value, length);
	m->xattrs_length += name_length + 1 + sizeof(size) + length;
	return 0;
}

bool tar_next_xattr(const struct member *m, size_t *at, const char **name, const uint8_t **value, size_t *length)
{
	uint32_t size;

	if (*at >= m->xattrs_length)
		return false;
	*name = (const char *)m->xattrs + *at;
	*at += strlen(*name) + 1;
	memcpy(&size, m->xattrs + *at, sizeof(size));
	*value = m->xattrs + *at + sizeof(size);
	*length = size;
	*at += sizeof(size) + size;
	return true;
}

/* octal digits, or, when the first bit is set, a big-endian number (GNU, star) */
static bool get_number(const uint8_t *field, size_t size, uint64_t *value)
{
	size_t i = 0;

	*value = 0;
	if (field[0] & 0x80) {
		for (*value = field[0] & 0x3f, i = 1; i < size; i++)
			*value = (*value << 8) | field[i];
		return !(field[0] & 0x40);
	}
	while (i < size && field[i] == ' ')
		i++;
	for (; i < size && field[i] >= '0' && field[i] <= '7'; i++)
		*value = (*value << 3) | (uint64_t)(field[i] - '0');
	return i == size || field[i] == 0 || field[i] == ' ';
}

int tar_decode(const uint8_t block[TAR_BLOCK], struct member *m)
{
	uint64_t sum, mode, uid, gid, seconds;
	size_t prefix = memcmp(block + 257, "ustar", 6) ? 0 : strnlen((const char *)block + PREFIX.offset, PREFIX.size);

	if (sum_of(block) == 8 * ' ')
		return 0;
	if (!get_number(block + SUM.offset, SUM.size, &sum) || sum != sum_of(block) ||
	    !get_number(block + MODE.offset, MODE.size, &mode) || !get_number(block + UID.offset, UID.size, &uid) ||
	    !get_number(block + GID.offset, GID.size, &gid) || !get_number(block + SIZE.offset, SIZE.size, &m->size) ||
	    !get_number(block + TIME.offset, TIME.size, &seconds))
		return -1;
	m->flag = block[156] ? (char)block[156] : TAR_FILE;
	m->mode = (uint32_t)mode & 07777;
	m->uid = (uint32_t)uid;
	m->gid = (uint32_t)gid;
	m->seconds = (int64_t)seconds;
	m->nanoseconds = 0;
	m->xattrs_length = 0;
	snprintf(m->name, sizeof(m->name), "%.*s%s%.*s", (int)prefix, block + PREFIX.offset, prefix ? "/" : "",
		 (int)NAME.size, block);
	snprintf(m->target, sizeof(m->target), "%.*s", (int)TARGET.size, block + TARGET.offset);
	return 1;
}

static int take_text(char *target, const char *value, size_t length)
{
	if (length >= PATH_MAX || memchr(value, 0, length))
		return -1;
	memcpy(target, value, length);
	target[length] = 0;
	return 0;
}

/* `1700000000.25`, up to the newline of its record */
static int take_time(const char *value, struct member *m)
{
	bool before = *value == '-';
	char *at;
	uint32_t unit = NANOSECONDS;

	m->seconds = strtoll(value, &at, 10);
	m->nanoseconds = 0;
	if (*at == '.')
		for (at++; *at >= '0' && *at <= '9' && unit > 1; at++)
			m->nanoseconds += (uint32_t)(*at - '0') * (unit /= 10);
	if (before && m->nanoseconds) {
		m->seconds--;
		m->nanoseconds = NANOSECONDS - m->nanoseconds;
	}
	return 0;
}

static bool is_xattr(const char *key, size_t length)
{
	return length > strlen(XATTR_KEY) && length - strlen(XATTR_KEY) <= NAME_MAX &&
	       !memcmp(key, XATTR_KEY, strlen(XATTR_KEY)) && !memchr(key, 0, length);
}

static int take_record(const char *key, size_t key_length, const char *value, size_t length, struct member *m,
		       unsigned *changed)
{
#define IS(text) (key_length == strlen(text) && !memcmp(key, text, key_length))
	if (IS("path"))
		return *changed |= TAR_HAS_NAME, take_text(m->name, value, length);
	if (IS("linkpath"))
		return *changed |= TAR_HAS_TARGET, take_text(m->target, value, length);
	/* numbers end at the newline of their record */
	if (IS("size"))
		return *changed |= TAR_HAS_SIZE, m->size = strtoull(value, NULL, 10), 0;
	if (IS("uid"))
		return *changed |= TAR_HAS_UID, m->uid = (uint32_t)strtoul(value, NULL, 10), 0;
	if (IS("gid"))
		return *changed |= TAR_HAS_GID, m->gid = (uint32_t)strtoul(value, NULL, 10), 0;
	if (IS("mtime"))
		return *changed |= TAR_HAS_TIME, take_time(value, m);
	if (is_xattr(key, key_length))
		return *changed |= TAR_HAS_XATTRS,
		       tar_add_xattr(m, key + strlen(XATTR_KEY), key_length - strlen(XATTR_KEY), value, length);
	return 0;
#undef IS
}

int tar_records(const char *records, size_t length, struct member *m, unsigned *changed)
{
	const char *at = records, *end = records + length;

	while (at < end) {
		char *rest;
		size_t total = strtoul(at, &rest, 10);
		const char *stop = at + total;
		const char *equals;

		if (*rest != ' ' || total > (size_t)(end - at) || stop <= rest || stop[-1] != '\n')
			return -1;
		rest++;
		equals = memchr(rest, '=', (size_t)(stop - rest));
		if (!equals)
			return -1;
		if (take_record(rest, (size_t)(equals - rest), equals + 1, (size_t)(stop - 1 - equals - 1), m, changed))
			return -1;
		at = stop;
	}
	return 0;
}
