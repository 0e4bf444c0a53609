/* What is made inside the root file system besides mounts. */
#define _GNU_SOURCE
#include <errno.h>
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
	int failed = parent < 0 || symlinkat(target, parent, name) ? -1 : 0;

	if (parent >= 0)
		close(parent);
	return failed;
}

int op_root_dir(struct container *c, struct reader *f)
{
	int fd = root_make(c->root, read_text(f), true, true);

	if (fd < 0)
		return -1;
	close(fd);
	return 0;
}
