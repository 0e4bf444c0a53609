/* Attributes and propagation of a mount, and of it with everything below. */
#ifndef BERTH_MOUNT_ATTRIBUTES_H
#define BERTH_MOUNT_ATTRIBUTES_H

#include <stdint.h>

#include "reader.h"

/* of one file system, with the NULL after them */
#define MAX_OPTIONS 64

struct attributes {
	uint64_t set, clear;
	uint64_t set_all, clear_all;
	uint32_t propagation, propagation_all;
};

/* the six fields, in this order, that every operation on a mount ends with */
struct attributes read_attributes(struct reader *f);
/* changes what lies below first: what the mount itself is asked to be has the last word */
int apply_attributes(int mount, const struct attributes *a);
/* moves the detached mount onto an open path, and closes both */
int attach_tree(int tree, int target);
/* a new file system that is attached nowhere; `options` end with NULL */
int make_filesystem(const char *type, unsigned int attributes, const char **options);

#endif
