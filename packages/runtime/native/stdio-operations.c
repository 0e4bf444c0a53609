/* Standard streams: pipes that the supervisor reads, or a terminal that lies in the container's own devpts. */
#define _GNU_SOURCE
#include <errno.h>
#include <linux/magic.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/vfs.h>

#include "container.h"
#include "root.h"
#include "system.h"
#include "unix-socket.h"

/* the group `tty`, as in every distribution */
#define TERMINAL_GROUP 5

/* streams that the caller opened; only a pipe is nobody else's, and may change its owner */
static int own_pipes(uid_t uid, gid_t gid)
{
	struct stat st;

	for (int i = 0; i < 3; i++)
		if (!fstat(i, &st) && S_ISFIFO(st.st_mode) && (st.st_uid != uid || st.st_gid != gid) && fchown(i, uid, gid))
			return -1;
	return 0;
}

int op_own_stdio(struct container *c, struct reader *f)
{
	uid_t uid = read_u32(f);

	(void)c;
	return own_pipes(uid, read_u32(f));
}

/* the process' user must be able to open /dev/stdout again, so the pipes become its own */
int op_stdio(struct container *c, struct reader *f)
{
	(void)f;
	setsid();
	if (c->outlives)
		return 0;
	for (int i = 0; i < 3; i++) {
		int fd = c->stdio[i] >= 0 ? c->stdio[i] : sys_openat2(c->root, "/dev/null", O_RDWR | O_NOCTTY, 0,
								      RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS);

		if (fd < 0)
			return -1;
		if (c->stdio[i] >= 0 && fchown(fd, c->base_uid + c->uid, c->base_gid + c->gid))
			return -1;
		if (dup2(fd, i) < 0)
			return -1;
	}
	return 0;
}

static int open_master(int root)
{
	struct statfs fs;
	int unlock = 0;
	int master = sys_openat2(root, "/dev/pts/ptmx", O_RDWR | O_NOCTTY, 0,
				 RESOLVE_IN_ROOT | RESOLVE_NO_SYMLINKS);

	if (master < 0)
		return -1;
	/* CVE-2025-52565: it must be what it claims to be */
	if (fstatfs(master, &fs) || fs.f_type != DEVPTS_SUPER_MAGIC) {
		errno = ENODEV;
		return -1;
	}
	return ioctl(master, TIOCSPTLCK, &unlock) ? -1 : master;
}

static int send_master(int report, int master)
{
	struct report message = { .kind = REPORT_PTY };

	return send_descriptor(report, master, &message, sizeof(message)) == sizeof(message) ? 0 : -1;
}

/* /dev/console is the container's own terminal; an exec session's terminal is not bound anywhere */
static int bind_console(int root, int terminal)
{
	int target = root_make(root, "/dev/console", false, false);
	int tree = sys_open_tree(terminal, "", OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | AT_EMPTY_PATH);
	int failed = target < 0 || tree < 0 ||
		     sys_move_mount(tree, "", target, "", MOVE_MOUNT_F_EMPTY_PATH | MOVE_MOUNT_T_EMPTY_PATH);

	if (target >= 0)
		close(target);
	if (tree >= 0)
		close(tree);
	return failed ? -1 : 0;
}

/* a user namespace may have no such group: what devpts gave it stays then */
static int own_terminal(int terminal, uid_t uid, gid_t gid)
{
	if (!fchown(terminal, uid, gid))
		return 0;
	return errno == EINVAL ? fchown(terminal, uid, (gid_t)-1) : -1;
}

int op_pty(struct container *c, struct reader *f)
{
	uint32_t cols = read_u32(f);
	uint32_t rows = read_u32(f);
	uint32_t console = read_u32(f);
	struct winsize size = { .ws_col = (unsigned short)cols, .ws_row = (unsigned short)rows };
	int master = open_master(c->root);
	int terminal;

	/* that of the caller's terminal, which is still ours: whoever relays it may be later than the program */
	if (c->outlives && !cols && !rows && ioctl(STDIN_FILENO, TIOCGWINSZ, &size))
		errno = 0;
	if (master < 0 || ioctl(master, TIOCSWINSZ, &size))
		return -1;
	terminal = ioctl(master, TIOCGPTPEER, O_RDWR | O_NOCTTY | O_CLOEXEC);
	if (terminal < 0 || own_terminal(terminal, c->base_uid + c->uid, c->base_gid + TERMINAL_GROUP))
		return -1;
	if (console && bind_console(c->root, terminal))
		return -1;
	setsid();
	if (ioctl(terminal, TIOCSCTTY, 0))
		return -1;
	for (int i = 0; i < 3; i++)
		if (dup2(terminal, i) < 0)
			return -1;
	return send_master(c->report, master);
}
