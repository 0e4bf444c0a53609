#ifndef BERTH_DEVICE_MOVE_H
#define BERTH_DEVICE_MOVE_H

#include <net/if.h>
#include <stdbool.h>

struct device_move {
	char device[IFNAMSIZ];
	/* must be free where it goes to */
	char name[IFNAMSIZ];
	/* filled in */
	bool was_up;
};

/*
 * Moves a network device from one network namespace to another, where it is up if `up`; its permanent addresses of global
 * scope go along. 0, or with errno: -1 when it is still there, 1 when it left and did not arrive well. This process is in
 * one of the two afterwards.
 */
int move_device(int from, int to, struct device_move *move, bool up);

#endif
