/* What a root file system's /etc/passwd says of the container's user. */
#ifndef BERTH_USER_H
#define BERTH_USER_H

#include "container.h"

/* the home folder of `c->uid`, or "/" */
void find_home(struct container *c);

#endif
