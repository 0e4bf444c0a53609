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
	[OP_MAKE_DIR] = op_make_dir,
	[OP_OPEN_ROOT] = op_open_root,
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
	[OP_REAP] = op_reap,
	[OP_REST] = op_rest,
	[OP_GIVE_FILE] = op_give_file,
	[OP_EXEC] = op_exec,
	[OP_SYNC] = op_sync,
	[OP_HOOK] = op_hook,
	[OP_WAIT_START] = op_wait_start,
	[OP_DEVICE_FILTER] = op_device_filter,
	[OP_NOTIFY] = op_notify,
	[OP_FIND] = op_find,
	[OP_KEYRING] = op_keyring,
	[OP_PACK_FILES] = op_pack_files,
	[OP_UNPACK_FILES] = op_unpack_files,
	[OP_ASK_FILES] = op_ask_files,
	[OP_MAKE_ID_MAP] = op_make_id_map,
	[OP_OPEN_ID_MAP] = op_open_id_map,
	[OP_ENTER_ID_MAP] = op_enter_id_map,
	[OP_OPEN_TREE] = op_open_tree,
	[OP_OPEN_DEVICE] = op_open_device,
	[OP_OPEN_MOUNT_NAMESPACE] = op_open_mount_namespace,
	[OP_ENTER_MOUNT_NAMESPACE] = op_enter_mount_namespace,
	[OP_ROOT_TREE] = op_root_tree,
	[OP_ATTACH_TREE] = op_attach_tree,
	[OP_ATTACH_FILESYSTEM] = op_attach_filesystem,
	[OP_REMOUNT] = op_remount,
	[OP_MAKE_DEVICE] = op_make_device,
	[OP_CHROOT] = op_chroot,
	[OP_OPEN_PROC] = op_open_proc,
	[OP_WRITE_PROC] = op_write_proc,
	[OP_DOMAINNAME] = op_domainname,
	[OP_IDENTITY] = op_identity,
	[OP_TAKE_IDENTITY] = op_take_identity,
	[OP_CAPABILITIES] = op_capabilities,
	[OP_SCHEDULER] = op_scheduler,
	[OP_IO_PRIORITY] = op_io_priority,
	[OP_CPU_AFFINITY] = op_cpu_affinity,
	[OP_PERSONALITY] = op_personality,
	[OP_MEMORY_POLICY] = op_memory_policy,
	[OP_LOOPBACK] = op_loopback,
	[OP_OWN_STDIO] = op_own_stdio,
	[OP_RAISE_LIMIT] = op_raise_limit,
	[OP_TRY_DIR] = op_try_dir,
	[OP_HOLD_FILE] = op_hold_file,
	[OP_WRITE_HELD] = op_write_held,
	[OP_BECOME_ROOT] = op_become_root,
	[OP_OPEN_NETWORK] = op_open_network,
	[OP_MOVE_DEVICE] = op_move_device,
	[OP_ENTER_NETWORK] = op_enter_network,
	[OP_OPEN_FILESYSTEM] = op_open_filesystem,
	[OP_OPEN_EMPTY_MOUNTS] = op_open_empty_mounts,
	[OP_HOLD_TREE] = op_hold_tree,
	[OP_OWN_MOUNTS] = op_own_mounts,
	[OP_STAGE_TREE] = op_stage_tree,
	[OP_BIND_TREE] = op_bind_tree,
	[OP_SWITCH_ROOT] = op_switch_root,
};

int perform(struct container *container, struct step *step)
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
