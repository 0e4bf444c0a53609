#ifndef BERTH_USER_NAMESPACE_H
#define BERTH_USER_NAMESPACE_H

#include <sys/types.h>

/* a new one with maps as /proc/<pid>/uid_map has them: its descriptor, or -1 with errno */
int make_user_namespace(const char *uids, const char *gids);

/*
 * The same for a container. What the kernel counts for a user (watchers of files, timers, message queues), it counts
 * for who made the namespace as well: the host's root would be that for all, and one could take what others need.
 */
struct user_namespace {
	int fd;
	/* a process that it was made in, killed and still to be waited for with `bury_holder` */
	pid_t holder;
};

struct user_namespace make_owned_user_namespace(const char *uids, const char *gids, uid_t owner);

/* how long a process takes to end is nobody's delay but that of who waits for it at once */
void bury_holder(pid_t holder);

#endif
