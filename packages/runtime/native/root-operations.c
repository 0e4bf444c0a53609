/* What is made inside the root file system besides mounts. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "container.h"
#include "root.h"

/* /dev is a fresh tmpfs of ours, so nothing of the image is on the way */
int op_device(struct container *c, struct reader *f)
{
	const char *path = read_text(f);
	mode_t mode = read_u32(f);
	unsigned int major_number = read_u32(f);
	unsigned int minor_number = read_u32(f);
	const char *name;
	int parent = root_parent(c->root, path, &name);
	mode_t mask = umask(0);
	int failed = parent < 0 || mknodat(parent, name, mode, makedev(major_number, minor_number)) ? -1 : 0;

	umask(mask);
	if (parent >= 0)
		close(parent);
	return failed;
}

int op_symlink(struct container *c, struct reader *f)
{
	const char *target = read_text(f);
	const char *path = read_text(f);
	const char *name;
	int parent = root_parent(c->root, path, &name);
	/* what an image has in its place stays */
	int failed = parent < 0 || (symlinkat(target, parent, name) && errno != EEXIST) ? -1 : 0;

	if (parent >= 0)
		close(parent);
	return failed;
}

/* a pipe has no number, and whoever made it */
static bool is_same_device(const struct stat *st, mode_t mode, dev_t number)
{
	if ((st->st_mode & S_IFMT) != (mode & S_IFMT))
		return false;
	return S_ISFIFO(mode) || st->st_rdev == number;
}

static int make_parents(int root, const char *path)
{
	char folder[ROOT_PATH_MAX];
	const char *slash = strrchr(path, '/');
	size_t length = slash ? (size_t)(slash - path) : 0;
	int made;

	if (length >= sizeof(folder)) {
		errno = ENAMETOOLONG;
		return -1;
	}
	memcpy(folder, path, length);
	folder[length] = 0;
	made = root_make(root, length ? folder : "/", true, true);
	if (made < 0)
		return -1;
	close(made);
	return 0;
}

/* made, opened again and looked at: what is changed is what was asked for */
int op_make_device(struct container *c, struct reader *f)
{
	const char *path = read_text(f);
	mode_t mode = read_u32(f);
	unsigned int major_number = read_u32(f), minor_number = read_u32(f);
	uid_t uid = read_u32(f);
	gid_t gid = read_u32(f);
	dev_t number = makedev(major_number, minor_number);
	const char *name;
	int parent = make_parents(c->root, path) ? -1 : root_parent(c->root, path, &name);
	struct stat st;
	int failed;

	if (parent < 0)
		return -1;
	failed = (mknodat(parent, name, mode, number) && errno != EEXIST) ||
		 fstatat(parent, name, &st, AT_SYMLINK_NOFOLLOW);
	if (!failed && !is_same_device(&st, mode, number)) {
		errno = EEXIST;
		failed = 1;
	}
	failed = failed || fchownat(parent, name, uid, gid, AT_SYMLINK_NOFOLLOW) || fchmodat(parent, name, mode & 07777, 0);
	close(parent);
	return failed ? -1 : 0;
}

int op_root_dir(struct container *c, struct reader *f)
{
	int fd = root_make(c->root, read_text(f), true, true);

	if (fd < 0)
		return -1;
	close(fd);
	return 0;
}

/* for the program's user alone; what is in its place already, a link above all, is no place for it */
int op_give_file(struct container *c, struct reader *f)
{
	const char *path = read_text(f);
	const char *data = read_text(f);
	const char *name;
	int parent = root_parent(c->root, path, &name);
	int fd, failed;

	if (parent < 0)
		return -1;
	fd = openat(parent, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0400);
	close(parent);
	if (fd < 0)
		return -1;
	failed = write_all(fd, data) || fchown(fd, c->base_uid + c->uid, c->base_gid + c->gid);
	close(fd);
	return failed ? -1 : 0;
}
