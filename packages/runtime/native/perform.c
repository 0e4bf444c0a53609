/* Performs a plan in order. An operation that is not in the table is death. */
#include <errno.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "container.h"
#include "operations.h"

typedef int operation_fn(struct container *, struct reader *);

static operation_fn *const OPERATIONS[] = {
	[OP_JOIN_PATH] = op_join_path,
	[OP_JOIN_INIT] = op_join_init,
	[OP_WRITE_FILE] = op_write_file,
	[OP_UNSHARE] = op_unshare,
	[OP_MOUNT] = op_mount,
	[OP_FS_IDS] = op_fs_ids,
	[OP_CHDIR] = op_chdir,
	[OP_MAKE_DIR] = op_make_dir,
	[OP_STAGE_LAYER] = op_stage_layer,
	[OP_OPEN_ROOT] = op_open_root,
	[OP_BIND] = op_bind,
	[OP_FILESYSTEM] = op_filesystem,
	[OP_DEVICE] = op_device,
	[OP_SYMLINK] = op_symlink,
	[OP_MASK] = op_mask,
	[OP_READONLY] = op_readonly,
	[OP_ROOT_DIR] = op_root_dir,
	[OP_PIVOT] = op_pivot,
	[OP_HOSTNAME] = op_hostname,
	[OP_USER] = op_user,
	[OP_STDIO] = op_stdio,
	[OP_PTY] = op_pty,
	[OP_RLIMIT] = op_rlimit,
	[OP_ENTER_USERNS] = op_enter_userns,
	[OP_CREDENTIALS] = op_credentials,
	[OP_CWD] = op_cwd,
	[OP_NO_NEW_PRIVILEGES] = op_no_new_privileges,
	[OP_SECCOMP] = op_seccomp,
	[OP_EXEC] = op_exec,
	[OP_SYNC] = op_sync,
	[OP_HOOK] = op_hook,
	[OP_WAIT_START] = op_wait_start,
	[OP_NOTIFY] = op_notify,
	[OP_FIND] = op_find,
	[OP_KEYRING] = op_keyring,
};

static int perform(struct container *container, struct step *step)
{
	operation_fn *operation = NULL;

	if (step->code < sizeof(OPERATIONS) / sizeof(OPERATIONS[0]))
		operation = OPERATIONS[step->code];
	if (!operation) {
		errno = ENOSYS;
		return -1;
	}
	return operation(container, &step->fields);
}

_Noreturn void perform_plan(struct container *container, struct reader *plan, uint32_t index)
{
	struct step step = { .index = index };
	struct report report = { .kind = REPORT_FAILED };

	/* a process of the container may see this one before it executes, and must not reach into it (CVE-2016-9962) */
	prctl(PR_SET_DUMPABLE, 0);
	errno = ENODATA;
	while (next_step(plan, &step))
		if (perform(container, &step))
			break;
	report.index = step.index;
	report.error = plan->bad ? EBADMSG : errno;
	report.detail = container->detail;
	send(container->report, &report, sizeof(report), MSG_NOSIGNAL);
	_exit(125);
}
