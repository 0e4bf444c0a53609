/*
 * Copies out: a file or a folder of the container as a tar stream on stdout, packed inside the container with its
 * root's rights. Nothing of the image is executed (CVE-2019-14271), and a path is never looked at twice: what was
 * opened is what is packed, whatever it is replaced by meanwhile (CVE-2018-15664).
 */
#define _GNU_SOURCE
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "copy-operations.h"
#include "jobs.h"
#include "pack-walk.h"
#include "pack.h"
#include "system.h"

#define PACK_ONE_MOUNT 1
#define TREE 3

static bool one_mount;
static uint32_t members;

static uint64_t mount_of(int folder, const char *name)
{
	struct statx stx;

	if (statx(folder, name, AT_EMPTY_PATH | AT_SYMLINK_NOFOLLOW | AT_NO_AUTOMOUNT, STATX_MNT_ID, &stx))
		return 0;
	return stx.stx_mnt_id;
}

/* what holds for all entries of one folder */
struct place {
	uint64_t mount;
	unsigned depth;
};

static void pack_entry(int folder, const char *name, const struct place *place);

static void pack_one(int folder, const char *name, const void *place)
{
	size_t length = strlen(pack_name);

	if (!pack_enter(name))
		return;
	pack_entry(folder, name, place);
	pack_leave(length);
}

static void pack_folder(int fd, const struct place *outer)
{
	const struct place place = { mount_of(fd, ""), outer->depth + 1 };
	struct stat st;

	if (fstat(fd, &st))
		return pack_complain(strerror(errno));
	pack_member(TAR_FOLDER, &st, "", fd);
	if (place.mount != outer->mount && pack_is_made_up(fd))
		return copy_note(*pack_name ? pack_name : "/", "made up by the kernel, left out");
	if (outer->depth == COPY_DEPTH_MAX)
		return pack_complain("too many folders in folders");
	pack_each(fd, pack_one, &place);
}

static void pack_entry(int folder, const char *name, const struct place *place)
{
	struct stat st;
	int fd;

	if (++members > COPY_MEMBERS_MAX)
		copy_fails(pack_name, "more files than are copied at once");
	if (!pack_look(folder, name, &st))
		return;
	if (one_mount && mount_of(folder, name) != place->mount) {
		if (S_ISDIR(st.st_mode))
			pack_member(TAR_FOLDER, &st, "", -1);
		return;
	}
	if (!S_ISDIR(st.st_mode))
		return pack_single(folder, name, &st, true);
	fd = pack_open(folder, name);
	if (fd < 0)
		return;
	pack_folder(fd, place);
	close(fd);
}

/* `path` that ends with a slash is a folder, or a link to one; else its last part is not followed */
int op_pack_files(struct container *c, struct reader *f)
{
	const char *path = read_text(f);
	const char *name = read_text(f);
	uint32_t flags = read_u32(f);
	const char *slash = strrchr(path, '/');
	struct place parent_place = { 0 };
	char parent[PATH_MAX];
	struct stat st;
	int fd;

	if (f->bad || !slash || strlen(path) >= sizeof(parent) || strlen(name) > NAME_MAX) {
		errno = EBADMSG;
		return -1;
	}
	snprintf(parent, sizeof(parent), "%.*s", (int)(slash - path) + 1, path);
	fd = copy_open(AT_FDCWD, parent, O_RDONLY | O_DIRECTORY);
	if (fd < 0 || (slash[1] && fstatat(fd, slash + 1, &st, AT_SYMLINK_NOFOLLOW)))
		return -1;
	copy_begins(c);
	one_mount = flags & PACK_ONE_MOUNT;
	strcpy(pack_name, name);
	parent_place.mount = mount_of(fd, "");
	if (slash[1])
		pack_entry(fd, slash + 1, &parent_place);
	else
		pack_folder(fd, &parent_place);
	pack_end();
	_exit(pack_incomplete ? 1 : 0);
}

int tree_main(void)
{
	const struct place outside = { mount_of(TREE, ""), 0 };

	pack_folder(TREE, &outside);
	pack_end();
	return pack_incomplete ? 1 : 0;
}
