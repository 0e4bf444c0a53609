/* What the operations of one plan share. */
#ifndef BERTH_CONTAINER_H
#define BERTH_CONTAINER_H

#include <stdint.h>
#include <sys/types.h>

#include "reader.h"

#define MAX_GROUPS 64
#define MAX_TEXTS 8192

/* why an operation failed, where errno alone does not say it; mirrored in src/start-error.ts */
enum detail {
	DETAIL_NONE = 0,
	DETAIL_NO_USER = 1,
	DETAIL_NO_GROUP = 2,
	DETAIL_NO_INTERPRETER = 3,
	DETAIL_OTHER_ARCHITECTURE = 4,
	DETAIL_OUTSIDE_ROOT = 5,
};

struct container {
	/* sequenced packets to the supervisor; its end of file tells that the program was executed */
	int report;
	int userns;
	int init_pidfd;
	int root;
	int null_device;
	/* the process' ends of its pipes; -1: /dev/null */
	int stdio[3];
	uint32_t base_uid, base_gid;
	/* as resolved in the root file system, ids of the container */
	uint32_t uid, gid;
	uint32_t group_count;
	gid_t groups[MAX_GROUPS];
	char home[256];
	enum detail detail;
};

enum report_kind { REPORT_FAILED = 1, REPORT_PTY = 2 };

struct report {
	uint32_t kind;
	uint32_t index;
	int32_t error;
	uint32_t detail;
};

/* performs the rest of the plan, of which the last operation executes the program; returns only when one failed */
_Noreturn void perform_plan(struct container *container, struct reader *plan, uint32_t index);

/* Each operation returns 0, or -1 with errno. */
int op_join_path(struct container *c, struct reader *f);
int op_join_init(struct container *c, struct reader *f);
int op_write_file(struct container *c, struct reader *f);
int op_unshare(struct container *c, struct reader *f);
int op_fs_ids(struct container *c, struct reader *f);
int op_chdir(struct container *c, struct reader *f);
int op_make_dir(struct container *c, struct reader *f);
int op_hostname(struct container *c, struct reader *f);
int op_rlimit(struct container *c, struct reader *f);

int op_mount(struct container *c, struct reader *f);
int op_stage_layer(struct container *c, struct reader *f);
int op_open_root(struct container *c, struct reader *f);
int op_bind(struct container *c, struct reader *f);
int op_filesystem(struct container *c, struct reader *f);
int op_mask(struct container *c, struct reader *f);
int op_readonly(struct container *c, struct reader *f);
int op_pivot(struct container *c, struct reader *f);

int op_device(struct container *c, struct reader *f);
int op_symlink(struct container *c, struct reader *f);
int op_root_dir(struct container *c, struct reader *f);

int op_user(struct container *c, struct reader *f);

int op_stdio(struct container *c, struct reader *f);
int op_pty(struct container *c, struct reader *f);

int op_enter_userns(struct container *c, struct reader *f);
int op_credentials(struct container *c, struct reader *f);
int op_cwd(struct container *c, struct reader *f);
int op_no_new_privileges(struct container *c, struct reader *f);
int op_seccomp(struct container *c, struct reader *f);
int op_exec(struct container *c, struct reader *f);

#endif
