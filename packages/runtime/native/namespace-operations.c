/* Operations on namespaces, cgroups, names and limits: all before the process gives its rights up. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <string.h>
#include <sys/fsuid.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <linux/securebits.h>
#include <unistd.h>

#include "container.h"
#include "system.h"

int op_join_path(struct container *c, struct reader *f)
{
	const char *path = read_text(f);
	int type = (int)read_u32(f);
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	int failed;

	(void)c;
	if (fd < 0)
		return -1;
	failed = setns(fd, type);
	close(fd);
	return failed;
}

int op_join_init(struct container *c, struct reader *f)
{
	return setns(c->init_pidfd, (int)read_u32(f));
}

int op_write_file(struct container *c, struct reader *f)
{
	const char *path = read_text(f);
	const char *data = read_text(f);
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	ssize_t written;

	(void)c;
	if (fd < 0)
		return -1;
	written = write(fd, data, strlen(data));
	close(fd);
	return written == (ssize_t)strlen(data) ? 0 : -1;
}

int op_unshare(struct container *c, struct reader *f)
{
	(void)c;
	return unshare((int)read_u32(f));
}

/*
 * What is created from here on belongs to the container's root: through an idmapped mount no other id can be
 * written. The capabilities of the host's root stay until the process enters its user namespace.
 */
int op_fs_ids(struct container *c, struct reader *f)
{
	c->base_uid = read_u32(f);
	c->base_gid = read_u32(f);
	if (prctl(PR_SET_SECUREBITS, SECBIT_NO_SETUID_FIXUP))
		return -1;
	setfsgid(c->base_gid);
	setfsuid(c->base_uid);
	errno = EPERM;
	return setfsuid(-1) == (int)c->base_uid && setfsgid(-1) == (int)c->base_gid ? 0 : -1;
}

int op_chdir(struct container *c, struct reader *f)
{
	(void)c;
	return chdir(read_text(f));
}

int op_make_dir(struct container *c, struct reader *f)
{
	const char *path = read_text(f);

	(void)c;
	return mkdir(path, read_u32(f));
}

int op_hostname(struct container *c, struct reader *f)
{
	const char *name = read_text(f);

	(void)c;
	return sethostname(name, strlen(name));
}

int op_rlimit(struct container *c, struct reader *f)
{
	int resource = (int)read_u32(f);
	struct rlimit limit;

	(void)c;
	limit.rlim_cur = read_u64(f);
	limit.rlim_max = read_u64(f);
	return setrlimit(resource, &limit);
}
