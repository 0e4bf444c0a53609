/* Tries what a container must not be able to do; prints `<name> <errno>`, 0 when it worked. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <unistd.h>

static void say(const char *name, long result)
{
	printf("%s %d\n", name, result < 0 ? errno : 0);
}

static void try_call(const char *name, long number)
{
	say(name, syscall(number, 0, 0, 0, 0, 0, 0));
}

#ifdef __x86_64__
static void try_other_abis(void)
{
	long result;

	say("x32-getpid", syscall(0x40000000 | SYS_getpid));
	/* 357 is bpf of 32-bit x86 */
	__asm__ volatile("int $0x80" : "=a"(result) : "a"(357), "b"(0), "c"(0), "d"(0) : "memory");
	errno = result < 0 ? (int)-result : 0;
	say("i386-bpf", result < 0 ? -1 : 0);
}
#endif

int main(void)
{
	try_call("bpf", SYS_bpf);
	try_call("keyctl", SYS_keyctl);
	try_call("add_key", SYS_add_key);
	try_call("io_uring_setup", SYS_io_uring_setup);
	try_call("userfaultfd", SYS_userfaultfd);
	try_call("fsopen", SYS_fsopen);
	try_call("open_tree", SYS_open_tree);
	try_call("perf_event_open", SYS_perf_event_open);
	try_call("kexec_load", SYS_kexec_load);
	try_call("clone3", SYS_clone3);
	say("unshare-user", unshare(CLONE_NEWUSER));
	say("clone-user", syscall(SYS_clone, CLONE_NEWUSER | 17, 0, 0, 0, 0));
	say("setns", setns(0, 0));
	say("mount", mount("none", "/tmp", "tmpfs", 0, ""));
	say("umount", umount("/proc"));
	say("vsock", socket(40, SOCK_STREAM, 0));
	say("alg", socket(38, SOCK_SEQPACKET, 0));
	say("inet", socket(AF_INET, SOCK_STREAM, 0));
	say("mknod-mem", mknod("/tmp/mem", S_IFCHR | 0600, makedev(1, 1)));
	say("open-by-handle", syscall(SYS_open_by_handle_at, 0, 0, 0));
	say("sysctl", open("/proc/sys/kernel/core_pattern", O_WRONLY));
	say("sysrq", open("/proc/sysrq-trigger", O_WRONLY));
	say("kcore", open("/proc/kcore", O_RDONLY) < 0 ? -1 : read(open("/proc/kcore", O_RDONLY), (char[8]){ 0 }, 8) > 0 ? 0 : (errno = EPERM, -1));
#ifdef __x86_64__
	try_other_abis();
#endif
	return 0;
}
