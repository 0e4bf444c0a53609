/* Paths below a container's root; nothing here leaves it, whatever links the image or a running process made. */
#ifndef BERTH_ROOT_H
#define BERTH_ROOT_H

#include <stdbool.h>

#define ROOT_PATH_MAX 4096

/* O_PATH descriptor, or -1; `links` allows symbolic links, which resolve within the root */
int root_find(int root, const char *path, bool links);
/* the same, and makes what is missing: folders, and an empty file at the end unless `folder` */
int root_make(int root, const char *path, bool folder, bool links);
/* the folder that holds `path`, and the last part of it in `name` (points into `path`) */
int root_parent(int root, const char *path, const char **name);

#endif
