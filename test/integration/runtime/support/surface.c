/*
 * What a kernel offers beyond files and processes, tried from inside a container as its root, once each: prints
 * `<name> <errno>`, 0 when it was not refused.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <net/if.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/un.h>
#include <unistd.h>

static const char *abstract_name, *host_socket;

static long call(long number)
{
	return syscall(number, 0, 0, 0, 0, 0, 0);
}

static long bpf(void)
{
	return call(SYS_bpf);
}

static long perf(void)
{
	return syscall(SYS_perf_event_open, (char[128]){ 1 }, 0, -1, -1, 0);
}

static long userfault(void)
{
	return syscall(SYS_userfaultfd, 0);
}

static long ring(void)
{
	return syscall(SYS_io_uring_setup, 1, (char[256]){ 0 });
}

static long kexec(void)
{
	return syscall(SYS_kexec_load, 0, 0, NULL, 0);
}

static long kexec_file(void)
{
	return syscall(SYS_kexec_file_load, -1, -1, 0, "", 0);
}

static long kernel_log(void)
{
	char text[64];

	return syscall(SYS_syslog, 3, text, sizeof(text));
}

/* the device of the kernel's log, made by oneself */
static long log_device(void)
{
	mknod("/tmp/kmsg", S_IFCHR | 0600, makedev(1, 11));
	return open("/tmp/kmsg", O_RDWR);
}

static long opens(const char *path, int flags)
{
	return open(path, flags);
}

static long core_pattern(void)
{
	return opens("/proc/sys/kernel/core_pattern", O_WRONLY);
}

static long sysrq(void)
{
	return opens("/proc/sysrq-trigger", O_WRONLY);
}

static long kernel_memory(void)
{
	char byte;
	int fd = open("/proc/kcore", O_RDONLY);
	long got = fd < 0 ? -1 : read(fd, &byte, 1);

	if (got == 0)
		errno = ENODATA; /* it is masked by what is empty */
	return got > 0 ? 0 : -1;
}

static long symbols(void)
{
	char line[256] = "";
	FILE *file = fopen("/proc/kallsyms", "r");

	if (!file || !fgets(line, sizeof(line), file) || strtoull(line, NULL, 16) == 0) {
		errno = EPERM;
		return -1;
	}
	return 0;
}

static long joined(const char *name, size_t length)
{
	struct sockaddr_un to = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	memcpy(to.sun_path, name, length);
	return connect(fd, (struct sockaddr *)&to, (socklen_t)(offsetof(struct sockaddr_un, sun_path) + length));
}

static long abstract_socket(void)
{
	char name[108] = "";

	snprintf(name + 1, sizeof(name) - 1, "%s", abstract_name);
	return joined(name, strlen(abstract_name) + 1);
}

static long unix_socket(void)
{
	return joined(host_socket, strlen(host_socket) + 1);
}

static long system_bus(void)
{
	const char *paths[] = { "/run/dbus/system_bus_socket", "/var/run/dbus/system_bus_socket", "/run/systemd/private" };

	for (int i = 0; i < 3; i++)
		if (!joined(paths[i], strlen(paths[i]) + 1))
			return 0;
	return -1;
}

/* a request of the kernel: the answer's error, which comes as a message */
static long asked(int family, void *request, uint32_t length)
{
	struct sockaddr_nl kernel = { .nl_family = AF_NETLINK };
	char answer[8192];
	int fd = socket(AF_NETLINK, SOCK_RAW, family);
	struct nlmsghdr *head = (struct nlmsghdr *)answer;

	if (fd < 0 || sendto(fd, request, length, 0, (struct sockaddr *)&kernel, sizeof(kernel)) < 0)
		return -1;
	if (recv(fd, answer, sizeof(answer), 0) < (ssize_t)sizeof(*head))
		return -1;
	if (head->nlmsg_type != NLMSG_ERROR)
		return 0;
	errno = -((struct nlmsgerr *)NLMSG_DATA(head))->error;
	return errno ? -1 : 0;
}

struct link_request {
	struct nlmsghdr head;
	struct ifinfomsg info;
};

static long link_down(void)
{
	struct link_request request = {
		.head = { .nlmsg_len = sizeof(request), .nlmsg_type = RTM_NEWLINK, .nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK },
		.info = { .ifi_index = 1, .ifi_change = IFF_UP },
	};

	return asked(NETLINK_ROUTE, &request, sizeof(request));
}

struct address_request {
	struct nlmsghdr head;
	struct ifaddrmsg info;
};

static long new_address(void)
{
	struct address_request request = {
		.head = { .nlmsg_len = sizeof(request), .nlmsg_type = RTM_NEWADDR, .nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK },
		.info = { .ifa_family = AF_INET, .ifa_prefixlen = 8, .ifa_index = 1 },
	};

	return asked(NETLINK_ROUTE, &request, sizeof(request));
}

/* nftables: a new generation of rules, NFNL_MSG_BATCH_BEGIN */
static long firewall(void)
{
	struct {
		struct nlmsghdr head;
		uint32_t rest;
	} request = { .head = { .nlmsg_len = sizeof(request), .nlmsg_type = 0x10, .nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK },
		      .rest = 0x0a000000 };

	return asked(NETLINK_NETFILTER, &request, sizeof(request));
}

static long audit(void)
{
	struct nlmsghdr request = { .nlmsg_len = sizeof(request), .nlmsg_type = 1001, .nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK };

	return asked(NETLINK_AUDIT, &request, sizeof(request));
}

static long raw_socket(void)
{
	return socket(AF_INET, SOCK_RAW, 255);
}

static long packets(void)
{
	return socket(AF_PACKET, SOCK_RAW, 0);
}

static long rename_link(void)
{
	struct ifreq request = { .ifr_name = "lo", .ifr_newname = "mine" };

	return ioctl(socket(AF_INET, SOCK_DGRAM, 0), SIOCSIFNAME, &request);
}

/* without the privilege the kernel keeps to the usual most */
static long large_buffer(void)
{
	return setsockopt(socket(AF_INET, SOCK_DGRAM, 0), SOL_SOCKET, SO_RCVBUFFORCE, &(int){ 1 << 30 }, sizeof(int));
}

static long realtime(void)
{
	return syscall(SYS_sched_setscheduler, 0, 1, &(int){ 50 });
}

static long higher_priority(void)
{
	return syscall(SYS_setpriority, 0, 0, -20);
}

static long more_files(void)
{
	unsigned long limit[2] = { 1UL << 40, 1UL << 40 };

	return syscall(SYS_prlimit64, 0, 7, limit, NULL);
}

static long out_of_memory_last(void)
{
	int fd = open("/proc/self/oom_score_adj", O_WRONLY);

	return fd < 0 ? -1 : write(fd, "-1000", 5);
}

static long first_page(void)
{
	return mmap(NULL, 4096, PROT_READ, MAP_FIXED | MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) == MAP_FAILED ? -1 : 0;
}

static long all_files_watched(void)
{
	return syscall(SYS_fanotify_init, 0, 0);
}

static long accounting(void)
{
	return syscall(SYS_acct, "/tmp/accounting");
}

static long quota(void)
{
	return syscall(SYS_quotactl, 0x800002, "/dev/vda", 0, NULL);
}

static long ports(void)
{
	return syscall(SYS_ioperm, 0x70, 2, 1);
}

static long processes_of_the_host(void)
{
	struct dirent *entry;
	DIR *folder = opendir("/proc");
	int count = 0;

	while (folder && (entry = readdir(folder)))
		count += entry->d_name[0] >= '0' && entry->d_name[0] <= '9';
	errno = ESRCH;
	return count > 3 ? 0 : -1;
}

static const struct {
	const char *name;
	long (*attempt)(void);
} ATTEMPTS[] = {
	{ "bpf", bpf },
	{ "perf", perf },
	{ "userfaultfd", userfault },
	{ "io_uring", ring },
	{ "kexec", kexec },
	{ "kexec-file", kexec_file },
	{ "syslog", kernel_log },
	{ "kmsg", log_device },
	{ "core-pattern", core_pattern },
	{ "sysrq", sysrq },
	{ "kcore", kernel_memory },
	{ "kallsyms", symbols },
	{ "abstract-socket", abstract_socket },
	{ "unix-socket", unix_socket },
	{ "system-bus", system_bus },
	{ "link-down", link_down },
	{ "new-address", new_address },
	{ "firewall", firewall },
	{ "audit", audit },
	{ "raw-socket", raw_socket },
	{ "packet-socket", packets },
	{ "rename-link", rename_link },
	{ "large-buffer", large_buffer },
	{ "realtime", realtime },
	{ "higher-priority", higher_priority },
	{ "more-files", more_files },
	{ "out-of-memory-last", out_of_memory_last },
	{ "first-page", first_page },
	{ "fanotify", all_files_watched },
	{ "accounting", accounting },
	{ "quota", quota },
	{ "io-ports", ports },
	{ "processes", processes_of_the_host },
};

int main(int argc, char **argv)
{
	if (argc != 3)
		return 2;
	abstract_name = argv[1];
	host_socket = argv[2];
	for (size_t i = 0; i < sizeof(ATTEMPTS) / sizeof(*ATTEMPTS); i++) {
		long result = ATTEMPTS[i].attempt();

		printf("%s %d\n", ATTEMPTS[i].name, result < 0 ? errno : 0);
		fflush(stdout);
	}
	return 0;
}
