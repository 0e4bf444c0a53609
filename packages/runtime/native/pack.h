/* Writes a tar archive to stdout, member by member: what packing inside a container and packing a layer share. */
#ifndef BERTH_PACK_H
#define BERTH_PACK_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/stat.h>

#include "tar.h"

/* name in the archive of what is looked at; "" is the folder that is packed */
extern char pack_name[PATH_MAX];
/* something that was asked for is missing */
extern bool pack_incomplete;
/* later times become this one, in seconds since 1970 */
extern int64_t pack_newest;

/* `pack_name` cannot be packed: a line on stderr */
void pack_complain(const char *what);
/* adds a part to the name, unless the path becomes too long; `pack_leave` with the length before takes it away */
bool pack_enter(const char *part);
void pack_leave(size_t length);
/* a member without content; `fd` is open when it has extended attributes, else -1 */
void pack_member(char flag, const struct stat *st, const char *target, int fd);
/* a file, or a link to the first name that it was packed by; without content when only names are wanted */
void pack_file(int folder, const char *name, bool content);
void pack_link(int folder, const char *name, const struct stat *st);
/* what the kernel makes up has no size, and no end */
bool pack_is_made_up(int fd);
void pack_end(void);

#endif
