#define _GNU_SOURCE
#include "ending.h"

#include <stddef.h>
#include <sys/mman.h>

/* a status has 16 bits, and may be 0 */
#define TOLD 0x10000

struct ending *make_ending(void)
{
	void *memory = mmap(NULL, sizeof(struct ending), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	return memory == MAP_FAILED ? NULL : memory;
}

void tell_ending(struct ending *ending, int status)
{
	atomic_store(&ending->said, TOLD | status);
}

int read_ending(struct ending *ending, int status)
{
	int said = ending ? atomic_load(&ending->said) : 0;

	return said & TOLD ? said & ~TOLD : status;
}
