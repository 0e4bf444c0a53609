#ifndef BERTH_EMPTY_MOUNTS_H
#define BERTH_EMPTY_MOUNTS_H

/* of such a namespace: where a root file system is put together, and the host's null device */
#define STAGE "/stage"
#define NULL_DEVICE "/null"

/*
 * A mount namespace with nothing of the host's but its null device, to be copied for each container: a copy of the
 * host's own costs as much as the host has mounts, and as much again to be rid of. Its descriptor, or -1 with errno.
 */
int open_empty_mounts(void);

#endif
