/*
 * Copies out: a file or a folder of the container as a tar stream on stdout, packed inside the container with its
 * root's rights. Nothing of the image is executed (CVE-2019-14271), and a path is never looked at twice: what was
 * opened is what is packed, whatever it is replaced by meanwhile (CVE-2018-15664).
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <linux/magic.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/vfs.h>

#include "copy-operations.h"
#include "system.h"
#include "tar.h"

#define PACK_ONE_MOUNT 1
#define LINKS_MAX 4096
#define NAMES_MAX (512 * 1024)

#ifndef MQUEUE_MAGIC
#define MQUEUE_MAGIC 0x19800202
#endif

static struct pack {
	bool one_mount;
	bool incomplete;
	uint32_t members;
	/* name in the archive of what is looked at */
	char name[PATH_MAX];
	uint8_t out[64 * 1024];
	size_t filled;
	/* first names of files that have several */
	struct {
		dev_t device;
		ino_t inode;
		uint32_t name;
	} links[LINKS_MAX];
	uint32_t link_count, names_length;
	char names[NAMES_MAX];
} pack;

static struct member member;

static void flush(void)
{
	for (size_t at = 0; at < pack.filled;) {
		ssize_t put = write(STDOUT_FILENO, pack.out + at, pack.filled - at);

		if (put < 0 && errno != EINTR)
			_exit(1);
		at += put > 0 ? (size_t)put : 0;
	}
	pack.filled = 0;
}

/* room in the outgoing bytes, at least one; whoever fills it adds to `filled` */
static size_t room(void)
{
	if (pack.filled == sizeof(pack.out))
		flush();
	return sizeof(pack.out) - pack.filled;
}

static void put(const void *bytes, size_t length)
{
	while (length > 0) {
		size_t part = room() < length ? room() : length;

		memcpy(pack.out + pack.filled, bytes, part);
		pack.filled += part;
		bytes = (const uint8_t *)bytes + part;
		length -= part;
	}
}

static void put_zeros(uint64_t length)
{
	static const uint8_t zeros[TAR_BLOCK];

	for (; length > 0; length -= length < sizeof(zeros) ? length : sizeof(zeros))
		put(zeros, length < sizeof(zeros) ? length : sizeof(zeros));
}

static void put_member(char flag, const struct stat *st, const char *target)
{
	static uint8_t header[TAR_HEADER_MAX];

	member.flag = flag;
	member.mode = st->st_mode & 07777;
	member.uid = st->st_uid;
	member.gid = st->st_gid;
	member.size = flag == TAR_FILE ? (uint64_t)st->st_size : 0;
	member.seconds = st->st_mtime;
	/* names of folders end with a slash, for which `pack_entries` has left room */
	strcpy(stpcpy(member.name, *pack.name ? pack.name : "."), flag == TAR_FOLDER ? "/" : "");
	snprintf(member.target, sizeof(member.target), "%s", target);
	put(header, tar_encode(header, &member));
}

static void complain(const char *what)
{
	pack.incomplete = true;
	copy_note(*pack.name ? pack.name : "/", what);
}

/* the first name of this file, when it has been packed already */
static const char *first_name(const struct stat *st)
{
	size_t length = strlen(pack.name) + 1;

	for (uint32_t i = 0; i < pack.link_count; i++)
		if (pack.links[i].inode == st->st_ino && pack.links[i].device == st->st_dev)
			return pack.names + pack.links[i].name;
	/* beyond what is remembered, a further name becomes a file of its own */
	if (pack.link_count == LINKS_MAX || pack.names_length + length > sizeof(pack.names))
		return NULL;
	pack.links[pack.link_count].device = st->st_dev;
	pack.links[pack.link_count].inode = st->st_ino;
	pack.links[pack.link_count++].name = pack.names_length;
	memcpy(pack.names + pack.names_length, pack.name, length);
	pack.names_length += (uint32_t)length;
	return NULL;
}

/* exactly as many bytes as the header says, also of a file that changes meanwhile */
static void put_content(int fd, uint64_t size)
{
	uint64_t left = size;

	while (left > 0) {
		size_t part = room() < left ? room() : (size_t)left;
		ssize_t got = read(fd, pack.out + pack.filled, part);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0) {
			complain(got < 0 ? strerror(errno) : "became shorter while it was read");
			put_zeros(left);
			break;
		}
		pack.filled += (size_t)got;
		left -= (uint64_t)got;
	}
	put_zeros((TAR_BLOCK - size % TAR_BLOCK) % TAR_BLOCK);
}

static void pack_file(int folder, const char *name)
{
	/* it may be a pipe by now, which must not be waited for */
	int fd = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	const char *first = NULL;
	struct stat st;

	if (fd < 0)
		return complain(strerror(errno));
	if (fstat(fd, &st) || !S_ISREG(st.st_mode)) {
		complain("was replaced while it was read");
	} else if (st.st_nlink > 1 && (first = first_name(&st))) {
		put_member(TAR_LINK, &st, first);
	} else {
		put_member(TAR_FILE, &st, "");
		put_content(fd, (uint64_t)st.st_size);
	}
	close(fd);
}

static void pack_link(int folder, const char *name, const struct stat *st)
{
	char target[PATH_MAX];
	ssize_t length = readlinkat(folder, name, target, sizeof(target) - 1);

	if (length < 0)
		return complain(strerror(errno));
	target[length] = 0;
	put_member(TAR_SYMLINK, st, target);
}

/* what the kernel makes up has no size, and no end */
static bool is_made_up(int folder)
{
	struct statfs fs;

	if (fstatfs(folder, &fs))
		return true;
	switch ((unsigned long)fs.f_type) {
	case PROC_SUPER_MAGIC:
	case SYSFS_MAGIC:
	case CGROUP_SUPER_MAGIC:
	case CGROUP2_SUPER_MAGIC:
	case DEVPTS_SUPER_MAGIC:
	case MQUEUE_MAGIC:
		return true;
	default:
		return false;
	}
}

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
	size_t length = strlen(pack.name);
	ssize_t got;

	while ((got = syscall(SYS_getdents64, fd, entries, sizeof(entries))) > 0) {
		for (ssize_t at = 0; at < got;) {
			const struct dirent64 *entry = (const struct dirent64 *)(entries + at);
			size_t rest = sizeof(pack.name) - length;

			at += entry->d_reclen;
			if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, ".."))
				continue;
			if ((size_t)snprintf(pack.name + length, rest, "%s%s", length ? "/" : "", entry->d_name) < rest - 1)
				pack_entry(fd, entry->d_name, mount, depth);
			else
				complain("its path is too long");
			pack.name[length] = 0;
		}
	}
	if (got < 0)
		complain(strerror(errno));
}

static void pack_folder(int fd, uint64_t outer, unsigned depth)
{
	uint64_t mount = mount_of(fd, "");
	struct stat st;

	if (fstat(fd, &st))
		return complain(strerror(errno));
	put_member(TAR_FOLDER, &st, "");
	if (mount != outer && is_made_up(fd))
		return copy_note(*pack.name ? pack.name : "/", "made up by the kernel, left out");
	if (depth == COPY_DEPTH_MAX)
		return complain("too many folders in folders");
	pack_entries(fd, mount, depth + 1);
}

static void pack_entry(int folder, const char *name, uint64_t mount, unsigned depth)
{
	struct stat st;
	int fd;

	if (++pack.members > COPY_MEMBERS_MAX)
		copy_fails(pack.name, "more files than are copied at once");
	if (fstatat(folder, name, &st, AT_SYMLINK_NOFOLLOW)) {
		if (errno != ENOENT) /* removed meanwhile: then it is not there */
			complain(strerror(errno));
		return;
	}
	if (pack.one_mount && mount_of(folder, name) != mount) {
		if (S_ISDIR(st.st_mode))
			put_member(TAR_FOLDER, &st, "");
		return;
	}
	switch (st.st_mode & S_IFMT) {
	case S_IFREG:
		return pack_file(folder, name);
	case S_IFLNK:
		return pack_link(folder, name, &st);
	case S_IFIFO:
		return put_member(TAR_FIFO, &st, "");
	case S_IFDIR:
		fd = openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
		if (fd < 0)
			return complain(strerror(errno));
		pack_folder(fd, mount, depth);
		close(fd);
		return;
	case S_IFSOCK:
		return copy_note(pack.name, "a socket, left out");
	default:
		return copy_note(pack.name, "a device, left out");
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
	pack.one_mount = flags & PACK_ONE_MOUNT;
	strcpy(pack.name, name);
	if (slash[1])
		pack_entry(fd, slash + 1, mount_of(fd, ""), 0);
	else
		pack_folder(fd, mount_of(fd, ""), 0);
	put_zeros(2 * TAR_BLOCK);
	flush();
	_exit(pack.incomplete ? 1 : 0);
}
