#define _GNU_SOURCE
#include "mount-attributes.h"

#include <errno.h>
#include <string.h>

#include "system.h"

struct attributes read_attributes(struct reader *f)
{
	struct attributes a;

	a.set = read_u64(f);
	a.clear = read_u64(f);
	a.set_all = read_u64(f);
	a.clear_all = read_u64(f);
	a.propagation = read_u32(f);
	a.propagation_all = read_u32(f);
	return a;
}

static int change(int mount, uint64_t set, uint64_t clear, uint32_t propagation, unsigned int flags)
{
	struct mount_attr attr = { .attr_set = set, .attr_clr = clear, .propagation = propagation };

	if (!set && !clear && !propagation)
		return 0;
	return sys_mount_setattr(mount, "", AT_EMPTY_PATH | flags, &attr);
}

int apply_attributes(int mount, const struct attributes *a)
{
	if (change(mount, a->set_all, a->clear_all, a->propagation_all, AT_RECURSIVE))
		return -1;
	return change(mount, a->set, a->clear, a->propagation, 0);
}

int attach_tree(int tree, int target)
{
	int failed = -1;

	if (tree >= 0 && target >= 0)
		failed = sys_move_mount(tree, "", target, "", MOVE_MOUNT_F_EMPTY_PATH | MOVE_MOUNT_T_EMPTY_PATH);
	if (tree >= 0)
		close(tree);
	if (target >= 0)
		close(target);
	return failed;
}

static int configure(int fs, const char *option)
{
	char key[64];
	const char *equals = strchr(option, '=');

	if (!equals)
		return sys_fsconfig(fs, FSCONFIG_SET_FLAG, option, NULL, 0);
	if ((size_t)(equals - option) >= sizeof(key)) {
		errno = ENAMETOOLONG;
		return -1;
	}
	memcpy(key, option, equals - option);
	key[equals - option] = 0;
	return sys_fsconfig(fs, FSCONFIG_SET_STRING, key, equals + 1, 0);
}

int make_filesystem(const char *type, unsigned int attributes, const char **options)
{
	int fs = sys_fsopen(type, FSOPEN_CLOEXEC);
	int tree = -1;

	if (fs < 0)
		return -1;
	for (; *options; options++)
		if (configure(fs, *options))
			goto out;
	if (!sys_fsconfig(fs, FSCONFIG_CMD_CREATE, NULL, NULL, 0))
		tree = sys_fsmount(fs, FSMOUNT_CLOEXEC, attributes);
out:
	close(fs);
	return tree;
}
