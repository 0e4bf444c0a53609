/* The writer behind both kinds of packing. What was opened is what is packed, whatever it is replaced by meanwhile. */
#define _GNU_SOURCE
#include "pack.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <stdio.h>
#include <string.h>
#include <sys/vfs.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "copy-operations.h"
#include "kept-xattrs.h"

#define LINKS_MAX 4096
#define NAMES_MAX (512 * 1024)
/* content whose size is only known at its end */
#define MADE_UP_MAX (1024 * 1024)

#ifndef MQUEUE_MAGIC
#define MQUEUE_MAGIC 0x19800202
#endif

char pack_name[PATH_MAX];
bool pack_incomplete;
int64_t pack_newest = INT64_MAX;

static struct pack {
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

void pack_complain(const char *what)
{
	pack_incomplete = true;
	copy_note(*pack_name ? pack_name : "/", what);
}

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

static void find_xattrs(int fd)
{
	static char names[XATTR_NAMES_MAX], value[XATTR_VALUE_MAX];
	ssize_t length = flistxattr(fd, names, sizeof(names));

	if (length < 0 && errno != ENOTSUP)
		return pack_complain("its extended attributes cannot be read");
	for (const char *name = names; name < names + length; name += strlen(name) + 1) {
		ssize_t size = xattr_is_kept(name) ? fgetxattr(fd, name, value, sizeof(value)) : -1;

		if (size >= 0 && tar_add_xattr(&member, name, strlen(name), value, (size_t)size))
			return pack_complain("it has too many extended attributes");
	}
}

static void put_member(char flag, const struct stat *st, const char *target, uint64_t size, int fd)
{
	static uint8_t header[TAR_HEADER_MAX];

	member.flag = flag;
	member.mode = st->st_mode & 07777;
	member.uid = st->st_uid;
	member.gid = st->st_gid;
	member.size = size;
	member.seconds = st->st_mtim.tv_sec;
	member.nanoseconds = (uint32_t)st->st_mtim.tv_nsec;
	if (member.seconds >= pack_newest) {
		member.seconds = pack_newest;
		member.nanoseconds = 0;
	}
	member.xattrs_length = 0;
	if (fd >= 0)
		find_xattrs(fd);
	/* names of folders end with a slash, for which `pack_enter` has left room */
	strcpy(stpcpy(member.name, *pack_name ? pack_name : "."), flag == TAR_FOLDER ? "/" : "");
	snprintf(member.target, sizeof(member.target), "%s", target);
	put(header, tar_encode(header, &member));
}

void pack_member(char flag, const struct stat *st, const char *target, int fd)
{
	put_member(flag, st, target, 0, fd);
}

bool pack_enter(const char *part)
{
	size_t length = strlen(pack_name), rest = sizeof(pack_name) - length;

	if ((size_t)snprintf(pack_name + length, rest, "%s%s", length ? "/" : "", part) < rest - 1)
		return true;
	pack_leave(length);
	pack_complain("it holds a path that is too long");
	return false;
}

void pack_leave(size_t length)
{
	pack_name[length] = 0;
}

/* the first name of this file, when it has been packed already */
static const char *first_name(const struct stat *st)
{
	size_t length = strlen(pack_name) + 1;

	for (uint32_t i = 0; i < pack.link_count; i++)
		if (pack.links[i].inode == st->st_ino && pack.links[i].device == st->st_dev)
			return pack.names + pack.links[i].name;
	/* beyond what is remembered, a further name becomes a file of its own */
	if (pack.link_count == LINKS_MAX || pack.names_length + length > sizeof(pack.names))
		return NULL;
	pack.links[pack.link_count].device = st->st_dev;
	pack.links[pack.link_count].inode = st->st_ino;
	pack.links[pack.link_count++].name = pack.names_length;
	memcpy(pack.names + pack.names_length, pack_name, length);
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
			pack_complain(got < 0 ? strerror(errno) : "became shorter while it was read");
			put_zeros(left);
			break;
		}
		pack.filled += (size_t)got;
		left -= (uint64_t)got;
	}
	put_zeros((TAR_BLOCK - size % TAR_BLOCK) % TAR_BLOCK);
}

/* its size is known when all of it is read */
static void put_made_up(int fd, const struct stat *st)
{
	static uint8_t content[MADE_UP_MAX + 1];
	size_t length = 0;
	ssize_t got = 1;

	while (got > 0 && length < sizeof(content)) {
		got = read(fd, content + length, sizeof(content) - length);
		length += got > 0 ? (size_t)got : 0;
		if (got < 0 && errno == EINTR)
			got = 1;
	}
	if (got < 0)
		return pack_complain(strerror(errno));
	if (length > MADE_UP_MAX)
		return pack_complain("made up by the kernel, and longer than 1 MiB");
	put_member(TAR_FILE, st, "", length, -1);
	put(content, length);
	put_zeros((TAR_BLOCK - length % TAR_BLOCK) % TAR_BLOCK);
}

void pack_file(int folder, const char *name, bool content)
{
	/* it may be a pipe by now, which must not be waited for */
	int fd = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	const char *first = NULL;
	struct stat st;

	if (fd < 0)
		return pack_complain(strerror(errno));
	if (fstat(fd, &st) || !S_ISREG(st.st_mode)) {
		pack_complain("was replaced while it was read");
	} else if (!content) {
		put_member(TAR_FILE, &st, "", 0, -1);
	} else if (pack_is_made_up(fd)) {
		put_made_up(fd, &st);
	} else if (st.st_nlink > 1 && (first = first_name(&st))) {
		put_member(TAR_LINK, &st, first, 0, -1);
	} else {
		put_member(TAR_FILE, &st, "", (uint64_t)st.st_size, fd);
		put_content(fd, (uint64_t)st.st_size);
	}
	close(fd);
}

void pack_link(int folder, const char *name, const struct stat *st)
{
	char target[PATH_MAX];
	ssize_t length = readlinkat(folder, name, target, sizeof(target) - 1);

	if (length < 0)
		return pack_complain(strerror(errno));
	target[length] = 0;
	put_member(TAR_SYMLINK, st, target, 0, -1);
}

bool pack_is_made_up(int fd)
{
	struct statfs fs;

	if (fstatfs(fd, &fs))
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

void pack_end(void)
{
	put_zeros(2 * TAR_BLOCK);
	flush();
}
