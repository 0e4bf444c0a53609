#define _GNU_SOURCE
#include "root.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "system.h"

#define WITHIN (RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS)

static uint64_t resolve_flags(bool links)
{
	return links ? WITHIN : WITHIN | RESOLVE_NO_SYMLINKS;
}

int root_find(int root, const char *path, bool links)
{
	return sys_openat2(root, path, O_PATH, 0, resolve_flags(links));
}

/* one folder at a time: the parent is opened first, so that a link on the way is followed within the root only */
static int make_folders(int root, const char *path, bool links)
{
	char part[ROOT_PATH_MAX];
	const char *name;
	size_t end = 0;
	int dir = -1;

	while (path[end]) {
		end += strspn(path + end, "/");
		end += strcspn(path + end, "/");
		if (end >= sizeof(part)) {
			errno = ENAMETOOLONG;
			return -1;
		}
		memcpy(part, path, end);
		part[end] = 0;
		dir = root_find(root, part, links);
		if (dir < 0 && errno == ENOENT) {
			int parent = root_parent(root, part, &name);

			if (parent < 0)
				return -1;
			if (mkdirat(parent, name, 0755) && errno != EEXIST) {
				close(parent);
				return -1;
			}
			close(parent);
			dir = root_find(root, part, links);
		}
		if (dir < 0)
			return -1;
		if (path[end + strspn(path + end, "/")])
			close(dir);
		else
			break;
	}
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
	dir = length ? make_folders(root, folder, true) : root_find(root, "/", true);
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
	return folder ? make_folders(root, path, links) : make_file(root, path);
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
