/* Who the process is: ids, groups, umask and all five sets of capabilities. */
#define _GNU_SOURCE
#include <errno.h>
#include <grp.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>

#include "container.h"
#include "rights.h"
#include "system.h"
#include "user.h"

#define NO_UMASK UINT32_MAX

/* numbers as they are inside; the home folder is looked up, for programs that want one */
int op_identity(struct container *c, struct reader *f)
{
	uint32_t length;
	const uint8_t *groups;

	c->uid = read_u32(f);
	c->gid = read_u32(f);
	groups = read_bytes(f, &length);
	if (f->bad || length > sizeof(c->groups)) {
		errno = E2BIG;
		return -1;
	}
	memcpy(c->groups, groups, length);
	c->group_count = length / sizeof(gid_t);
	find_home(c);
	return 0;
}

/* the capabilities outlive the change of user until they are set by `capabilities` */
int op_take_identity(struct container *c, struct reader *f)
{
	uint64_t bounding = read_u64(f);
	uint32_t mask = read_u32(f);

	if (drop_bounding(bounding) || prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0))
		return -1;
	/* a user namespace may forbid setgroups(2): nothing was asked for then */
	if (setgroups(c->group_count, c->groups) && (errno != EPERM || c->group_count > 0))
		return -1;
	if (setresgid(c->gid, c->gid, c->gid) || setresuid(c->uid, c->uid, c->uid))
		return -1;
	if (mask != NO_UMASK)
		umask(mask);
	return prctl(PR_SET_DUMPABLE, 0);
}

static int raise_ambient(uint64_t set)
{
	if (clear_ambient())
		return -1;
	for (int cap = 0; cap <= LAST_CAPABILITY; cap++)
		if ((set & (1ULL << cap)) && prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, cap, 0, 0))
			return -1;
	return 0;
}

int op_capabilities(struct container *c, struct reader *f)
{
	uint64_t effective = read_u64(f), permitted = read_u64(f), inheritable = read_u64(f), ambient = read_u64(f);

	(void)c;
	if (set_capabilities(effective, permitted, inheritable))
		return -1;
	return raise_ambient(ambient);
}
