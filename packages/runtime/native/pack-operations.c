/*
 * Copies out: a file or a folder of the container as a tar stream on stdout, packed inside the container with its
 * root's rights. Nothing of the image is executed (CVE-2019-14271), and a path is never looked at twice: what was
 * opened is what is packed, whatever it is replaced by meanwhile (CVE-2018-15664).
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "copy-operations.h"
#include "pack.h"
#include "system.h"

#define PACK_ONE_MOUNT 1

static bool one_mount;
static uint32_t members;

static uint64_t mount_of(int folder, const char *name)
{
	struct statx stx;

	if (statx(folder, name, AT_EMPTY_PATH | AT_SYMLINK_NOFOLLOW | AT_NO_AUTOMOUNT, STATX_MNT_ID, &stx))
		return 0;
	return stx.stx_mnt_id;
}

static void pack_entry(int folder, const char *name, uint64_t mount, unsigned depth);

static void pack_entries(int fd, uint64_t mount, unsigned depth)
{
	_Alignas(struct dirent64) char entries[4096];
	size_t length = strlen(pack_name);
	ssize_t got;

	while ((got = syscall(SYS_getdents64, fd, entries, sizeof(entries))) > 0) {
		for (ssize_t at = 0; at < got;) {
			const struct dirent64 *entry = (const struct dirent64 *)(entries + at);

			at += entry->d_reclen;
			if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, "..") || !pack_enter(entry->d_name))
				continue;
			pack_entry(fd, entry->d_name, mount, depth);
			pack_leave(length);
		}
	}
	if (got < 0)
		pack_complain(strerror(errno));
}

static void pack_folder(int fd, uint64_t outer, unsigned depth)
{
	uint64_t mount = mount_of(fd, "");
	struct stat st;

	if (fstat(fd, &st))
		return pack_complain(strerror(errno));
	pack_member(TAR_FOLDER, &st, "", fd);
	if (mount != outer && pack_is_made_up(fd))
		return copy_note(*pack_name ? pack_name : "/", "made up by the kernel, left out");
	if (depth == COPY_DEPTH_MAX)
		return pack_complain("too many folders in folders");
	pack_entries(fd, mount, depth + 1);
}

static void pack_entry(int folder, const char *name, uint64_t mount, unsigned depth)
{
	struct stat st;
	int fd;

	if (++members > COPY_MEMBERS_MAX)
		copy_fails(pack_name, "more files than are copied at once");
	if (fstatat(folder, name, &st, AT_SYMLINK_NOFOLLOW)) {
		if (errno != ENOENT) /* removed meanwhile: then it is not there */
			pack_complain(strerror(errno));
		return;
	}
	if (one_mount && mount_of(folder, name) != mount) {
		if (S_ISDIR(st.st_mode))
			pack_member(TAR_FOLDER, &st, "", -1);
		return;
	}
	switch (st.st_mode & S_IFMT) {
	case S_IFREG:
		return pack_file(folder, name, true);
	case S_IFLNK:
		return pack_link(folder, name, &st);
	case S_IFIFO:
		return pack_member(TAR_FIFO, &st, "", -1);
	case S_IFDIR:
		fd = openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
		if (fd < 0)
			return pack_complain(strerror(errno));
		pack_folder(fd, mount, depth);
		close(fd);
		return;
	case S_IFSOCK:
		return copy_note(pack_name, "a socket, left out");
	default:
		return copy_note(pack_name, "a device, left out");
	}
}

/* `path` that ends with a slash is a folder, or a link to one; else its last part is not followed */
int op_pack_files(struct container *c, struct reader *f)
{
	const char *path = read_text(f);
	const char *name = read_text(f);
	uint32_t flags = read_u32(f);
	const char *slash = strrchr(path, '/');
	char parent[PATH_MAX];
	struct stat st;
	int fd;

	if (f->bad || !slash || strlen(path) >= sizeof(parent) || strlen(name) > NAME_MAX) {
		errno = EBADMSG;
		return -1;
	}
	snprintf(parent, sizeof(parent), "%.*s", (int)(slash - path) + 1, path);
	fd = copy_open(AT_FDCWD, parent, O_RDONLY | O_DIRECTORY);
	if (fd < 0 || (slash[1] && fstatat(fd, slash + 1, &st, AT_SYMLINK_NOFOLLOW)))
		return -1;
	copy_begins(c);
	one_mount = flags & PACK_ONE_MOUNT;
	strcpy(pack_name, name);
	if (slash[1])
		pack_entry(fd, slash + 1, mount_of(fd, ""), 0);
	else
		pack_folder(fd, mount_of(fd, ""), 0);
	pack_end();
	_exit(pack_incomplete ? 1 : 0);
}
