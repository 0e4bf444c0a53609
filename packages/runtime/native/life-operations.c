/* Where the set-up of an OCI container stops: for hooks that others run, for hooks of its own, and for its start. */
#define _GNU_SOURCE
#include <errno.h>
#include <linux/keyctl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "container.h"
#include "system.h"

/* the caller runs its hooks while this process waits */
int op_sync(struct container *c, struct reader *f)
{
	struct report report = { .kind = REPORT_SYNC };
	char go;

	(void)f;
	if (send(c->report, &report, sizeof(report), MSG_NOSIGNAL) != sizeof(report))
		return -1;
	if (recv(c->report, &go, 1, 0) == 1)
		return 0;
	errno = ECANCELED;
	return -1;
}

/* whoever connects starts the program, and is told when that fails */
int op_wait_start(struct container *c, struct reader *f)
{
	struct report report = { .kind = REPORT_READY };
	int caller;

	(void)f;
	if (send(c->report, &report, sizeof(report), MSG_NOSIGNAL) != sizeof(report))
		return -1;
	close(c->report);
	do
		caller = accept4(c->listener, NULL, NULL, SOCK_CLOEXEC);
	while (caller < 0 && (errno == EINTR || errno == ECONNABORTED));
	if (caller < 0)
		_exit(125);
	close(c->listener);
	c->listener = -1;
	c->report = caller;
	return 0;
}

/* a file in memory: a hook that does not read its input cannot block us */
static int state_file(struct reader *f)
{
	const char *before = read_text(f);
	const char *after = read_text(f);
	int file = memfd_create("state", MFD_CLOEXEC);

	if (file >= 0 && (dprintf(file, "%s%d%s", before, getpid(), after) < 0 || lseek(file, 0, SEEK_SET))) {
		close(file);
		return -1;
	}
	return file;
}

static _Noreturn void run_hook(int state, const char *path, const char **argv, const char **env)
{
	int null = open("/dev/null", O_WRONLY | O_CLOEXEC);

	if (dup2(state, 0) < 0 || (null >= 0 && (dup2(null, 1) < 0 || dup2(null, 2) < 0)))
		_exit(127);
	sys_close_range(3, ~0U);
	execve(path, (char **)argv, (char **)env);
	_exit(errno == ENOENT ? 127 : 126);
}

/* the exit status of the hook, or -1 with errno; ETIMEDOUT when it was killed because it took too long */
static int await_hook(pid_t pid, uint32_t timeout_ms)
{
	struct pollfd end = { .fd = sys_pidfd_open(pid), .events = POLLIN };
	bool late = false;
	int status;

	if (timeout_ms && end.fd >= 0 && poll(&end, 1, (int)timeout_ms) == 0) {
		late = true;
		kill(pid, SIGKILL);
	}
	if (end.fd >= 0)
		close(end.fd);
	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return -1;
	if (late) {
		errno = ETIMEDOUT;
		return -1;
	}
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

int op_hook(struct container *c, struct reader *f)
{
	static const char *texts[MAX_TEXTS];
	const char *path = read_text(f);
	const char **argv = texts;
	const char **env = texts + MAX_TEXTS / 2;
	uint32_t timeout_ms;
	int state, status;
	pid_t pid;

	read_texts(f, argv, MAX_TEXTS / 2);
	read_texts(f, env, MAX_TEXTS / 2);
	timeout_ms = read_u32(f);
	state = f->bad ? -1 : state_file(f);
	if (state < 0 || f->bad) {
		errno = EBADMSG;
		return -1;
	}
	pid = fork();
	if (pid == 0)
		run_hook(state, path, argv, env);
	close(state);
	status = pid < 0 ? -1 : await_hook(pid, timeout_ms);
	if (status <= 0)
		return status;
	c->detail = DETAIL_HOOK_STATUS;
	errno = status;
	return -1;
}

/* a folder has the same bit, and means something else by it */
static int may_execute(const char *path)
{
	struct stat st;

	if (stat(path, &st))
		return -1;
	if (S_ISREG(st.st_mode))
		return access(path, X_OK);
	errno = EACCES;
	return -1;
}

/* a program that is not there is told at create, not only at start; the search is the one that op_exec makes */
int op_find(struct container *c, struct reader *f)
{
	const char *program = read_text(f);
	const char *search = read_text(f);
	char path[4096];
	int error = ENOENT;

	(void)c;
	if (strchr(program, '/'))
		return may_execute(program);
	for (;;) {
		size_t length = strcspn(search, ":");
		int written = snprintf(path, sizeof(path), "%.*s/%s", (int)length, length ? search : ".", program);

		if (written > 0 && (size_t)written < sizeof(path) && !may_execute(path))
			return 0;
		if (errno == EACCES)
			error = EACCES;
		if (!search[length])
			break;
		search += length + 1;
	}
	errno = error;
	return -1;
}

/* keys of whoever started the container are not its own; a kernel without keys has none to hide */
int op_keyring(struct container *c, struct reader *f)
{
	const char *name = read_text(f);

	(void)c;
	return syscall(SYS_keyctl, KEYCTL_JOIN_SESSION_KEYRING, name) < 0 && errno != ENOSYS ? -1 : 0;
}
