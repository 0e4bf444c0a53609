/* What the operations of one plan share. */
#ifndef BERTH_CONTAINER_H
#define BERTH_CONTAINER_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "ending.h"
#include "message.h"
#include "reader.h"
#include "report.h"

#define MAX_GROUPS 1024
#define MAX_TEXTS 8192
#define MAX_TREES 512
#define MAX_IDMAPS 64
#define MAX_HELD 32
#define MAX_DEVICES 64

/* why an operation failed, where errno alone does not say it; mirrored in src/init/failure-detail.ts */
enum detail {
	DETAIL_NONE = 0,
	DETAIL_NO_USER = 1,
	DETAIL_NO_GROUP = 2,
	DETAIL_NO_INTERPRETER = 3,
	DETAIL_OTHER_ARCHITECTURE = 4,
	DETAIL_OUTSIDE_ROOT = 5,
	/* the error is the exit status of a hook */
	DETAIL_HOOK_STATUS = 6,
};

struct container {
	/* sequenced packets to the supervisor; its end of file tells that the program was executed */
	int report;
	int userns;
	/* what `userns` was made in, to be waited for when there is time; 0: nothing */
	pid_t userns_holder;
	int init_pidfd;
	int root;
	int null_device;
	/* a private procfs, and a file system for device nodes; -1: not made yet */
	int proc;
	int devices;
	/* a mount namespace to enter; -1: none */
	int mount_namespace;
	/* one without mounts of the host's, to be copied; -1: not made yet */
	int empty_mounts;
	/* the network that devices of the host are moved to, and who moves them; -1: none */
	int network;
	int mover;
	pid_t mover_pid;
	/* user namespaces and detached mounts in the order in which they were opened; -1: used */
	int idmaps[MAX_IDMAPS];
	uint32_t idmap_count;
	int trees[MAX_TREES];
	uint32_t tree_count;
	/* files of the host to write to after the clone */
	int held[MAX_HELD];
	uint32_t held_count;
	/* the process' ends of its pipes; -1: /dev/null */
	int stdio[3];
	/* where `berth-runtime start` connects; -1: the program is executed at once */
	int listener;
	/* connected to who answers the filter's questions; -1: it asks none */
	int notify;
	/* a record that was written and not synced yet; -1: none */
	int unsynced;
	/* where process 1 tells how its program ended; NULL: nobody supervises it */
	struct ending *ending;
	/* what the plan lies in */
	struct message *plan;
	/* how many of the caller's descriptors, from 3 on, the program is given */
	uint32_t preserved;
	/* the one that made it ends before it does, and so it goes on without */
	bool outlives;
	/* its working folder was entered as root already */
	bool entered;
	uint32_t base_uid, base_gid;
	/* as resolved in the root file system, ids of the container */
	uint32_t uid, gid;
	uint32_t group_count;
	gid_t groups[MAX_GROUPS];
	char home[256];
	enum detail detail;
};

#define NO_CONTAINER                                                                                                   \
	{ .report = -1, .userns = -1, .init_pidfd = -1, .root = -1, .null_device = -1, .proc = -1, .devices = -1, .mount_namespace = -1, .empty_mounts = -1, .network = -1, .mover = -1, .listener = -1, .notify = -1, .unsynced = -1,                 \
	  .stdio = { -1, -1, -1 } }

/* field 22 of /proc/<pid>/stat; a pid is a process only together with it; 0 when there is none */
uint64_t start_time(pid_t pid);
/* OP_CLONE: 0 in the new process, its pid in the one that made it, -1 with errno; both have an end of `report` */
pid_t clone_container(struct container *container, struct reader *fields);
/* performs one operation, whichever it is: 0, or -1 with errno */
int perform(struct container *container, struct step *step);
/* the whole text: 0, or -1 with errno */
int write_all(int fd, const char *text);

/* performs one operation of those that come before the clone: 0, or -1 with errno */
int prepare(struct container *container, struct step *step);
/* performs the rest of the plan, of which the last operation executes the program; returns only when one failed */
_Noreturn void perform_plan(struct container *container, struct reader *plan, uint32_t index);

/* the devices that were moved stay if the container is made, else they are given back */
void keep_devices(struct container *container, bool made);

/* the next prepared mount; -1 when `tree` is, or when there are too many */
int keep_tree(struct container *c, int tree);
/* the prepared mount of that number, which is used by that; -1 when there is none */
int take_tree(struct container *container, uint32_t slot);

/* Each operation returns 0, or -1 with errno. */
int op_ensure_dir(struct container *c, struct reader *f);
int op_save_file(struct container *c, struct reader *f);
int op_save_record(struct container *c, struct reader *f);
int op_write_if_there(struct container *c, struct reader *f);

int op_join_path(struct container *c, struct reader *f);
int op_join_init(struct container *c, struct reader *f);
int op_write_file(struct container *c, struct reader *f);
int op_unshare(struct container *c, struct reader *f);
int op_fs_ids(struct container *c, struct reader *f);
int op_make_dir(struct container *c, struct reader *f);
int op_hostname(struct container *c, struct reader *f);
int op_rlimit(struct container *c, struct reader *f);

int op_mount(struct container *c, struct reader *f);
int op_open_root(struct container *c, struct reader *f);
int op_filesystem(struct container *c, struct reader *f);
int op_mask(struct container *c, struct reader *f);
int op_readonly(struct container *c, struct reader *f);
int op_pivot(struct container *c, struct reader *f);

int op_device(struct container *c, struct reader *f);
int op_symlink(struct container *c, struct reader *f);
int op_root_dir(struct container *c, struct reader *f);
int op_give_file(struct container *c, struct reader *f);

int op_user(struct container *c, struct reader *f);

int op_stdio(struct container *c, struct reader *f);
int op_pty(struct container *c, struct reader *f);

int op_enter_userns(struct container *c, struct reader *f);
int op_credentials(struct container *c, struct reader *f);
int op_cwd(struct container *c, struct reader *f);
int op_no_new_privileges(struct container *c, struct reader *f);
int op_notify(struct container *c, struct reader *f);
int op_seccomp(struct container *c, struct reader *f);
int op_reap(struct container *c, struct reader *f);
int op_rest(struct container *c, struct reader *f);
int op_exec(struct container *c, struct reader *f);

int op_device_filter(struct container *c, struct reader *f);

int op_sync(struct container *c, struct reader *f);
int op_hook(struct container *c, struct reader *f);
int op_wait_start(struct container *c, struct reader *f);
int op_find(struct container *c, struct reader *f);
int op_keyring(struct container *c, struct reader *f);

int op_pack_files(struct container *c, struct reader *f);
int op_unpack_files(struct container *c, struct reader *f);
int op_ask_files(struct container *c, struct reader *f);

int op_make_id_map(struct container *c, struct reader *f);
int op_open_id_map(struct container *c, struct reader *f);
int op_enter_id_map(struct container *c, struct reader *f);
int op_open_tree(struct container *c, struct reader *f);
int op_open_device(struct container *c, struct reader *f);
int op_open_mount_namespace(struct container *c, struct reader *f);
int op_enter_mount_namespace(struct container *c, struct reader *f);
int op_root_tree(struct container *c, struct reader *f);
int op_attach_tree(struct container *c, struct reader *f);
int op_attach_filesystem(struct container *c, struct reader *f);
int op_remount(struct container *c, struct reader *f);
int op_make_device(struct container *c, struct reader *f);
int op_chroot(struct container *c, struct reader *f);
int op_open_proc(struct container *c, struct reader *f);
int op_write_proc(struct container *c, struct reader *f);
int op_domainname(struct container *c, struct reader *f);
int op_identity(struct container *c, struct reader *f);
int op_take_identity(struct container *c, struct reader *f);
int op_capabilities(struct container *c, struct reader *f);
int op_scheduler(struct container *c, struct reader *f);
int op_io_priority(struct container *c, struct reader *f);
int op_cpu_affinity(struct container *c, struct reader *f);
int op_personality(struct container *c, struct reader *f);
int op_memory_policy(struct container *c, struct reader *f);
int op_loopback(struct container *c, struct reader *f);
int op_own_stdio(struct container *c, struct reader *f);
int op_raise_limit(struct container *c, struct reader *f);
int op_try_dir(struct container *c, struct reader *f);
int op_hold_file(struct container *c, struct reader *f);
int op_write_held(struct container *c, struct reader *f);
int op_become_root(struct container *c, struct reader *f);

int op_open_network(struct container *c, struct reader *f);
int op_move_device(struct container *c, struct reader *f);
int op_enter_network(struct container *c, struct reader *f);
int op_open_filesystem(struct container *c, struct reader *f);

int op_open_empty_mounts(struct container *c, struct reader *f);
int op_hold_tree(struct container *c, struct reader *f);
int op_own_mounts(struct container *c, struct reader *f);
int op_stage_tree(struct container *c, struct reader *f);
int op_bind_tree(struct container *c, struct reader *f);
int op_switch_root(struct container *c, struct reader *f);

#endif
