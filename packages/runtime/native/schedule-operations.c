/* How the process is run: scheduling, input and output, processors, memory of nodes, execution domain. */
#define _GNU_SOURCE
#include <errno.h>
#include <linux/sched/types.h>
#include <string.h>
#include <sys/personality.h>

#include "container.h"
#include "system.h"

#define IOPRIO_WHO_PROCESS 1
#define MASK_WORDS 64

int op_scheduler(struct container *c, struct reader *f)
{
	struct sched_attr attr = { .size = sizeof(attr) };

	(void)c;
	attr.sched_policy = read_u32(f);
	attr.sched_flags = read_u64(f);
	attr.sched_nice = (int32_t)read_u32(f);
	attr.sched_priority = read_u32(f);
	attr.sched_runtime = read_u64(f);
	attr.sched_deadline = read_u64(f);
	attr.sched_period = read_u64(f);
	return (int)syscall(SYS_sched_setattr, 0, &attr, 0);
}

int op_io_priority(struct container *c, struct reader *f)
{
	(void)c;
	return (int)syscall(SYS_ioprio_set, IOPRIO_WHO_PROCESS, 0, read_u32(f));
}

/* a bit mask of 64-bit words, lowest first; the number of bytes, or 0 when it does not fit */
static size_t read_mask(struct reader *f, uint64_t mask[MASK_WORDS])
{
	uint32_t length;
	const uint8_t *bytes = read_bytes(f, &length);

	memset(mask, 0, MASK_WORDS * sizeof(uint64_t));
	if (length > MASK_WORDS * sizeof(uint64_t)) {
		errno = E2BIG;
		return 0;
	}
	memcpy(mask, bytes, length);
	return MASK_WORDS * sizeof(uint64_t);
}

int op_cpu_affinity(struct container *c, struct reader *f)
{
	uint64_t mask[MASK_WORDS];
	size_t size = read_mask(f, mask);

	(void)c;
	return size && syscall(SYS_sched_setaffinity, 0, size, mask) == 0 ? 0 : -1;
}

int op_personality(struct container *c, struct reader *f)
{
	(void)c;
	return personality(read_u32(f)) < 0 ? -1 : 0;
}

int op_memory_policy(struct container *c, struct reader *f)
{
	uint32_t mode = read_u32(f);
	uint64_t mask[MASK_WORDS];
	size_t size = read_mask(f, mask);
	bool empty = true;

	(void)c;
	for (int i = 0; i < MASK_WORDS; i++)
		empty = empty && !mask[i];
	/* the kernel counts one bit less than it is told */
	return size && syscall(SYS_set_mempolicy, mode, empty ? NULL : mask, empty ? 0 : 8 * size + 1) == 0 ? 0 : -1;
}
