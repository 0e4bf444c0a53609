/* Operations on namespaces, cgroups, names and limits: all before the process gives its rights up. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <string.h>
#include <net/if.h>
#include <sys/fsuid.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
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

int op_hold_file(struct container *c, struct reader *f)
{
	int fd = open(read_text(f), O_WRONLY | O_CLOEXEC);

	if (fd < 0)
		return -1;
	if (c->held_count == MAX_HELD) {
		close(fd);
		errno = E2BIG;
		return -1;
	}
	c->held[c->held_count++] = fd;
	return 0;
}

int op_write_held(struct container *c, struct reader *f)
{
	const char *data = read_text(f);
	ssize_t length = (ssize_t)strlen(data);

	while (c->held_count > 0) {
		int fd = c->held[--c->held_count];
		int failed = write(fd, data, (size_t)length) != length;

		close(fd);
		if (failed)
			return -1;
	}
	return 0;
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

int op_open_mount_namespace(struct container *c, struct reader *f)
{
	c->mount_namespace = open(read_text(f), O_RDONLY | O_CLOEXEC);
	return c->mount_namespace < 0 ? -1 : 0;
}

int op_enter_mount_namespace(struct container *c, struct reader *f)
{
	(void)f;
	return setns(c->mount_namespace, CLONE_NEWNS);
}

int op_domainname(struct container *c, struct reader *f)
{
	const char *name = read_text(f);

	(void)c;
	return setdomainname(name, strlen(name));
}

int op_loopback(struct container *c, struct reader *f)
{
	struct ifreq request = { .ifr_name = "lo", .ifr_flags = IFF_UP | IFF_RUNNING };
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	int failed;

	(void)c;
	(void)f;
	if (fd < 0)
		return -1;
	failed = ioctl(fd, SIOCSIFFLAGS, &request);
	close(fd);
	return failed;
}

/* limits are set at the end, when the right to raise them may be gone; too low a soft one would hinder the set-up */
int op_raise_limit(struct container *c, struct reader *f)
{
	int resource = (int)read_u32(f);
	rlim_t hard = read_u64(f);
	struct rlimit limit;

	(void)c;
	if (getrlimit(resource, &limit))
		return -1;
	if (limit.rlim_max >= hard)
		return 0;
	limit.rlim_max = hard;
	return setrlimit(resource, &limit);
}

int op_try_dir(struct container *c, struct reader *f)
{
	c->entered = chdir(read_text(f)) == 0;
	return c->entered || errno == EACCES ? 0 : -1;
}
