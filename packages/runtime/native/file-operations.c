/*
 * Looks at files of a container and changes them, one question at a time, inside the container with the rights of
 * its user. Nothing of the image is executed, nothing that blocks is opened, and what is written appears whole. The
 * exit code says what became of it, stderr why.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>

#include "copy-operations.h"
#include "system.h"

/* mirrored in src/files/file-question.ts */
enum act { ACT_LIST = 1, ACT_READ = 2, ACT_WRITE = 3, ACT_MAKE_FOLDER = 4, ACT_RENAME = 5, ACT_REMOVE = 6 };
enum { MISSING = 10, CHANGED = 11, REFUSED = 12, THERE = 13 };

#define LINKS_MAX 40
/* "any time will do" */
#define ANY_TIME UINT64_MAX

static _Noreturn void refuse(const char *why, int error)
{
	if (error == ENOENT || error == ENOTDIR)
		exit(MISSING);
	dprintf(STDERR_FILENO, "%s", why ? why : strerror(error));
	exit(error == EEXIST ? THERE : REFUSED);
}

/* as exact as a number of JavaScript holds */
static uint64_t microseconds(const struct stat *st)
{
	return (uint64_t)st->st_mtim.tv_sec * 1000000 + (uint64_t)st->st_mtim.tv_nsec / 1000;
}

/* the folder of a path, and its last part */
static int open_parent(const char *path, const char **name)
{
	char folder[PATH_MAX];
	const char *slash = strrchr(path, '/');
	int fd;

	if (!slash || !slash[1])
		refuse("it is the root itself", EBUSY);
	snprintf(folder, sizeof(folder), "%.*s", (int)(slash - path) + 1, path);
	fd = copy_open(AT_FDCWD, folder, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		refuse(NULL, errno);
	*name = slash + 1;
	return fd;
}

/* a mode, a size, a time, whether a link leads to a folder; the name and where a link leads, each with a NUL */
static void tell_entry(int folder, const char *name)
{
	char target[PATH_MAX] = "";
	struct stat st, there;
	bool to_folder = false;
	ssize_t length;

	if (fstatat(folder, name, &st, AT_SYMLINK_NOFOLLOW))
		return;
	if (S_ISLNK(st.st_mode)) {
		length = readlinkat(folder, name, target, sizeof(target) - 1);
		target[length > 0 ? length : 0] = 0;
		to_folder = !fstatat(folder, name, &there, 0) && S_ISDIR(there.st_mode);
	}
	printf("%o %llu %llu %d%c%s%c%s%c", st.st_mode, (unsigned long long)st.st_size,
	       (unsigned long long)microseconds(&st), to_folder, 0, name, 0, target, 0);
}

/* as many as fit; one more empty line tells that there are more */
static void list(const char *path, uint64_t most)
{
	int fd = copy_open(AT_FDCWD, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	DIR *folder = fd < 0 ? NULL : fdopendir(fd);
	struct dirent *entry;

	if (!folder)
		refuse(NULL, errno);
	for (uint64_t count = 0; (errno = 0, entry = readdir(folder));) {
		if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, ".."))
			continue;
		if (count++ == most) {
			putchar(0);
			break;
		}
		tell_entry(fd, entry->d_name);
	}
	if (errno && !entry)
		refuse(NULL, errno);
	if (fflush(stdout))
		refuse(NULL, errno);
}

static void put(int fd, const uint8_t *bytes, size_t length)
{
	while (length > 0) {
		ssize_t written = write(fd, bytes, length);

		if (written < 0 && errno != EINTR)
			refuse(NULL, errno);
		bytes += written > 0 ? written : 0;
		length -= written > 0 ? (size_t)written : 0;
	}
}

static void read_file(const char *path, uint64_t most)
{
	static uint8_t bytes[65536];
	struct stat st;
	ssize_t got;
	int fd = copy_open(AT_FDCWD, path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);

	if (fd < 0 || fstat(fd, &st))
		refuse(NULL, errno);
	if (!S_ISREG(st.st_mode))
		refuse(S_ISDIR(st.st_mode) ? "it is a folder" : "it is no file", EISDIR);
	printf("%o %llu %llu%c", st.st_mode, (unsigned long long)st.st_size, (unsigned long long)microseconds(&st), 0);
	fflush(stdout);
	for (uint64_t left = most; left > 0; left -= (uint64_t)got) {
		got = read(fd, bytes, left < sizeof(bytes) ? left : sizeof(bytes));
		if (got < 0)
			refuse(NULL, errno);
		if (got == 0)
			break;
		put(STDOUT_FILENO, bytes, (size_t)got);
	}
}

/* where the links lead that the path ends with: what is written replaces the file, and not a link to it */
static void follow(char path[PATH_MAX])
{
	char target[PATH_MAX], folder[PATH_MAX];
	const char *name;

	for (int links = 0; links < LINKS_MAX; links++) {
		int parent = open_parent(path, &name);
		ssize_t length = readlinkat(parent, name, target, sizeof(target) - 1);

		close(parent);
		if (length < 0)
			return;
		target[length] = 0;
		snprintf(folder, sizeof(folder), "%.*s", (int)(strrchr(path, '/') - path) + 1, path);
		if (snprintf(path, PATH_MAX, "%s%s", *target == '/' ? "" : folder, target) >= PATH_MAX)
			refuse(NULL, ENAMETOOLONG);
	}
	refuse(NULL, ELOOP);
}

static char aside[32];
static volatile int aside_folder = -1;

static void remove_aside(void)
{
	if (aside_folder >= 0)
		unlinkat(aside_folder, aside, 0);
}

static void on_signal(int number)
{
	remove_aside();
	_exit(128 + number);
}

static void take_input(int fd, uint64_t length)
{
	static uint8_t bytes[65536];

	while (length > 0) {
		ssize_t got = read(STDIN_FILENO, bytes, length < sizeof(bytes) ? length : sizeof(bytes));

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			refuse("not all of it came", EPIPE);
		put(fd, bytes, (size_t)got);
		length -= (uint64_t)got;
	}
}

static void write_file(const char *given, uint64_t length, uint64_t time)
{
	char path[PATH_MAX];
	const char *name;
	struct stat before, st;
	bool is_new;
	uint64_t random;
	int fd;

	snprintf(path, sizeof(path), "%s", given);
	follow(path);
	aside_folder = -1;
	int folder = open_parent(path, &name);

	is_new = fstatat(folder, name, &before, AT_SYMLINK_NOFOLLOW);
	if (is_new && errno != ENOENT)
		refuse(NULL, errno);
	if (!is_new && !S_ISREG(before.st_mode))
		refuse(S_ISDIR(before.st_mode) ? "it is a folder" : "it is no file", EISDIR);
	if (time != ANY_TIME && (is_new || microseconds(&before) != time))
		exit(CHANGED);
	/* what may not be written is not replaced either */
	if (!is_new && faccessat(folder, name, W_OK, AT_EACCESS))
		refuse(NULL, errno);
	if (getrandom(&random, sizeof(random), 0) != sizeof(random))
		refuse(NULL, errno);
	snprintf(aside, sizeof(aside), ".berth%016llx", (unsigned long long)random);
	fd = openat(folder, aside, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd < 0)
		refuse(NULL, errno);
	aside_folder = folder;
	atexit(remove_aside);
	signal(SIGHUP, on_signal);
	take_input(fd, length);
	/* who does not own it cannot give it back to whom it was of */
	if (!is_new && fchown(fd, before.st_uid, before.st_gid) && errno != EPERM)
		refuse(NULL, errno);
	if (fchmod(fd, is_new ? 0644 : before.st_mode & 07777) || fstat(fd, &st) || close(fd))
		refuse(NULL, errno);
	if (renameat(folder, aside, folder, name))
		refuse(NULL, errno);
	aside_folder = -1;
	printf("%llu", (unsigned long long)microseconds(&st));
	fflush(stdout);
}

static void remove_tree(int parent, const char *name, unsigned depth)
{
	struct dirent *entry;
	DIR *folder;
	int fd;

	if (!unlinkat(parent, name, 0))
		return;
	if (errno != EISDIR && errno != EPERM)
		refuse(NULL, errno);
	if (depth == COPY_DEPTH_MAX)
		refuse("too many folders in folders", ELOOP);
	fd = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0)
		refuse(NULL, errno == ENOTDIR ? EPERM : errno);
	folder = fdopendir(fd);
	if (!folder)
		refuse(NULL, errno);
	/* what comes while it goes on is not waited for */
	while ((entry = readdir(folder)))
		if (strcmp(entry->d_name, ".") && strcmp(entry->d_name, ".."))
			remove_tree(fd, entry->d_name, depth + 1);
	closedir(folder);
	if (unlinkat(parent, name, AT_REMOVEDIR))
		refuse(NULL, errno);
}

static void rename_to(const char *path, const char *other)
{
	const char *from_name, *to_name;
	int from = open_parent(path, &from_name), to = open_parent(other, &to_name);

	if (renameat2(from, from_name, to, to_name, RENAME_NOREPLACE))
		refuse(errno == EEXIST ? "something is there" : NULL, errno);
}

/* a path that came as bytes, with its NUL; false when it is none */
static bool is_path(const uint8_t *bytes, uint32_t length)
{
	return length > 1 && length <= PATH_MAX && bytes[0] == '/' && strnlen((const char *)bytes, length) == length - 1;
}

int op_ask_files(struct container *c, struct reader *f)
{
	uint32_t act = read_u32(f), path_length, other_length;
	const uint8_t *path = read_bytes(f, &path_length);
	const uint8_t *other = read_bytes(f, &other_length);
	uint64_t number = read_u64(f), time = read_u64(f);
	const char *text = (const char *)path, *name;
	int folder;

	if (f->bad || !is_path(path, path_length) || (act == ACT_RENAME && !is_path(other, other_length))) {
		errno = EBADMSG;
		return -1;
	}
	copy_begins(c);
	switch (act) {
	case ACT_LIST:
		list(text, number);
		break;
	case ACT_READ:
		read_file(text, number);
		break;
	case ACT_WRITE:
		write_file(text, number, time);
		break;
	case ACT_MAKE_FOLDER:
		folder = open_parent(text, &name);
		if (mkdirat(folder, name, 0755))
			refuse(errno == EEXIST ? "something is there" : NULL, errno);
		break;
	case ACT_RENAME:
		rename_to(text, (const char *)other);
		break;
	case ACT_REMOVE:
		folder = open_parent(text, &name);
		remove_tree(folder, name, 0);
		break;
	default:
		refuse("unknown", ENOSYS);
	}
	exit(0);
}
