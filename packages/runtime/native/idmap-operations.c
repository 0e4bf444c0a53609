/* User namespaces: what idmapped mounts are given, and the one that the container lives in. */
#define _GNU_SOURCE
#include <errno.h>
#include <grp.h>
#include <sched.h>
#include <sys/prctl.h>

#include "container.h"
#include "system.h"
#include "user-namespace.h"

static int keep_idmap(struct container *c, int userns)
{
	if (userns < 0)
		return -1;
	if (c->idmap_count == MAX_IDMAPS) {
		close(userns);
		errno = E2BIG;
		return -1;
	}
	c->idmaps[c->idmap_count++] = userns;
	return 0;
}

int op_make_id_map(struct container *c, struct reader *f)
{
	const char *uids = read_text(f);

	return keep_idmap(c, make_user_namespace(uids, read_text(f)));
}

int op_open_id_map(struct container *c, struct reader *f)
{
	return keep_idmap(c, open(read_text(f), O_RDONLY | O_CLOEXEC));
}

/* its ids need not be any that this process has on the host */
int op_become_root(struct container *c, struct reader *f)
{
	(void)c;
	(void)f;
	if (setresgid(0, 0, 0) || setresuid(0, 0, 0))
		return -1;
	/* a namespace whose maker may not drop groups forbids it to all */
	if (setgroups(0, NULL) && errno != EPERM)
		return -1;
	/* what the caller lent stays out of reach for the namespace's other processes (CVE-2016-9962) */
	return prctl(PR_SET_DUMPABLE, 0);
}

int op_enter_id_map(struct container *c, struct reader *f)
{
	uint32_t slot = read_u32(f);

	if (slot >= c->idmap_count) {
		errno = EBADF;
		return -1;
	}
	return setns(c->idmaps[slot], CLONE_NEWUSER) ? -1 : op_become_root(c, f);
}
