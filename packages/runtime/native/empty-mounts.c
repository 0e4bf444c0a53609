#define _GNU_SOURCE
#include "empty-mounts.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "system.h"
#include "title.h"

/* every host has it, and in a namespace of its own it is nobody's loss */
#define PLACE "/proc"

static int make_file(const char *path)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0400);

	return fd < 0 ? -1 : close(fd);
}

static int empty_mounts(void)
{
	const unsigned long flags = MS_NOSUID | MS_NODEV | MS_NOEXEC;

	if (unshare(CLONE_NEWNS) || mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) ||
	    mount("tmpfs", PLACE, "tmpfs", flags, "mode=755,size=64k,nr_inodes=8"))
		return -1;
	if (mkdir(PLACE STAGE, 0755) || make_file(PLACE NULL_DEVICE) ||
	    mount("/dev/null", PLACE NULL_DEVICE, NULL, MS_BIND, NULL))
		return -1;
	if (chdir(PLACE) || syscall(SYS_pivot_root, ".", ".") || umount2(".", MNT_DETACH) || chdir("/"))
		return -1;
	/* the copies share it, so nobody writes to it */
	return mount(NULL, "/", NULL, MS_REMOUNT | MS_BIND | MS_RDONLY | flags, NULL);
}

static _Noreturn void hold_mounts(int ready)
{
	int error = 0;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	write_title("mounts", NULL);
	if (empty_mounts())
		error = errno;
	if (write(ready, &error, sizeof(error)) == sizeof(error))
		pause();
	_exit(0);
}

int open_empty_mounts(void)
{
	char path[64];
	int ready[2], mounts = -1, error = ECANCELED;
	pid_t holder = pipe2(ready, O_CLOEXEC) ? -1 : sys_fork(0, -1);

	if (holder == 0)
		hold_mounts(ready[1]);
	if (holder < 0)
		return -1;
	close(ready[1]);
	snprintf(path, sizeof(path), "/proc/%d/ns/mnt", holder);
	if (read(ready[0], &error, sizeof(error)) == sizeof(error) && !error) {
		mounts = open(path, O_RDONLY | O_CLOEXEC);
		error = errno;
	}
	close(ready[0]);
	kill(holder, SIGKILL);
	waitpid(holder, NULL, 0);
	errno = error;
	return mounts;
}
