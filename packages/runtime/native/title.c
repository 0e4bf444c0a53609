#include "title.h"

#include <stddef.h>
#include <string.h>

static struct {
	char *start;
	size_t room;
} title;

void find_title(char **argv, int argc)
{
	char *last = argv[argc - 1];

	title.start = argv[0];
	title.room = (size_t)(last + strlen(last) + 1 - title.start);
}

void write_title(const char *job, const char *label)
{
	const char *words[] = { "berth-init", job, label };
	size_t at = 0;

	memset(title.start, 0, title.room);
	for (size_t i = 0; i < 3 && words[i]; i++) {
		size_t length = strlen(words[i]) + 1;

		if (at + length > title.room)
			return;
		memcpy(title.start + at, words[i], length);
		at += length;
	}
}
