/* Fills a new file system or volume with what its mount point holds (mount option `tmpcopyup`, VOLUME of an image). */
#ifndef BERTH_COPY_UP_H
#define BERTH_COPY_UP_H

/* `from` and `to` are folders, O_PATH will do; content, owners, modes, times, extended attributes; the folder
 * itself looks as its mount point when all is there; 0, or -1 with errno */
int copy_up(int from, int to);

#endif
