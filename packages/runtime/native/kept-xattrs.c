#define _GNU_SOURCE
#include "kept-xattrs.h"

#include <errno.h>
#include <string.h>
#include <sys/xattr.h>

bool xattr_is_kept(const char *name)
{
	if (!strcmp(name, "security.capability"))
		return true;
	return !strncmp(name, "user.", 5) && strncmp(name, "user.overlay.", 13);
}

int copy_xattrs(int from, int to)
{
	static char names[XATTR_NAMES_MAX], value[XATTR_VALUE_MAX];
	ssize_t length = flistxattr(from, names, sizeof(names));

	if (length < 0)
		return errno == ENOTSUP ? 0 : -1;
	for (const char *name = names; name < names + length; name += strlen(name) + 1) {
		ssize_t size;

		if (!xattr_is_kept(name))
			continue;
		size = fgetxattr(from, name, value, sizeof(value));
		if (size < 0 && errno == ENODATA) /* removed meanwhile */
			continue;
		/* a file in memory has no user's notes on older kernels */
		if (size < 0 || (fsetxattr(to, name, value, (size_t)size, 0) && errno != ENOTSUP))
			return -1;
	}
	return 0;
}
