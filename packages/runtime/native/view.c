/*
 * The `view` job: the layers of an image as one tree, read-only, in a mount namespace of its own. It is read through
 * /proc/<pid>/root, and goes away with this process, whatever becomes of whoever asked for it.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include "jobs.h"

/* what mount(2) takes of options */
#define OPTIONS_MAX 4096

/* short names for the layers: all of them have to fit into one page */
static int name_layers(char **layers, char options[OPTIONS_MAX])
{
	size_t length = (size_t)snprintf(options, OPTIONS_MAX, "lowerdir=");

	for (int i = 0; layers[i]; i++) {
		char name[16];

		snprintf(name, sizeof(name), "%d", i);
		if (symlink(layers[i], name))
			return -1;
		length += (size_t)snprintf(options + length, OPTIONS_MAX - length, "%s:", name);
		if (length >= OPTIONS_MAX - 16)
			return errno = E2BIG, -1;
	}
	/* overlayfs wants two layers at least */
	strcpy(options + length, "none");
	return mkdir("none", 0755);
}

static int mount_view(const char *stage, char **layers)
{
	static char options[OPTIONS_MAX];

	/* what the host takes away goes away here too, so that nothing is held up */
	if (unshare(CLONE_NEWNS) || mount("none", "/", "", MS_SLAVE | MS_REC, ""))
		return -1;
	if (mount("tmpfs", stage, "tmpfs", MS_NODEV | MS_NOSUID | MS_NOEXEC, "mode=700,size=1m") || chdir(stage))
		return -1;
	if (mkdir("root", 0755) || name_layers(layers, options))
		return -1;
	return mount("overlay", "root", "overlay", MS_RDONLY | MS_NODEV | MS_NOSUID | MS_NOEXEC, options);
}

int view_main(const char *stage, char **layers)
{
	char byte = 0;

	if (mount_view(stage, layers)) {
		dprintf(STDERR_FILENO, "%s\n", strerror(errno));
		return 1;
	}
	if (write(STDOUT_FILENO, &byte, 1) != 1)
		return 1;
	while (read(STDIN_FILENO, &byte, 1) > 0)
		;
	return 0;
}
