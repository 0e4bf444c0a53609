/* Writes to /proc, each through a procfs that nobody can have put something over (CVE-2019-19921, CVE-2025-52881). */
#define _GNU_SOURCE
#include <errno.h>
#include <linux/magic.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/vfs.h>

#include "container.h"
#include "mount-attributes.h"
#include "system.h"

#define PROC_ROOT_INODE 1

static bool is_procfs(int fd)
{
	struct statfs fs;
	struct stat st;

	return !fstatfs(fd, &fs) && fs.f_type == PROC_SUPER_MAGIC && !fstat(fd, &st) && st.st_ino == PROC_ROOT_INODE;
}

/* the one that this process was born with: before the container's root is entered it is the host's */
static int host_procfs(void)
{
	int fd = open("/proc", O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);

	if (fd < 0 || is_procfs(fd))
		return fd;
	close(fd);
	errno = ENODEV;
	return -1;
}

/* a private one of this pid namespace; in a user namespace whose /proc is partly covered there may be none */
int op_open_proc(struct container *c, struct reader *f)
{
	const char *options[] = { NULL };

	(void)f;
	c->proc = make_filesystem("proc", MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV | MOUNT_ATTR_NOEXEC, options);
	if (c->proc < 0 && errno == EPERM)
		c->proc = host_procfs();
	return c->proc < 0 ? -1 : 0;
}

static int write_below(int proc, const char *path, const char *data)
{
	size_t length = strlen(data);
	int fd = sys_openat2(proc, path, O_WRONLY | O_NOFOLLOW, 0,
			     RESOLVE_BENEATH | RESOLVE_NO_MAGICLINKS | RESOLVE_NO_XDEV);
	int failed;

	if (fd < 0)
		return -1;
	failed = write(fd, data, length) != (ssize_t)length;
	close(fd);
	return failed ? -1 : 0;
}

int op_write_proc(struct container *c, struct reader *f)
{
	const char *path = read_text(f);
	const char *data = read_text(f);
	int proc, failed;

	if (c->proc >= 0)
		return write_below(c->proc, path, data);
	proc = host_procfs();
	if (proc < 0)
		return -1;
	failed = write_below(proc, path, data);
	close(proc);
	return failed;
}
