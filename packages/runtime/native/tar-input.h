/* A tar archive on stdin, member by member; what is wrong with it ends the process by `copy_fails`. */
#ifndef BERTH_TAR_INPUT_H
#define BERTH_TAR_INPUT_H

#include <stdbool.h>

#include "tar.h"

/* the next member with what its extended headers say; false at the archive's end */
bool tar_next(struct member *member);
/* the next bytes of its content, at most `most` and at least one */
size_t tar_take(const uint8_t **bytes, uint64_t most, const char *path);
/* what fills the last block of a content of that size */
void tar_skip_padding(uint64_t size);
/* reads what writers add after the end, until stdin ends */
void tar_drain(void);

#endif
