/* cgroup v2 has no files for devices: a program in the kernel answers for each one that is opened or made. */
#define _GNU_SOURCE
#include <errno.h>
#include <linux/bpf.h>
#include <stdio.h>
#include <string.h>

#include "container.h"
#include "jobs.h"
#include "system.h"

#define MAX_INSTRUCTIONS 4096
#define MAX_EARLIER 64

static long sys_bpf(int command, union bpf_attr *attributes)
{
	return syscall(SYS_bpf, command, attributes, sizeof(*attributes));
}

static int load(const void *program, uint32_t length)
{
	union bpf_attr attributes = { .prog_type = BPF_PROG_TYPE_CGROUP_DEVICE };

	attributes.insns = (uint64_t)(uintptr_t)program;
	attributes.insn_cnt = length / sizeof(struct bpf_insn);
	attributes.license = (uint64_t)(uintptr_t) "";
	return (int)sys_bpf(BPF_PROG_LOAD, &attributes);
}

static int attach(int group, int filter)
{
	union bpf_attr attributes = { .attach_type = BPF_CGROUP_DEVICE };

	attributes.target_fd = (uint32_t)group;
	attributes.attach_bpf_fd = (uint32_t)filter;
	attributes.attach_flags = BPF_F_ALLOW_MULTI;
	return (int)sys_bpf(BPF_PROG_ATTACH, &attributes);
}

static int detach(int group, uint32_t id)
{
	union bpf_attr found = { .prog_id = id }, attributes = { .attach_type = BPF_CGROUP_DEVICE };
	int filter = (int)sys_bpf(BPF_PROG_GET_FD_BY_ID, &found), failed;

	if (filter < 0)
		return -1;
	attributes.target_fd = (uint32_t)group;
	attributes.attach_bpf_fd = (uint32_t)filter;
	failed = (int)sys_bpf(BPF_PROG_DETACH, &attributes);
	close(filter);
	return failed;
}

/* all filters of a group must agree: the new one stands before the earlier ones go, so it is never open */
static int replace(int group, int filter)
{
	uint32_t earlier[MAX_EARLIER];
	union bpf_attr query = { 0 };

	query.query.target_fd = (uint32_t)group;
	query.query.attach_type = BPF_CGROUP_DEVICE;
	query.query.prog_ids = (uint64_t)(uintptr_t)earlier;
	query.query.prog_cnt = MAX_EARLIER;
	if (sys_bpf(BPF_PROG_QUERY, &query) || attach(group, filter))
		return -1;
	for (uint32_t i = 0; i < query.query.prog_cnt; i++)
		if (detach(group, earlier[i]))
			return -1;
	return 0;
}

static int set_filter(const char *path, const void *program, uint32_t length)
{
	int group = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int filter = group < 0 ? -1 : load(program, length);
	int failed = filter < 0 || replace(group, filter), error = errno;

	if (filter >= 0)
		close(filter);
	if (group >= 0)
		close(group);
	errno = error;
	return failed ? -1 : 0;
}

int op_device_filter(struct container *c, struct reader *f)
{
	const char *group = read_text(f);
	uint32_t length;
	const uint8_t *program = read_bytes(f, &length);

	(void)c;
	return set_filter(group, program, length);
}

int device_filter_main(const char *group)
{
	static struct bpf_insn program[MAX_INSTRUCTIONS];
	size_t length = fread(program, 1, sizeof(program), stdin);

	if (!feof(stdin) && fgetc(stdin) != EOF)
		errno = E2BIG;
	else if (!set_filter(group, program, (uint32_t)length))
		return 0;
	printf("%d\n", errno);
	return 1;
}
