/* The jobs of berth-init; each is one file and returns the exit code of the process. */
#ifndef BERTH_JOBS_H
#define BERTH_JOBS_H

#include <stdbool.h>

/* start: set a container up from the plan on stdin, report on stdout, then supervise it until it ends */
int start_main(void);
/* enter: the same for one more process of a container that runs */
int enter_main(void);
/* resident: fork a start or an enter for each message on descriptor 3, until it ends (resident.c) */
int resident_main(void);
/* launch: make the process of a plan for a command that does not stay (launch.c) */
int launch_main(const char *control);
/* signal: send a signal to a process by its pid and start time; on failure errno is printed */
int signal_main(const char *pid, const char *started, const char *number);
/* device-filter: give a v2 control group the eBPF program on stdin; on failure errno is printed (device-filter.c) */
int device_filter_main(const char *group);
/* watch-memory: tell when the memory of a v1 control group runs out (watch-memory.c) */
int watch_memory_main(const char *group);
/* programs: run the host's own programs for the agent, by messages on descriptor 3 (programs.c) */
int programs_main(void);
/* files: a stream of file operations below a directory descriptor (files.c) */
int files_main(void);
/*
 * layer, changes: what a container wrote, with or without content, from an upper folder on descriptor 3 (layer.c); of a
 * layer no time is later than `newest`, in seconds since 1970, unless that is NULL
 */
int layer_main(bool with_content, const char *newest);
/* tree: what lies below the folder on descriptor 3, that folder itself first, as a tar stream (pack-operations.c) */
int tree_main(void);
/* view: layers as one tree on `stage`, uppermost first, for as long as stdin is open (view.c) */
int view_main(const char *stage, char **layers);
/* attach: a raw terminal client of a supervisor's socket */
int attach_main(const char *socket_path);
/* seal: hold a sealed copy of this program in memory (descriptor 3) until stdin ends */
int seal_main(void);

#endif
