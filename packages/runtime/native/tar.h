/* Headers of tar archives: ustar, with pax records and GNU's long names where a name does not fit. */
#ifndef BERTH_TAR_H
#define BERTH_TAR_H

#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define TAR_BLOCK 512
/* extended attributes of one member */
#define TAR_XATTRS_MAX (128 * 1024)
/* pax header, its records, header */
#define TAR_HEADER_MAX (4 * TAR_BLOCK + 2 * PATH_MAX + 3 * TAR_XATTRS_MAX)

enum tar_flag {
	TAR_FILE = '0',
	TAR_LINK = '1',
	TAR_SYMLINK = '2',
	TAR_CHARACTER = '3',
	TAR_BLOCK_DEVICE = '4',
	TAR_FOLDER = '5',
	TAR_FIFO = '6',
};

struct member {
	char flag;
	uint32_t mode, uid, gid;
	uint64_t size;
	int64_t seconds;
	uint32_t nanoseconds;
	char name[PATH_MAX];
	char target[PATH_MAX];
	/* each: its name, a zero, u32 length, value; added and read by the functions below */
	uint8_t xattrs[TAR_XATTRS_MAX];
	size_t xattrs_length;
};

/* writes the headers of a member; returns how many bytes they have */
size_t tar_encode(uint8_t out[TAR_HEADER_MAX], const struct member *member);
/* reads one block: 1; 0 for one of zeros, which ends an archive; -1 when it is no header */
int tar_decode(const uint8_t block[TAR_BLOCK], struct member *member);
/* applies the records of a pax header; -1 when they are none, or too long */
int tar_records(const char *records, size_t length, struct member *member, unsigned *changed);

/* one more attribute of the member; -1 when there is no room */
int tar_add_xattr(struct member *member, const char *name, size_t name_length, const void *value, size_t length);
/* the attribute at `at`, which moves on to the next; false after the last */
bool tar_next_xattr(const struct member *member, size_t *at, const char **name, const uint8_t **value, size_t *length);

#define TAR_HAS_NAME 1
#define TAR_HAS_TARGET 2
#define TAR_HAS_SIZE 4
#define TAR_HAS_UID 8
#define TAR_HAS_GID 16
#define TAR_HAS_TIME 32
#define TAR_HAS_XATTRS 64

#endif
