#define _GNU_SOURCE
#include "copy-up.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <string.h>
#include <sys/sendfile.h>
#include <sys/stat.h>

#include "kept-xattrs.h"
#include "system.h"

/* deeper folders are an error: each level holds three descriptors, and some of the stack */
#define MAX_DEPTH 64

static int copy_folder(int from, int to, int depth);

static int copy_content(int from, int to, const char *name, const struct stat *st)
{
	int source = openat(from, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	int target = openat(to, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	int failed = source < 0 || target < 0;
	ssize_t sent = 1;

	for (off_t left = st->st_size; !failed && sent > 0 && left > 0; left -= sent) {
		sent = sendfile(target, source, NULL, (size_t)left);
		failed = sent < 0;
	}
	if (source >= 0)
		close(source);
	if (target >= 0)
		close(target);
	return failed ? -1 : 0;
}

static int copy_link(int from, int to, const char *name)
{
	char content[PATH_MAX];
	ssize_t length = readlinkat(from, name, content, sizeof(content) - 1);

	if (length < 0)
		return -1;
	content[length] = 0;
	return symlinkat(content, to, name);
}

static int copy_subfolder(int from, int to, const char *name, int depth)
{
	int source = openat(from, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	int target = mkdirat(to, name, 0700) ? -1 : openat(to, name, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	int failed = source < 0 || target < 0 || copy_folder(source, target, depth - 1);

	if (source >= 0)
		close(source);
	if (target >= 0)
		close(target);
	return failed ? -1 : 0;
}

static int copy_attributes(int to, const char *name, const struct stat *st)
{
	struct timespec times[2] = { st->st_atim, st->st_mtim };

	if (fchownat(to, name, st->st_uid, st->st_gid, AT_SYMLINK_NOFOLLOW))
		return -1;
	if (!S_ISLNK(st->st_mode) && fchmodat(to, name, st->st_mode & 07777, 0))
		return -1;
	return utimensat(to, name, times, AT_SYMLINK_NOFOLLOW);
}

/* after the owner, whose change takes a file's capabilities away */
static int copy_notes(int from, int to, const char *name)
{
	int source = openat(from, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	int target = openat(to, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	int failed = source < 0 || target < 0 || copy_xattrs(source, target);

	if (source >= 0)
		close(source);
	if (target >= 0)
		close(target);
	return failed ? -1 : 0;
}

static int copy_entry(int from, int to, const char *name, int depth)
{
	struct stat st;
	int failed;

	if (fstatat(from, name, &st, AT_SYMLINK_NOFOLLOW))
		return -1;
	if (S_ISDIR(st.st_mode))
		failed = copy_subfolder(from, to, name, depth);
	else if (S_ISREG(st.st_mode))
		failed = copy_content(from, to, name, &st);
	else if (S_ISLNK(st.st_mode))
		failed = copy_link(from, to, name);
	else
		failed = mknodat(to, name, st.st_mode, st.st_rdev);
	if (failed || copy_attributes(to, name, &st))
		return -1;
	return S_ISREG(st.st_mode) ? copy_notes(from, to, name) : 0;
}

/* `from` is open for reading */
static int copy_folder(int from, int to, int depth)
{
	struct dirent *entry;
	DIR *folder;
	int failed = 0;

	if (depth == 0) {
		errno = ELOOP;
		return -1;
	}
	folder = fdopendir(fcntl(from, F_DUPFD_CLOEXEC, 3));
	if (!folder)
		return -1;
	while (!failed && (entry = readdir(folder)))
		if (strcmp(entry->d_name, ".") && strcmp(entry->d_name, ".."))
			failed = copy_entry(from, to, entry->d_name, depth);
	closedir(folder);
	return failed;
}

int copy_up(int from, int to)
{
	struct stat st;
	int readable = openat(from, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int failed = readable < 0 || fstat(readable, &st) || copy_folder(readable, to, MAX_DEPTH) ||
		     copy_attributes(to, ".", &st);

	if (readable >= 0)
		close(readable);
	return failed ? -1 : 0;
}
