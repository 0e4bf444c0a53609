#ifndef BERTH_SEAL_H
#define BERTH_SEAL_H

/* 0 when this program runs from a sealed copy; else makes one and executes it, and returns only when that failed */
int run_sealed(char **argv);

#endif
