#define _GNU_SOURCE
#include "log.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define PART_MAX 16384
#define HEADER 16
#define TRAILER 4
#define MAGIC 0x4c42
#define CONTINUES 1
#define INDEX_STEP 65536
#define BUFFER_MAX 65536

static struct {
	int folder, segment, index;
	uint64_t segment_bytes, size, indexed;
	uint32_t count, number;
	uint64_t lost;
	uint64_t first_time;
	uint32_t filled, records;
	uint8_t buffer[BUFFER_MAX];
} store = { .folder = -1, .segment = -1, .index = -1 };

static struct line {
	uint32_t length;
	uint8_t bytes[PART_MAX];
} lines[3];

static void put(uint8_t *at, uint64_t value, int width)
{
	for (int i = 0; i < width; i++)
		at[i] = (uint8_t)(value >> (8 * i));
}

static uint64_t now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_REALTIME, &time);
	return (uint64_t)time.tv_sec * 1000000000 + (uint64_t)time.tv_nsec;
}

static int open_file(uint32_t number, const char *extension)
{
	char name[32];

	snprintf(name, sizeof(name), "%08u.%s", number, extension);
	return openat(store.folder, name, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

static void remove_files(uint32_t number)
{
	char name[32];

	snprintf(name, sizeof(name), "%08u.seg", number);
	unlinkat(store.folder, name, 0);
	snprintf(name, sizeof(name), "%08u.idx", number);
	unlinkat(store.folder, name, 0);
}

static bool open_segment(uint32_t number)
{
	int segment = open_file(number, "seg");
	int index = open_file(number, "idx");

	if (segment < 0 || index < 0) {
		if (segment >= 0)
			close(segment);
		if (index >= 0)
			close(index);
		return false;
	}
	if (store.segment >= 0)
		close(store.segment);
	if (store.index >= 0)
		close(store.index);
	store.segment = segment;
	store.index = index;
	store.number = number;
	store.size = store.indexed = 0;
	if (number > store.count)
		remove_files(number - store.count);
	return true;
}

int log_open(int folder, uint64_t segment_bytes, uint32_t count, uint32_t number)
{
	store.folder = openat(folder, "log", O_PATH | O_DIRECTORY | O_CLOEXEC);
	store.segment_bytes = segment_bytes;
	store.count = count;
	return store.folder >= 0 && open_segment(number) ? 0 : -1;
}

/* a time index entry for the first record, and for one in each 64 KiB */
static void index_batch(void)
{
	uint8_t entry[16];

	if (store.size != 0 && store.size < store.indexed + INDEX_STEP)
		return;
	put(entry, store.first_time, 8);
	put(entry + 8, store.size, 8);
	if (write(store.index, entry, sizeof(entry)) == sizeof(entry))
		store.indexed = store.size;
}

/* all or nothing: half a record is taken back, and counted as lost with the rest */
static void write_batch(void)
{
	ssize_t written;

	if (store.size && store.size + store.filled > store.segment_bytes)
		open_segment(store.number + 1);
	index_batch();
	do
		written = write(store.segment, store.buffer, store.filled);
	while (written < 0 && errno == EINTR);
	if (written == (ssize_t)store.filled) {
		store.size += store.filled;
	} else {
		store.lost += store.records;
		if (written > 0 && ftruncate(store.segment, (off_t)store.size))
			store.size += (uint64_t)written;
	}
	store.filled = store.records = 0;
}

static void add_record(enum log_stream stream, uint64_t time, bool continues, const uint8_t *bytes, uint32_t length)
{
	uint32_t total = HEADER + length + TRAILER;
	uint8_t *at;

	if (store.filled + total > BUFFER_MAX)
		write_batch();
	if (store.filled == 0)
		store.first_time = time;
	at = store.buffer + store.filled;
	put(at, MAGIC, 2);
	at[2] = (uint8_t)stream;
	at[3] = continues ? CONTINUES : 0;
	put(at + 4, length, 4);
	put(at + 8, time, 8);
	memcpy(at + HEADER, bytes, length);
	put(at + HEADER + length, total, TRAILER);
	store.filled += total;
	store.records++;
}

/* after a full disk has room again, the log says what it has not got */
static void confess_loss(void)
{
	char text[96];
	uint64_t lost = store.lost;

	if (!lost)
		return;
	store.lost = 0;
	snprintf(text, sizeof(text), "%llu lines could not be kept: the disk was full", (unsigned long long)lost);
	add_record(LOG_SYSTEM, now(), false, (uint8_t *)text, (uint32_t)strlen(text));
	write_batch();
	if (store.lost)
		store.lost = lost;
}

void log_feed(enum log_stream stream, const uint8_t *bytes, uint32_t length)
{
	struct line *line = &lines[stream];
	uint64_t time = now();

	if (store.folder < 0)
		return;
	while (length > 0) {
		uint32_t room = PART_MAX - line->length;
		const uint8_t *feed = memchr(bytes, '\n', length);
		uint32_t take = feed ? (uint32_t)(feed - bytes) : length;
		bool whole = feed && take <= room;

		/* most lines come whole, and need not be put together */
		if (whole && line->length == 0) {
			add_record(stream, time, false, bytes, take);
			bytes += take + 1;
			length -= take + 1;
			continue;
		}
		if (take > room)
			take = room;
		memcpy(line->bytes + line->length, bytes, take);
		line->length += take;
		bytes += take + whole;
		length -= take + whole;
		if (whole || line->length == PART_MAX) {
			add_record(stream, time, !whole, line->bytes, line->length);
			line->length = 0;
		}
	}
}

void log_flush(void)
{
	if (!store.filled)
		return;
	write_batch();
	confess_loss();
}

void log_close(void)
{
	for (int stream = 0; stream < 3; stream++)
		if (lines[stream].length)
			add_record((enum log_stream)stream, now(), false, lines[stream].bytes, lines[stream].length);
	log_flush();
}
