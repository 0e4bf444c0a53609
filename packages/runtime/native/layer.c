/*
 * The `layer` and `changes` jobs: what a container wrote, as a layer of an image on stdout. Descriptor 3 is the upper
 * folder of an overlay, read from the host; the container may go on writing to it, so that no link is followed and
 * nothing is looked at twice. What overlayfs hides becomes a whiteout (OCI image-spec, "Layer Changeset"). `layer`
 * brings the content, in the order of names; `changes` only names, in no order, for as many files as there are.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "copy-operations.h"
#include "jobs.h"
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

static void pack_one(int folder, const char *name, unsigned depth)
{
	size_t length = strlen(pack_name);

	if (!strcmp(name, ".") || !strcmp(name, ".."))
		return;
	if (pack_enter(name))
		pack_entry(folder, name, depth);
	pack_leave(length);
}

/* calls back for the entries of a folder, as the file system has them */
static void each_entry(int fd, void (*see)(int fd, const char *name, unsigned depth), unsigned depth)
{
	_Alignas(struct dirent64) char entries[4096];
	ssize_t got;

	while ((got = syscall(SYS_getdents64, fd, entries, sizeof(entries))) > 0)
		for (ssize_t at = 0; at < got;) {
			const struct dirent64 *entry = (const struct dirent64 *)(entries + at);

			at += entry->d_reclen;
			see(fd, entry->d_name, depth);
		}
	if (got < 0)
		pack_complain(strerror(errno));
}

static struct names {
	char **texts;
	size_t count, room;
} *found;

static void keep_name(int fd, const char *name, unsigned depth)
{
	(void)fd;
	(void)depth;
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
	each_entry(fd, keep_name, depth);
	if (names.count > 0)
		qsort(names.texts, names.count, sizeof(char *), by_bytes);
	for (size_t i = 0; i < names.count; i++) {
		pack_one(fd, names.texts[i], depth);
		free(names.texts[i]);
	}
	free(names.texts);
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
	if (content)
		pack_sorted(fd, depth + 1);
	else
		each_entry(fd, pack_one, depth + 1);
}

static void pack_entry(int folder, const char *name, unsigned depth)
{
	struct stat st;
	int fd;

	if (content && ++members > COPY_MEMBERS_MAX)
		copy_fails(pack_name, "more files than are packed at once");
	if (fstatat(folder, name, &st, AT_SYMLINK_NOFOLLOW)) {
		if (errno != ENOENT) /* removed meanwhile: then it is not there */
			pack_complain(strerror(errno));
		return;
	}
	/* of any kind: a link or a folder of such a name is a whiteout as well for who unpacks it */
	if (!strncmp(name, WHITEOUT, strlen(WHITEOUT)))
		return copy_note(pack_name, "its name would hide another file, left out");
	switch (st.st_mode & S_IFMT) {
	case S_IFREG:
		return pack_file(folder, name, content);
	case S_IFLNK:
		return pack_link(folder, name, &st);
	case S_IFIFO:
		return pack_member(TAR_FIFO, &st, "", -1);
	case S_IFCHR:
		return st.st_rdev == 0 ? pack_whiteout(name) : copy_note(pack_name, "a device, left out");
	case S_IFDIR:
		fd = openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
		if (fd < 0)
			return pack_complain(strerror(errno));
		pack_folder(fd, depth);
		close(fd);
		return;
	case S_IFSOCK:
		return copy_note(pack_name, "a socket, left out");
	default:
		return copy_note(pack_name, "a device, left out");
	}
}

int layer_main(bool with_content, const char *newest)
{
	content = with_content;
	if (newest)
		pack_newest = strtoll(newest, NULL, 10);
	if (content)
		pack_sorted(UPPER, 0);
	else
		each_entry(UPPER, pack_one, 0);
	pack_end();
	return pack_incomplete ? 1 : 0;
}
