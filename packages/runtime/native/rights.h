/* Sets of capabilities; bit n is the capability of that number. */
#ifndef BERTH_RIGHTS_H
#define BERTH_RIGHTS_H

#include <stdint.h>

#define LAST_CAPABILITY 63

int drop_bounding(uint64_t keep);
int set_capabilities(uint64_t effective, uint64_t permitted, uint64_t inheritable);
int clear_ambient(void);

#endif
