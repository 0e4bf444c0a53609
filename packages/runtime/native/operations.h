/* The operation table, mirrored from src/plan/operation.ts; both are tested against the same fixture bytes. */
#ifndef BERTH_OPERATIONS_H
#define BERTH_OPERATIONS_H

enum operation {
	/* performed by the supervisor */
	OP_SUPERVISE = 1,
	OP_MAKE_USERNS = 2,
	OP_FIND_INIT = 3,
	OP_CLONE = 4,
	/* performed by a launcher, which takes the place of the supervisor */
	OP_ATTEND = 5,
	/* on the host's folders, before the clone */
	OP_ENSURE_DIR = 6,
	OP_SAVE_FILE = 7,
	OP_SAVE_RECORD = 8,
	OP_WRITE_IF_THERE = 9,
	/* performed by the container's process, in order */
	OP_JOIN_PATH = 10,
	OP_JOIN_INIT = 11,
	OP_WRITE_FILE = 12,
	OP_UNSHARE = 13,
	OP_MOUNT = 14,
	OP_FS_IDS = 15,
	OP_CHDIR = 16,
	OP_MAKE_DIR = 17,
	OP_STAGE_LAYER = 18,
	OP_OPEN_ROOT = 19,
	OP_BIND = 20,
	OP_FILESYSTEM = 21,
	OP_DEVICE = 22,
	OP_SYMLINK = 23,
	OP_MASK = 24,
	OP_READONLY = 25,
	OP_ROOT_DIR = 26,
	OP_PIVOT = 27,
	OP_HOSTNAME = 28,
	OP_USER = 29,
	OP_STDIO = 30,
	OP_PTY = 31,
	OP_RLIMIT = 32,
	OP_ENTER_USERNS = 33,
	OP_CREDENTIALS = 34,
	OP_CWD = 35,
	OP_NO_NEW_PRIVILEGES = 36,
	OP_SECCOMP = 37,
	OP_EXEC = 38,
	OP_SYNC = 39,
	OP_HOOK = 40,
	OP_WAIT_START = 41,
	OP_FIND = 42,
	OP_KEYRING = 43,
	OP_NOTIFY = 60,
};

#endif
