/* How packing inside a container and packing a layer go through folders: nothing is followed, or looked at twice. */
#define _GNU_SOURCE
#include "pack-walk.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "copy-operations.h"
#include "pack.h"

void pack_each(int folder, pack_visitor *visit, const void *context)
{
	_Alignas(struct dirent64) char entries[4096];
	ssize_t got;

	while ((got = syscall(SYS_getdents64, folder, entries, sizeof(entries))) > 0)
		for (ssize_t at = 0; at < got;) {
			const struct dirent64 *entry = (const struct dirent64 *)(entries + at);

			at += entry->d_reclen;
			if (strcmp(entry->d_name, ".") && strcmp(entry->d_name, ".."))
				visit(folder, entry->d_name, context);
		}
	if (got < 0)
		pack_complain(strerror(errno));
}

bool pack_look(int folder, const char *name, struct stat *st)
{
	if (!fstatat(folder, name, st, AT_SYMLINK_NOFOLLOW))
		return true;
	if (errno != ENOENT)
		pack_complain(strerror(errno));
	return false;
}

int pack_open(int folder, const char *name)
{
	int fd = openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);

	if (fd < 0)
		pack_complain(strerror(errno));
	return fd;
}

void pack_single(int folder, const char *name, const struct stat *st, bool content)
{
	switch (st->st_mode & S_IFMT) {
	case S_IFREG:
		return pack_file(folder, name, content);
	case S_IFLNK:
		return pack_link(folder, name, st);
	case S_IFIFO:
		return pack_member(TAR_FIFO, st, "", -1);
	case S_IFSOCK:
		return copy_note(pack_name, "a socket, left out");
	default:
		return copy_note(pack_name, "a device, left out");
	}
}
