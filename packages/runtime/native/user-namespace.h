#ifndef BERTH_USER_NAMESPACE_H
#define BERTH_USER_NAMESPACE_H

#include <sys/types.h>

/* a new one with maps as /proc/<pid>/uid_map has them: its descriptor, or -1 with errno */
int make_user_namespace(const char *uids, const char *gids);

/*
 * The same for a container. What the kernel counts for a user (watchers of files, timers, message queues), it counts
 * for who made the namespace as well: the host's root would be that for all, and one could take what others need.
 */
int make_owned_user_namespace(const char *uids, const char *gids, uid_t owner);

#endif
