/* Mounts. The process is still the host's root here; its mount namespace belongs to the host's user namespace. */
#define _GNU_SOURCE
#include <errno.h>
#include <sched.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include "container.h"
#include "mount-attributes.h"
#include "root.h"
#include "system.h"

static int set_attributes(int tree, uint64_t attributes, bool recursive)
{
	struct mount_attr attr = { .attr_set = attributes };

	return sys_mount_setattr(tree, "", AT_EMPTY_PATH | (recursive ? AT_RECURSIVE : 0), &attr);
}

int op_mount(struct container *c, struct reader *f)
{
	const char *source = read_text(f);
	const char *target = read_text(f);
	const char *type = read_text(f);
	unsigned long flags = read_u64(f);

	(void)c;
	return mount(source, target, type, flags, read_text(f));
}

int op_open_root(struct container *c, struct reader *f)
{
	c->root = open(read_text(f), O_PATH | O_DIRECTORY | O_CLOEXEC);
	return c->root < 0 ? -1 : 0;
}

/* a file system of the kernel's own; its mount point must not be a link (CVE-2019-19921) */
int op_filesystem(struct container *c, struct reader *f)
{
	const char *options[16];
	const char *type = read_text(f);
	const char *destination = read_text(f);
	uint64_t attributes = read_u64(f);
	int tree;

	read_texts(f, options, 16);
	if (f->bad) {
		errno = EBADMSG;
		return -1;
	}
	tree = make_filesystem(type, (unsigned int)attributes, options);
	if (tree < 0)
		return -1;
	return attach_tree(tree, root_make(c->root, destination, true, false));
}

/* the host's own device, not the one that an image may have put in its place (CVE-2025-31133) */
static int host_null(struct container *c)
{
	struct stat st;

	if (c->null_device < 0)
		c->null_device = open("/dev/null", O_PATH | O_NOFOLLOW | O_CLOEXEC);
	if (c->null_device < 0 || fstat(c->null_device, &st))
		return -1;
	if (S_ISCHR(st.st_mode) && st.st_rdev == makedev(1, 3))
		return c->null_device;
	errno = ENODEV;
	return -1;
}

int op_mask(struct container *c, struct reader *f)
{
	const char *EMPTY[] = { "size=4k", "nr_inodes=2", NULL };
	struct stat st;
	int target = root_find(c->root, read_text(f), true);
	int null, tree;

	if (target < 0)
		return errno == ENOENT || errno == ENOTDIR ? 0 : -1;
	if (fstat(target, &st))
		return -1;
	if (S_ISDIR(st.st_mode))
		tree = make_filesystem("tmpfs", MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV | MOUNT_ATTR_NOEXEC,
				       EMPTY);
	else
		tree = (null = host_null(c)) < 0 ? -1 : sys_open_tree(null, "", OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | AT_EMPTY_PATH);
	if (tree >= 0 && set_attributes(tree, MOUNT_ATTR_NOSUID | MOUNT_ATTR_NOEXEC, false))
		return -1;
	return attach_tree(tree, target);
}

/* with everything below it (rro) */
int op_readonly(struct container *c, struct reader *f)
{
	int target = root_find(c->root, read_text(f), true);
	int tree;

	if (target < 0)
		return errno == ENOENT ? 0 : -1;
	tree = sys_open_tree(target, "", OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | AT_EMPTY_PATH | AT_RECURSIVE);
	if (tree < 0 || set_attributes(tree, MOUNT_ATTR_RDONLY, true))
		return -1;
	return attach_tree(tree, target);
}

int op_pivot(struct container *c, struct reader *f)
{
	(void)f;
	if (fchdir(c->root) || syscall(SYS_pivot_root, ".", ".") || umount2(".", MNT_DETACH))
		return -1;
	return chdir("/");
}
