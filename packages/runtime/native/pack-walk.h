#ifndef BERTH_PACK_WALK_H
#define BERTH_PACK_WALK_H

#include <stdbool.h>
#include <sys/stat.h>

typedef void pack_visitor(int folder, const char *name, const void *context);

/* visits the entries of a folder, in the order of the file system */
void pack_each(int folder, pack_visitor *visit, const void *context);
/* false when there is nothing to pack: what was removed meanwhile, or cannot be looked at, which is said */
bool pack_look(int folder, const char *name, struct stat *st);
/* opens a folder of that folder for `pack_each`; -1 after it was said why not */
int pack_open(int folder, const char *name);
/* what is no folder: as a member, or as a line that says why not */
void pack_single(int folder, const char *name, const struct stat *st, bool content);

#endif
