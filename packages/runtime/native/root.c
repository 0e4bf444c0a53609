#define _GNU_SOURCE
#include "root.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "system.h"

#define MAX_LINKS 8
#define WITHIN (RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS)

static uint64_t resolve_flags(bool links)
{
	return links ? WITHIN : WITHIN | RESOLVE_NO_SYMLINKS;
}

int root_find(int root, const char *path, bool links)
{
	return sys_openat2(root, path, O_PATH, 0, resolve_flags(links));
}

static int make_folders(int root, const char *path, bool links, int depth);

/* where the link leads in the root, as a path from there */
static int link_target(int parent, const char *folder, const char *name, char target[ROOT_PATH_MAX])
{
	char content[ROOT_PATH_MAX];
	ssize_t length = readlinkat(parent, name, content, sizeof(content) - 1);
	int written;

	if (length < 0)
		return -1;
	content[length] = 0;
	written = snprintf(target, ROOT_PATH_MAX, "%.*s%s", *content == '/' ? 0 : (int)(name - folder), folder, content);
	if (written < ROOT_PATH_MAX)
		return 0;
	errno = ENAMETOOLONG;
	return -1;
}

/* makes one folder, or the one that a link in its place leads to; its parent exists, and was found within the root */
static int make_folder(int root, const char *path, bool links, int depth)
{
	char target[ROOT_PATH_MAX];
	const char *name;
	int parent = root_parent(root, path, &name);
	int made = -1;

	if (parent < 0)
		return -1;
	if (!mkdirat(parent, name, 0755) || (errno == EEXIST && !links))
		made = root_find(root, path, links);
	else if (errno == EEXIST && depth > 0 && !link_target(parent, path, name, target))
		made = make_folders(root, target, links, depth - 1);
	close(parent);
	return made;
}

/* one folder at a time, each found within the root before the next is made in it */
static int make_folders(int root, const char *path, bool links, int depth)
{
	char part[ROOT_PATH_MAX];
	size_t end = 0;
	int dir = -1;

	do {
		if (dir >= 0)
			close(dir);
		end += strspn(path + end, "/");
		end += strcspn(path + end, "/");
		if (end >= sizeof(part)) {
			errno = ENAMETOOLONG;
			return -1;
		}
		memcpy(part, path, end);
		part[end] = 0;
		dir = root_find(root, part, links);
		if (dir < 0 && errno == ENOENT)
			dir = make_folder(root, part, links, depth);
		if (dir < 0)
			return -1;
	} while (path[end + strspn(path + end, "/")]);
	return dir;
}

static int make_file(int root, const char *path)
{
	char folder[ROOT_PATH_MAX];
	const char *name = strrchr(path, '/');
	size_t length = name ? (size_t)(name - path) : 0;
	int dir, fd;

	if (!name || !name[1] || length >= sizeof(folder)) {
		errno = EINVAL;
		return -1;
	}
	memcpy(folder, path, length);
	folder[length] = 0;
	dir = length ? make_folders(root, folder, true, MAX_LINKS) : root_find(root, "/", true);
	if (dir < 0)
		return -1;
	/* a link that leads nowhere is replaced: it is the image's, and what is bound here is the platform's */
	unlinkat(dir, name + 1, 0);
	fd = openat(dir, name + 1, O_CREAT | O_EXCL | O_WRONLY | O_NOFOLLOW | O_CLOEXEC, 0644);
	close(dir);
	if (fd < 0)
		return -1;
	close(fd);
	return root_find(root, path, true);
}

int root_make(int root, const char *path, bool folder, bool links)
{
	int fd = root_find(root, path, links);

	if (fd >= 0 || errno != ENOENT)
		return fd;
	return folder ? make_folders(root, path, links, MAX_LINKS) : make_file(root, path);
}

int root_parent(int root, const char *path, const char **name)
{
	char folder[ROOT_PATH_MAX];
	const char *slash = strrchr(path, '/');
	size_t length = slash ? (size_t)(slash - path) : 0;

	*name = slash ? slash + 1 : path;
	if (!**name || length >= sizeof(folder)) {
		errno = EINVAL;
		return -1;
	}
	memcpy(folder, path, length);
	folder[length] = 0;
	return root_find(root, length ? folder : "/", true);
}
