/*
 * The `layer` and `changes` jobs: what a container wrote, as a layer of an image on stdout. Descriptor 3 is the upper
 * folder of an overlay, read from the host; the container may go on writing to it, so that no link is followed and
 * nothing is looked at twice. What overlayfs hides becomes a whiteout (OCI image-spec, "Layer Changeset"). `layer`
 * brings the content, in the order of names; `changes` only names, in no order, for as many files as there are.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "copy-operations.h"
#include "jobs.h"
#include "pack-walk.h"
#include "pack.h"

#define UPPER 3
#define WHITEOUT ".wh."
#define OPAQUE ".wh..wh..opq"

static bool content;
static uint32_t members;

static void pack_entry(int folder, const char *name, unsigned depth);

/* an empty file, which belongs to the container's root and has no time: the same changes are the same layer */
static void pack_mark(const char *name)
{
	const struct stat mark = { .st_mode = S_IFREG };
	size_t length = strlen(pack_name);

	if (pack_enter(name))
		pack_member(TAR_FILE, &mark, "", -1);
	pack_leave(length);
}

static void pack_whiteout(const char *name)
{
	char mark[NAME_MAX + sizeof(WHITEOUT)];
	size_t length = strlen(pack_name) - strlen(name);

	strcpy(stpcpy(mark, WHITEOUT), name);
	pack_leave(length > 0 ? length - 1 : 0);
	pack_mark(mark);
}

static bool is_opaque(int fd)
{
	char value;

	return fgetxattr(fd, "trusted.overlay.opaque", &value, 1) == 1 && value == 'y';
}

static void pack_one(int folder, const char *name, const void *depth)
{
	size_t length = strlen(pack_name);

	if (pack_enter(name))
		pack_entry(folder, name, *(const unsigned *)depth);
	pack_leave(length);
}

static struct names {
	char **texts;
	size_t count, room;
} *found;

static void keep_name(int folder, const char *name, const void *context)
{
	(void)folder;
	(void)context;
	if (found->count == found->room) {
		found->room = found->room ? 2 * found->room : 64;
		found->texts = reallocarray(found->texts, found->room, sizeof(char *));
	}
	if (found->count == COPY_MEMBERS_MAX || !found->texts || !(found->texts[found->count++] = strdup(name)))
		copy_fails(pack_name, "more files than are packed at once");
}

static int by_bytes(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static void pack_sorted(int fd, unsigned depth)
{
	struct names names = { 0 };

	found = &names;
	pack_each(fd, keep_name, NULL);
	if (names.count > 0)
		qsort(names.texts, names.count, sizeof(char *), by_bytes);
	for (size_t i = 0; i < names.count; i++) {
		pack_one(fd, names.texts[i], &depth);
		free(names.texts[i]);
	}
	free(names.texts);
}

static void pack_entries(int fd, unsigned depth)
{
	if (content)
		pack_sorted(fd, depth);
	else
		pack_each(fd, pack_one, &depth);
}

static void pack_folder(int fd, unsigned depth)
{
	struct stat st;

	if (fstat(fd, &st))
		return pack_complain(strerror(errno));
	pack_member(TAR_FOLDER, &st, "", content ? fd : -1);
	if (is_opaque(fd))
		pack_mark(OPAQUE);
	if (depth == COPY_DEPTH_MAX)
		return pack_complain("too many folders in folders");
	pack_entries(fd, depth + 1);
}

static void pack_entry(int folder, const char *name, unsigned depth)
{
	struct stat st;
	int fd;

	if (content && ++members > COPY_MEMBERS_MAX)
		copy_fails(pack_name, "more files than are packed at once");
	if (!pack_look(folder, name, &st))
		return;
	/* of any kind: a link or a folder of such a name is a whiteout as well for who unpacks it */
	if (!strncmp(name, WHITEOUT, strlen(WHITEOUT)))
		return copy_note(pack_name, "its name would hide another file, left out");
	if (S_ISCHR(st.st_mode) && st.st_rdev == 0)
		return pack_whiteout(name);
	if (!S_ISDIR(st.st_mode))
		return pack_single(folder, name, &st, content);
	fd = pack_open(folder, name);
	if (fd < 0)
		return;
	pack_folder(fd, depth);
	close(fd);
}

int layer_main(bool with_content, const char *newest)
{
	content = with_content;
	if (newest)
		pack_newest = strtoll(newest, NULL, 10);
	pack_entries(UPPER, 0);
	pack_end();
	return pack_incomplete ? 1 : 0;
}
