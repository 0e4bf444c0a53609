/*
 * The `files` job: performs a stream of operations below one directory, in order, and knows no policy.
 *
 * Descriptor 0 brings operations, 3 is the directory, 4 the one that OP_COPY reads, and one report leaves on 1: u32 index, u32 errno; errno 0 and
 * the count when the stream ended well. The first that fails is the last. All numbers are little-endian. A frame is
 * u32 length, u8 operation, payload; the table's other side is packages/image/src/files/operation.ts.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/fs.h>
#include <linux/openat2.h>
#include <stdint.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "jobs.h"
#include "kept-xattrs.h"

#define ROOT 3
#define SOURCE 4
#define FRAME_MAX (1024 * 1024)

enum operation {
	OP_MKDIR = 1, /* path */
	OP_CREATE,    /* path; the file becomes the open one */
	OP_OPEN,      /* path of a file or folder that exists; it becomes the open one */
	OP_WRITE,     /* bytes, to the open one, as are the next two */
	OP_OWN,       /* owner: what belongs to it, and when it was changed */
	OP_XATTR,     /* name, value (the rest) */
	OP_SYMLINK,   /* owner, path, target */
	OP_LINK,      /* path, existing path */
	OP_NODE,      /* owner, u32 major, u32 minor, path; the mode holds the type */
	OP_REMOVE,    /* path of a file or an empty folder */
	OP_SYNC,      /* the directory's whole file system */
	OP_SKIP,      /* u64: so many bytes of the open one are a hole, from where it was written last */
	OP_COPY,      /* owner, path, path of a file below SOURCE: content and kept attributes */
};

struct __attribute__((packed)) owner {
	uint32_t uid, gid, mode;
	int64_t seconds;
	uint32_t nanoseconds;
};

struct place {
	int parent;
	const char *name;
};

static char buffer[FRAME_MAX + 4096];
static size_t buffered, consumed;
static char copied[64 * 1024];

static int current = -1;
static int parent = -1;
static char parent_path[PATH_MAX];

/* 1: `size` bytes are there; 0: the stream ended before the first of them; -1: it ended within */
static int fill(size_t size)
{
	if (buffered - consumed >= size)
		return 1;
	memmove(buffer, buffer + consumed, buffered - consumed);
	buffered -= consumed;
	consumed = 0;
	while (buffered < size) {
		ssize_t got = read(STDIN_FILENO, buffer + buffered, sizeof(buffer) - buffered);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return got == 0 && buffered == 0 ? 0 : -1;
		buffered += got;
	}
	return 1;
}

static char *take(size_t size)
{
	char *start = buffer + consumed;

	consumed += size;
	return start;
}

/* nothing leaves the directory, no link is followed, no other file system is entered */
static int open_in(int root, const char *path, uint64_t flags)
{
	struct open_how how = {
		.flags = flags | O_CLOEXEC,
		.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_XDEV,
	};

	return syscall(SYS_openat2, root, path, &how, sizeof(how));
}

static int open_below(const char *path, uint64_t flags)
{
	return open_in(ROOT, path, flags);
}

static void forget_parent(void)
{
	if (parent >= 0)
		close(parent);
	parent = -1;
}

/* neighbours follow each other in an archive, so the last folder stays open */
static int find(char *path, struct place *place)
{
	char *slash = strrchr(path, '/');
	const char *folder = slash ? path : ".";

	place->name = slash ? slash + 1 : path;
	if (!*place->name || !strcmp(place->name, ".") || !strcmp(place->name, ".."))
		return errno = EINVAL, -1;
	if (slash)
		*slash = 0;
	if (parent < 0 || strcmp(folder, parent_path)) {
		forget_parent();
		if (strlen(folder) >= sizeof(parent_path))
			return errno = ENAMETOOLONG, -1;
		strcpy(parent_path, folder);
		parent = open_below(folder, O_PATH | O_DIRECTORY);
	}
	place->parent = parent;
	return parent < 0 ? -1 : 0;
}

static int become_current(int descriptor)
{
	if (current >= 0)
		close(current);
	current = descriptor;
	return descriptor < 0 ? -1 : 0;
}

static void times_of(const struct owner *owner, struct timespec times[2])
{
	times[0] = (struct timespec){ owner->seconds, owner->nanoseconds };
	times[1] = times[0];
}

static int op_create(char *path)
{
	struct place at;

	if (find(path, &at))
		return -1;
	return become_current(openat(at.parent, at.name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0644));
}

static int op_mkdir(char *path)
{
	struct place at;

	return find(path, &at) ? -1 : mkdirat(at.parent, at.name, 0755);
}

static int op_write(const char *bytes, size_t size)
{
	while (size > 0) {
		ssize_t put = write(current, bytes, size);

		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0)
			return -1;
		bytes += put;
		size -= put;
	}
	return 0;
}

/* the file's end is where the hole ends, in case that nothing follows */
static int op_skip(uint64_t size)
{
	off_t end;

	if (size > INT64_MAX)
		return errno = EINVAL, -1;
	end = lseek(current, size, SEEK_CUR);
	return end < 0 ? -1 : ftruncate(current, end);
}

/*
 * The mode comes after the owner, because a change of owner takes the set-uid bit away. What is right already is left
 * alone: each change is a record in the file system's journal, and most files are root's and of the usual mode.
 */
static int op_own(const struct owner *owner)
{
	struct timespec times[2];
	struct stat now;
	int others;

	times_of(owner, times);
	if (fstat(current, &now))
		return -1;
	others = now.st_uid != owner->uid || now.st_gid != owner->gid;
	if (others && fchown(current, owner->uid, owner->gid))
		return -1;
	if ((others || (now.st_mode & 07777) != owner->mode) && fchmod(current, owner->mode))
		return -1;
	return futimens(current, times);
}

static int own_name(const struct place *at, const struct owner *owner)
{
	struct timespec times[2];

	times_of(owner, times);
	if (fchownat(at->parent, at->name, owner->uid, owner->gid, AT_SYMLINK_NOFOLLOW))
		return -1;
	return utimensat(at->parent, at->name, times, AT_SYMLINK_NOFOLLOW);
}

static int op_symlink(const struct owner *owner, char *path, const char *target)
{
	struct place at;

	if (find(path, &at) || symlinkat(target, at.parent, at.name))
		return -1;
	return own_name(&at, owner);
}

static int op_node(const struct owner *owner, uint32_t major_number, uint32_t minor_number, char *path)
{
	struct place at;

	if (find(path, &at) || mknodat(at.parent, at.name, owner->mode, makedev(major_number, minor_number)))
		return -1;
	return own_name(&at, owner);
}

static int op_link(char *path, char *existing)
{
	struct place from, to;
	int source, result;

	if (find(existing, &from))
		return -1;
	source = dup(from.parent);
	if (source < 0)
		return -1;
	result = find(path, &to) ? -1 : linkat(source, from.name, to.parent, to.name, 0);
	close(source);
	return result;
}

static int op_remove(char *path)
{
	struct place at;

	if (find(path, &at))
		return -1;
	if (!unlinkat(at.parent, at.name, 0))
		return 0;
	if (errno != EISDIR && errno != EPERM)
		return -1;
	if (unlinkat(at.parent, at.name, AT_REMOVEDIR))
		return -1;
	forget_parent();
	return 0;
}

/* one that shares its blocks where the file system can, else by the kernel, else by hand */
static int copy_content(int from, int to)
{
	ssize_t got;

	if (!ioctl(to, FICLONE, from))
		return 0;
	while ((got = copy_file_range(from, NULL, to, NULL, 1 << 30, 0)) > 0)
		;
	if (got == 0)
		return 0;
	if (errno != EXDEV && errno != EINVAL && errno != EOPNOTSUPP)
		return -1;
	while ((got = read(from, copied, sizeof(copied))) > 0)
		if (op_write(copied, got))
			return -1;
	return got < 0 ? -1 : 0;
}

/* attributes come after the owner, because a change of owner takes a file's capabilities away */
static int op_copy(const struct owner *owner, char *path, const char *source)
{
	struct stat st;
	int from = open_in(SOURCE, source, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
	int result = -1;

	if (from < 0)
		return -1;
	if (fstat(from, &st) || !S_ISREG(st.st_mode))
		errno = EINVAL;
	else if (!op_create(path) && (st.st_size == 0 || !copy_content(from, current)) && !op_own(owner) &&
		 !copy_xattrs(from, current))
		result = 0;
	close(from);
	return result;
}

/* takes one field that ends with a zero byte; NULL when the frame has none */
static char *text(char **cursor, const char *end)
{
	char *start = *cursor;
	char *zero = memchr(start, 0, end - start);

	*cursor = zero ? zero + 1 : start;
	return zero ? start : NULL;
}

static char *fixed(char **cursor, const char *end, size_t size)
{
	char *start = *cursor;

	if ((size_t)(end - start) < size)
		return NULL;
	*cursor += size;
	return start;
}

/* a frame that does not match the table is the end of this process: no report, exit code 2 */
static char *needed(char *field)
{
	if (!field)
		_exit(2);
	return field;
}

static int perform(uint8_t operation, char *cursor, char *end)
{
	struct owner owner;
	uint32_t device[2];
	uint64_t size;
	char *first;

	switch (operation) {
	case OP_MKDIR:
		return op_mkdir(needed(text(&cursor, end)));
	case OP_CREATE:
		return op_create(needed(text(&cursor, end)));
	case OP_OPEN:
		return become_current(open_below(needed(text(&cursor, end)), O_RDONLY | O_NOFOLLOW | O_NONBLOCK));
	case OP_WRITE:
		return op_write(cursor, end - cursor);
	case OP_OWN:
		memcpy(&owner, needed(fixed(&cursor, end, sizeof(owner))), sizeof(owner));
		return op_own(&owner);
	case OP_XATTR:
		first = needed(text(&cursor, end));
		return fsetxattr(current, first, cursor, end - cursor, 0);
	case OP_SYMLINK:
		memcpy(&owner, needed(fixed(&cursor, end, sizeof(owner))), sizeof(owner));
		first = needed(text(&cursor, end));
		return op_symlink(&owner, first, needed(text(&cursor, end)));
	case OP_LINK:
		first = needed(text(&cursor, end));
		return op_link(first, needed(text(&cursor, end)));
	case OP_NODE:
		memcpy(&owner, needed(fixed(&cursor, end, sizeof(owner))), sizeof(owner));
		memcpy(device, needed(fixed(&cursor, end, sizeof(device))), sizeof(device));
		return op_node(&owner, device[0], device[1], needed(text(&cursor, end)));
	case OP_REMOVE:
		return op_remove(needed(text(&cursor, end)));
	case OP_SYNC:
		return syncfs(ROOT);
	case OP_SKIP:
		memcpy(&size, needed(fixed(&cursor, end, sizeof(size))), sizeof(size));
		return op_skip(size);
	case OP_COPY:
		memcpy(&owner, needed(fixed(&cursor, end, sizeof(owner))), sizeof(owner));
		first = needed(text(&cursor, end));
		return op_copy(&owner, first, needed(text(&cursor, end)));
	default:
		_exit(2);
	}
}

static int report(uint32_t index, uint32_t error)
{
	uint32_t record[2] = { index, error };

	return write(STDOUT_FILENO, record, sizeof(record)) == sizeof(record) && !error ? 0 : 1;
}

int files_main(void)
{
	uint32_t index = 0;
	int state;

	umask(0);
	while ((state = fill(5)) == 1) {
		uint32_t length;
		char *frame;

		memcpy(&length, buffer + consumed, sizeof(length));
		if (length < 1 || length > FRAME_MAX || fill(4 + length) != 1)
			return 2;
		frame = take(4 + length) + 4;
		if (perform(frame[0], frame + 1, frame + length))
			return report(index, errno);
		index++;
	}
	return state ? 2 : report(index, 0);
}
