/*
 * The mount namespace of the platform's own containers. What it shows of the host is opened while the host's paths can
 * be reached; then everything is put together where there are none, and the root file system becomes the root of all.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/stat.h>

#include "container.h"
#include "copy-up.h"
#include "empty-mounts.h"
#include "mount-attributes.h"
#include "root.h"
#include "system.h"

#define HOLD_RECURSIVE 1
#define HOLD_IDMAPPED 2
#define BIND_FILE 1
/* what the mount point holds is copied into the source */
#define BIND_COPY_UP 2

/* before the clone; a resident process has one already */
int op_open_empty_mounts(struct container *c, struct reader *f)
{
	(void)f;
	if (c->empty_mounts < 0)
		c->empty_mounts = open_empty_mounts();
	return c->empty_mounts < 0 ? -1 : 0;
}

/* private: what the host mounts there later is none of the container's */
int op_hold_tree(struct container *c, struct reader *f)
{
	const char *source = read_text(f);
	struct mount_attr attr = { .attr_set = read_u64(f), .propagation = MS_PRIVATE };
	uint32_t flags = read_u32(f);
	unsigned int below = flags & HOLD_RECURSIVE ? AT_RECURSIVE : 0;
	int tree = sys_open_tree(AT_FDCWD, source, OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | below);

	if (flags & HOLD_IDMAPPED) {
		attr.attr_set |= MOUNT_ATTR_IDMAP;
		attr.userns_fd = (uint64_t)c->userns;
	}
	return keep_tree(c, tree) || sys_mount_setattr(tree, "", AT_EMPTY_PATH | below, &attr) ? -1 : 0;
}

int op_own_mounts(struct container *c, struct reader *f)
{
	(void)f;
	if (setns(c->empty_mounts, CLONE_NEWNS) || unshare(CLONE_NEWNS))
		return -1;
	c->null_device = open(NULL_DEVICE, O_PATH | O_NOFOLLOW | O_CLOEXEC);
	if (c->null_device < 0 || mount("tmpfs", STAGE, "tmpfs", 0, "mode=755,size=1m"))
		return -1;
	return chdir(STAGE);
}

/* a layer of the root file system, below the working folder */
int op_stage_tree(struct container *c, struct reader *f)
{
	int tree = take_tree(c, read_u32(f));
	const char *name = read_text(f);

	if (tree < 0 || mkdir(name, 0755))
		return -1;
	return attach_tree(tree, open(name, O_PATH | O_CLOEXEC));
}

int op_bind_tree(struct container *c, struct reader *f)
{
	int tree = take_tree(c, read_u32(f));
	const char *destination = read_text(f);
	uint32_t flags = read_u32(f);
	int target;

	if (tree < 0)
		return -1;
	target = root_make(c->root, destination, !(flags & BIND_FILE), true);
	if (target >= 0 && (flags & BIND_COPY_UP) && copy_up(target, tree))
		return -1;
	return attach_tree(tree, target);
}

/*
 * On top of the namespace's empty root, as an initial file system is left: pivot_root(2) would look at every process of
 * the host. The stage, which the working folder is in, goes with all that was mounted on it.
 */
int op_switch_root(struct container *c, struct reader *f)
{
	(void)f;
	if (sys_move_mount(c->root, "", AT_FDCWD, "/", MOVE_MOUNT_F_EMPTY_PATH) || umount2(".", MNT_DETACH))
		return -1;
	return fchdir(c->root) || chroot(".") ? -1 : chdir("/");
}
