/* Mounts that are prepared as the host's root, while the host's paths can be reached, and attached later. */
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include "container.h"
#include "mount-attributes.h"
#include "root.h"
#include "system.h"

#define TREE_RECURSIVE 1
#define TREE_IDMAP_RECURSIVE 2
#define TREE_SLAVE 4
#define NO_IDMAP UINT32_MAX

int keep_tree(struct container *c, int tree)
{
	if (tree < 0)
		return -1;
	if (c->tree_count == MAX_TREES) {
		close(tree);
		errno = E2BIG;
		return -1;
	}
	c->trees[c->tree_count++] = tree;
	return 0;
}

int take_tree(struct container *c, uint32_t slot)
{
	int tree = -1;

	if (slot < c->tree_count) {
		tree = c->trees[slot];
		c->trees[slot] = -1;
	}
	if (tree < 0)
		errno = EBADF;
	return tree;
}

static int set_idmap(struct container *c, int tree, uint32_t slot, bool recursive)
{
	struct mount_attr attr = { .attr_set = MOUNT_ATTR_IDMAP };

	if (slot >= c->idmap_count) {
		errno = EBADF;
		return -1;
	}
	attr.userns_fd = (uint64_t)c->idmaps[slot];
	return sys_mount_setattr(tree, "", AT_EMPTY_PATH | (recursive ? AT_RECURSIVE : 0), &attr);
}

/* a copy of the mount that `source` is in, and of what is mounted below it when asked for */
int op_open_tree(struct container *c, struct reader *f)
{
	const char *source = read_text(f);
	uint32_t flags = read_u32(f);
	uint32_t idmap = read_u32(f);
	unsigned int recursive = flags & TREE_RECURSIVE ? AT_RECURSIVE : 0;
	struct attributes slave = { .propagation_all = MS_SLAVE };
	int tree = sys_open_tree(AT_FDCWD, source, OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | recursive);

	if (keep_tree(c, tree))
		return -1;
	if (idmap != NO_IDMAP && set_idmap(c, tree, idmap, flags & TREE_IDMAP_RECURSIVE))
		return -1;
	return flags & TREE_SLAVE ? apply_attributes(tree, &slave) : 0;
}

/* a new one, whose ids are mapped: only who owns a file system may do that */
int op_open_filesystem(struct container *c, struct reader *f)
{
	static const char *options[MAX_OPTIONS];
	const char *type = read_text(f);
	uint32_t count = read_texts(f, options, MAX_OPTIONS);
	uint32_t idmap = read_u32(f);

	if (f->bad || count >= MAX_OPTIONS) {
		errno = EBADMSG;
		return -1;
	}
	return keep_tree(c, make_filesystem(type, 0, options)) || set_idmap(c, c->trees[c->tree_count - 1], idmap, false) ? -1 : 0;
}

static int device_folder(struct container *c)
{
	const char *options[] = { "mode=700", "size=64k", NULL };

	if (c->devices < 0)
		c->devices = make_filesystem("tmpfs", MOUNT_ATTR_NOSUID | MOUNT_ATTR_NOEXEC, options);
	return c->devices;
}

/* a device that works in a user namespace: its node lies in a file system of the host's, and is mounted as a file */
int op_open_device(struct container *c, struct reader *f)
{
	mode_t mode = read_u32(f);
	unsigned int major_number = read_u32(f), minor_number = read_u32(f);
	uid_t uid = read_u32(f);
	gid_t gid = read_u32(f);
	int folder = device_folder(c);
	char name[16];
	mode_t mask;
	int failed;

	if (folder < 0)
		return -1;
	snprintf(name, sizeof(name), "%u", c->tree_count);
	mask = umask(0);
	failed = mknodat(folder, name, mode, makedev(major_number, minor_number)) ||
		 fchownat(folder, name, uid, gid, AT_SYMLINK_NOFOLLOW);
	umask(mask);
	return failed ? -1 : keep_tree(c, sys_open_tree(folder, name, OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC));
}

/* The root file system, on top of whatever is the root of this mount namespace: pivot_root(2) takes it from there. */
int op_root_tree(struct container *c, struct reader *f)
{
	int tree = take_tree(c, read_u32(f));
	struct attributes attributes = read_attributes(f);

	if (tree < 0 || apply_attributes(tree, &attributes) ||
	    sys_move_mount(tree, "", AT_FDCWD, "/", MOVE_MOUNT_F_EMPTY_PATH))
		return -1;
	c->root = tree;
	return 0;
}

int op_attach_tree(struct container *c, struct reader *f)
{
	int tree = take_tree(c, read_u32(f));
	const char *destination = read_text(f);
	struct attributes attributes = read_attributes(f);
	struct stat st;

	if (tree < 0 || fstat(tree, &st) || apply_attributes(tree, &attributes))
		return -1;
	return attach_tree(tree, root_make(c->root, destination, S_ISDIR(st.st_mode), true));
}
