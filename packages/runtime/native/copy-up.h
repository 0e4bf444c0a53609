/* Fills a new file system with what its mount point holds (mount option `tmpcopyup`). */
#ifndef BERTH_COPY_UP_H
#define BERTH_COPY_UP_H

/* `from` and `to` are folders, O_PATH will do; content, owners, modes and times; 0, or -1 with errno */
int copy_up(int from, int to);

#endif
