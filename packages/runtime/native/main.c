/* berth-init: the system calls that Node has not got. Which of them, and in what order, is decided in TypeScript. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "jobs.h"
#include "seal.h"
#include "title.h"

int main(int argc, char **argv)
{
	const char *job = argc > 1 ? argv[1] : "";

	if (!strcmp(job, "seal"))
		return seal_main();
	if (!strcmp(job, "attach") && argc == 3)
		return attach_main(argv[2]);
	if (!strcmp(job, "signal") && argc == 5)
		return signal_main(argv[2], argv[3], argv[4]);
	if (!strcmp(job, "device-filter") && argc == 3)
		return device_filter_main(argv[2]);
	if (!strcmp(job, "watch-memory") && argc == 3)
		return watch_memory_main(argv[2]);
	if (run_sealed(argv)) {
		dprintf(2, "berth-init: no sealed copy of itself: %s\n", strerror(errno));
		return 125;
	}
	find_title(argv, argc);
	if (!strcmp(job, "launch") && argc == 3)
		return launch_main(argv[2]);
	if (!strcmp(job, "files"))
		return files_main();
	if (!strcmp(job, "layer") || !strcmp(job, "changes"))
		return layer_main(!strcmp(job, "layer"), argc == 3 ? argv[2] : NULL);
	if (!strcmp(job, "tree"))
		return tree_main();
	if (!strcmp(job, "view") && argc > 3)
		return view_main(argv[2], argv + 3);
	if (!strcmp(job, "programs"))
		return programs_main();
	if (!strcmp(job, "resident"))
		return resident_main();
	if (!strcmp(job, "start"))
		return start_main();
	if (!strcmp(job, "enter"))
		return enter_main();
	return 2;
}
