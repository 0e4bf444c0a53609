#ifndef BERTH_PLAN_CHECK_H
#define BERTH_PLAN_CHECK_H

#include "reader.h"

/* the whole plan is read before the first operation, so that a malformed one does nothing */
bool plan_is_sound(struct reader plan);

#endif
