/* Extended attributes that go along with a file: its capabilities and what its users noted. */
#ifndef BERTH_KEPT_XATTRS_H
#define BERTH_KEPT_XATTRS_H

#include <stdbool.h>
#include <stddef.h>

/* all names of one file, and one value: more is not copied (the kernel's own limits) */
#define XATTR_NAMES_MAX (64 * 1024)
#define XATTR_VALUE_MAX (64 * 1024)

/* labels of security modules belong to the host, and `overlay` attributes would steer a mount */
bool xattr_is_kept(const char *name);
/* copies those of an open file to another; 0, or -1 with errno. A file system that has none is no error */
int copy_xattrs(int from, int to);

#endif
