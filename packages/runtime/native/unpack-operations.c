/*
 * Copies in: unpacks a tar stream from stdin below a folder of the container, inside the container with its root's
 * rights. Everything appears whole under its name: it is made aside in the same folder, and renamed.
 */
#define _GNU_SOURCE
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <sys/xattr.h>

#include "copy-operations.h"
#include "kept-xattrs.h"
#include "system.h"
#include "tar-input.h"

static struct unpack {
	/* folder that everything goes below, and what the first part of each name becomes there; "" leaves names */
	int base;
	char top[NAME_MAX + 1];
	uint32_t members;
	/* the folder of the last member stays open, because its neighbours follow */
	int folder;
	char folder_path[PATH_MAX];
	/* folders whose time is set when all is in them: each lies in the one before */
	struct {
		size_t length;
		struct timespec changed;
	} open[COPY_DEPTH_MAX];
	unsigned open_count;
	char open_path[PATH_MAX];
} unpack;

/* what is made and has not got its name yet; removed when this process is told to end */
static volatile int aside_folder = -1;
static char aside[24];

static void remove_aside(void)
{
	int folder = aside_folder;

	aside_folder = -1;
	if (folder >= 0)
		unlinkat(folder, aside, 0);
}

static void on_signal(int number)
{
	remove_aside();
	_exit(128 + number);
}

/* a name of the archive as a path below the base, without dots and doubled slashes; "" is the base itself */
static void below_base(char path[PATH_MAX], const char *name)
{
	size_t length = 0;
	unsigned depth = 0;

	path[0] = 0;
	for (const char *at = name; *at;) {
		size_t part = strcspn(at, "/");
		const char *text = depth == 0 && *unpack.top ? unpack.top : at;
		size_t size = text == at ? part : strlen(text);

		if (part == 2 && !memcmp(at, "..", 2))
			copy_fails(name, "climbs out of its folder");
		if (part > 0 && !(part == 1 && *at == '.')) {
			if (length + size + 2 > PATH_MAX || ++depth > COPY_DEPTH_MAX)
				copy_fails(name, "its path is too long");
			if (length)
				path[length++] = '/';
			memcpy(path + length, text, size);
			length += size;
			path[length] = 0;
		}
		at += part + (at[part] == '/');
	}
}

/* links are followed as far as they stay below the base */
static int open_below(const char *path, uint64_t flags)
{
	return sys_openat2(unpack.base, *path ? path : ".", flags, 0, RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS);
}

static int make_folders(char *path)
{
	for (char *slash = path; slash; ) {
		int result, parent;
		char *name;

		slash = strchr(slash + 1, '/');
		if (slash)
			*slash = 0;
		name = strrchr(path, '/');
		if (name)
			*name = 0;
		parent = open_below(name ? path : "", O_PATH | O_DIRECTORY);
		if (name)
			*name = '/';
		result = parent < 0 ? -1 : mkdirat(parent, name ? name + 1 : path, 0755);
		if (parent >= 0)
			close(parent);
		if (slash)
			*slash = '/';
		if (result && errno != EEXIST)
			return -1;
	}
	return open_below(path, O_PATH | O_DIRECTORY);
}

/* splits a path: returns its folder, opened, and in `name` its last part */
static int folder_of(char *path, const char **name)
{
	char *slash = strrchr(path, '/');
	char folder[PATH_MAX];

	snprintf(folder, sizeof(folder), "%.*s", slash ? (int)(slash - path) : 0, path);
	*name = slash ? slash + 1 : path;
	if (unpack.folder >= 0 && !strcmp(folder, unpack.folder_path))
		return unpack.folder;
	if (unpack.folder >= 0)
		close(unpack.folder);
	unpack.folder = open_below(folder, O_PATH | O_DIRECTORY);
	if (unpack.folder < 0 && errno == ENOENT)
		unpack.folder = make_folders(folder);
	if (unpack.folder < 0)
		copy_fails(folder, errno == EXDEV ? "a link in it leads elsewhere" : strerror(errno));
	strcpy(unpack.folder_path, folder);
	return unpack.folder;
}

static void name_aside(void)
{
	uint64_t random;

	if (getrandom(&random, sizeof(random), 0) != sizeof(random))
		copy_fails("", strerror(errno));
	snprintf(aside, sizeof(aside), ".berth%016llx", (unsigned long long)random);
}

static void give_name(int folder, const char *name, const char *path)
{
	if (renameat(folder, aside, folder, name))
		copy_fails(path, errno == EISDIR ? "a folder is there" : strerror(errno));
	/* a second name of the same file: the rename has left both */
	remove_aside();
}

static struct timespec changed_at(const struct member *m)
{
	return (struct timespec){ m->seconds, m->nanoseconds };
}

/* after the owner, whose change takes a file's capabilities away */
static void set_xattrs(int fd, const struct member *m, const char *path)
{
	const uint8_t *value;
	const char *name;
	size_t length;

	for (size_t at = 0; tar_next_xattr(m, &at, &name, &value, &length);)
		if (xattr_is_kept(name) && fsetxattr(fd, name, value, length, 0))
			copy_note(path, errno == ENOTSUP ? "extended attributes cannot be kept here, left out" :
							   "an extended attribute could not be set");
}

static void own(int folder, const char *name, const struct member *m, const char *path)
{
	struct timespec times[2] = { changed_at(m), changed_at(m) };

	if (fchownat(folder, name, m->uid, m->gid, AT_SYMLINK_NOFOLLOW))
		copy_fails(path, strerror(errno));
	/* after the owner, whose change takes the set-uid bit away */
	if (m->flag != TAR_SYMLINK && fchmodat(folder, name, m->mode, 0))
		copy_fails(path, strerror(errno));
	if (utimensat(folder, name, times, AT_SYMLINK_NOFOLLOW))
		copy_fails(path, strerror(errno));
}

static void unpack_file(int folder, const char *name, const struct member *m, const char *path)
{
	struct timespec times[2] = { changed_at(m), changed_at(m) };
	int fd = openat(folder, aside, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	const uint8_t *bytes;

	if (fd < 0)
		copy_fails(path, strerror(errno));
	aside_folder = folder;
	for (uint64_t left = m->size; left > 0;) {
		size_t part = tar_take(&bytes, left, path);

		for (size_t at = 0; at < part;) {
			ssize_t put = write(fd, bytes + at, part - at);

			if (put < 0 && errno != EINTR)
				copy_fails(path, strerror(errno));
			at += put > 0 ? (size_t)put : 0;
		}
		left -= part;
	}
	tar_skip_padding(m->size);
	if (fchown(fd, m->uid, m->gid) || fchmod(fd, m->mode))
		copy_fails(path, strerror(errno));
	set_xattrs(fd, m, path);
	if (futimens(fd, times) || close(fd))
		copy_fails(path, strerror(errno));
	give_name(folder, name, path);
}

static void unpack_link(int folder, const char *name, const struct member *m, const char *path)
{
	char target[PATH_MAX];
	const char *first;
	int from;

	below_base(target, m->target);
	from = dup(folder);
	if (from < 0 || (folder = folder_of(target, &first)) < 0)
		copy_fails(path, strerror(errno));
	if (linkat(folder, first, from, aside, 0))
		copy_fails(path, strerror(errno));
	aside_folder = from;
	give_name(from, name, path);
	close(from);
}

static bool is_below(const char *path, const char *folder, size_t length)
{
	return length == 0 || (!strncmp(path, folder, length) && (path[length] == '/' || !path[length]));
}

/* folders that the archive has left get their times */
static void leave_folders(const char *path)
{
	while (unpack.open_count > 0) {
		size_t length = unpack.open[unpack.open_count - 1].length;
		struct timespec changed = unpack.open[unpack.open_count - 1].changed;
		struct timespec times[2] = { changed, changed };
		int fd;

		if (path && is_below(path, unpack.open_path, length))
			return;
		unpack.open_path[length] = 0;
		fd = open_below(unpack.open_path, O_RDONLY | O_DIRECTORY);
		if (fd < 0 || futimens(fd, times))
			copy_note(unpack.open_path, "its time could not be set");
		if (fd >= 0)
			close(fd);
		unpack.open_count--;
	}
}

static void unpack_folder(int folder, const char *name, const struct member *m, const char *path)
{
	struct stat st;
	int fd;

	if (mkdirat(folder, name, 0700) && errno != EEXIST)
		copy_fails(path, strerror(errno));
	if (fstatat(folder, name, &st, AT_SYMLINK_NOFOLLOW))
		copy_fails(path, strerror(errno));
	/* a link to a folder, as /lib often is, stays what it is */
	fd = open_below(path, O_RDONLY | O_DIRECTORY);
	if (fd < 0)
		copy_fails(path, errno == ENOTDIR ? "a file is there" : strerror(errno));
	if (!S_ISLNK(st.st_mode)) {
		if (fchown(fd, m->uid, m->gid) || fchmod(fd, m->mode))
			copy_fails(path, strerror(errno));
		set_xattrs(fd, m, path);
		/* the same folder twice in a row is one */
		if (unpack.open_count > 0 && unpack.open[unpack.open_count - 1].length == strlen(path))
			unpack.open_count--;
		unpack.open[unpack.open_count].length = strlen(path);
		unpack.open[unpack.open_count++].changed = changed_at(m);
		strcpy(unpack.open_path, path);
	}
	close(fd);
}

static void unpack_member(const struct member *m)
{
	char path[PATH_MAX];
	const char *name;
	int folder;

	if (++unpack.members > COPY_MEMBERS_MAX)
		copy_fails(m->name, "more files than are copied at once");
	below_base(path, m->name);
	leave_folders(path);
	if (!*path && m->flag == TAR_FOLDER)
		return; /* the folder that all goes into keeps what it has */
	if (!*path)
		copy_fails(m->name, "has no name");
	folder = folder_of(path, &name);
	name_aside();
	switch (m->flag) {
	case TAR_FILE:
	case '7':
		return unpack_file(folder, name, m, path);
	case TAR_LINK:
		return unpack_link(folder, name, m, path);
	case TAR_FOLDER:
		return unpack_folder(folder, name, m, path);
	case TAR_SYMLINK:
		if (symlinkat(m->target, folder, aside))
			copy_fails(path, strerror(errno));
		break;
	case TAR_FIFO:
		if (mkfifoat(folder, aside, 0600))
			copy_fails(path, strerror(errno));
		break;
	case TAR_CHARACTER:
	case TAR_BLOCK_DEVICE:
		return copy_note(path, "a device, left out");
	default:
		copy_fails(path, "of a kind that cannot be copied");
	}
	aside_folder = folder;
	own(folder, aside, m, path);
	give_name(folder, name, path);
}

/* into `path` when it is a folder, else as `path`; without `name`, `path` has to be a folder, and names stay */
static int open_target(const char *path, const char *name)
{
	char parent[PATH_MAX];
	const char *slash = strrchr(path, '/');

	snprintf(unpack.top, sizeof(unpack.top), "%s", name);
	unpack.base = copy_open(AT_FDCWD, path, O_PATH | O_DIRECTORY);
	if (unpack.base >= 0 || !*name || !slash[1] || (errno != ENOENT && errno != ENOTDIR && errno != ELOOP))
		return unpack.base < 0 ? -1 : 0;
	snprintf(unpack.top, sizeof(unpack.top), "%s", slash + 1);
	snprintf(parent, sizeof(parent), "%.*s", (int)(slash - path) + 1, path);
	unpack.base = copy_open(AT_FDCWD, parent, O_PATH | O_DIRECTORY);
	return unpack.base < 0 ? -1 : 0;
}

int op_unpack_files(struct container *c, struct reader *f)
{
	static struct member member;
	const char *path = read_text(f);
	const char *name = read_text(f);

	if (f->bad || !strchr(path, '/') || strlen(path) >= PATH_MAX || strlen(name) > NAME_MAX || strchr(name, '/') ||
	    !strcmp(name, "..") || !strcmp(name, ".")) {
		errno = EBADMSG;
		return -1;
	}
	if (open_target(path, name))
		return -1;
	unpack.folder = -1;
	copy_begins(c);
	copy_cleans(remove_aside);
	signal(SIGHUP, on_signal);
	signal(SIGINT, on_signal);
	signal(SIGTERM, on_signal);
	while (tar_next(&member))
		unpack_member(&member);
	leave_folders(NULL);
	tar_drain();
	_exit(0);
}
