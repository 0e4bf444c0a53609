/* Mounts inside the root file system, and changes of those that are there. */
#define _GNU_SOURCE
#include <errno.h>
#include <string.h>
#include <sys/mount.h>

#include "container.h"
#include "copy-up.h"
#include "mount-attributes.h"
#include "root.h"
#include "system.h"

/* symbolic links on the way to the mount point are followed, within the root */
#define ATTACH_LINKS 1
/* what the mount point holds is copied into the new file system */
#define ATTACH_COPY_UP 2

/* what fsmount(2) takes; a file system that shows the host is refused when it comes with less than the host's own */
#define FSMOUNT_ATTRIBUTES                                                                                             \
	(MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV | MOUNT_ATTR_NOEXEC | MOUNT_ATTR__ATIME |            \
	 MOUNT_ATTR_NODIRATIME | MOUNT_ATTR_NOSYMFOLLOW)

int op_attach_filesystem(struct container *c, struct reader *f)
{
	static const char *options[MAX_OPTIONS];
	const char *type = read_text(f);
	const char *destination = read_text(f);
	struct attributes attributes;
	uint32_t flags, count;
	unsigned int early;
	int tree, target;

	count = read_texts(f, options, MAX_OPTIONS);
	flags = read_u32(f);
	attributes = read_attributes(f);
	if (f->bad || count >= MAX_OPTIONS) {
		errno = EBADMSG;
		return -1;
	}
	early = (unsigned int)attributes.set & FSMOUNT_ATTRIBUTES;
	tree = make_filesystem(type, early, options);
	if (tree < 0)
		return -1;
	target = root_make(c->root, destination, true, flags & ATTACH_LINKS);
	if (target < 0 || ((flags & ATTACH_COPY_UP) && copy_up(target, tree)) || apply_attributes(tree, &attributes)) {
		close(tree);
		return -1;
	}
	return attach_tree(tree, target);
}

/* the mount that is at `destination` already */
int op_remount(struct container *c, struct reader *f)
{
	int target = root_find(c->root, read_text(f), true);
	struct attributes attributes = read_attributes(f);
	int failed = target < 0 || apply_attributes(target, &attributes);

	if (target >= 0)
		close(target);
	return failed ? -1 : 0;
}

/* where the root may not be pivoted, or the mount namespace is not this container's alone */
int op_chroot(struct container *c, struct reader *f)
{
	(void)f;
	return fchdir(c->root) || chroot(".") || chdir("/") ? -1 : 0;
}
