/*
 * Devices of the host in the network of an OCI container: before the clone, as the host's root, for nobody else may take
 * from the host. Who moves them stays until the container is made, and gives back what was moved if it never is: one that
 * is virtual would go with the container's network.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include "container.h"
#include "device-move.h"
#include "system.h"

#define OWN_NETWORK "/proc/self/ns/net"

/* holds a new one until it is killed */
static _Noreturn void hold_network(int userns, int ready)
{
	int error = 0;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if ((userns >= 0 && setns(userns, CLONE_NEWUSER)) || unshare(CLONE_NEWNET))
		error = errno;
	if (write(ready, &error, sizeof(error)) == sizeof(error))
		pause();
	_exit(0);
}

/* one that belongs to that user namespace: a process of it has to make it; -1: to this process' own */
static int make_network(int userns)
{
	char path[64];
	int ready[2], network = -1, error = ECANCELED;
	pid_t holder = pipe2(ready, O_CLOEXEC) ? -1 : sys_fork(0, -1);

	if (holder == 0)
		hold_network(userns, ready[1]);
	if (holder < 0)
		return -1;
	close(ready[1]);
	snprintf(path, sizeof(path), "/proc/%d/ns/net", holder);
	if (read(ready[0], &error, sizeof(error)) == sizeof(error) && !error) {
		network = open(path, O_RDONLY | O_CLOEXEC);
		error = errno;
	}
	close(ready[0]);
	kill(holder, SIGKILL);
	waitpid(holder, NULL, 0);
	errno = error;
	return network;
}

int op_open_network(struct container *c, struct reader *f)
{
	const char *path = read_text(f);
	uint32_t slot = read_u32(f);
	int userns = slot < c->idmap_count ? c->idmaps[slot] : -1;

	c->network = *path ? open(path, O_RDONLY | O_CLOEXEC) : make_network(userns);
	return c->network < 0 ? -1 : 0;
}

/* standard streams: requests, the host's network, the container's; a request for no device says that it is made */
static _Noreturn void move_devices(void)
{
	struct device_move moved[MAX_DEVICES];
	uint32_t count = 0;

	while (count < MAX_DEVICES && recv(0, &moved[count], sizeof(*moved), 0) == sizeof(*moved)) {
		int failed, error;

		if (!*moved[count].device)
			_exit(0);
		failed = move_device(1, 2, &moved[count], true);
		error = failed ? errno : 0;
		if (failed >= 0)
			count++;
		send(0, &error, sizeof(error), MSG_NOSIGNAL);
	}
	while (count-- > 0) {
		struct device_move back = { 0 };

		memcpy(back.device, moved[count].name, IFNAMSIZ);
		memcpy(back.name, moved[count].device, IFNAMSIZ);
		move_device(2, 1, &back, moved[count].was_up);
	}
	_exit(0);
}

static int start_mover(struct container *c)
{
	int ends[2], host = open(OWN_NETWORK, O_RDONLY | O_CLOEXEC);

	if (host < 0 || socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends))
		return -1;
	c->mover_pid = sys_fork(0, -1);
	if (c->mover_pid == 0) {
		int streams[] = { ends[1], host, c->network };

		/* the caller's own are among them, which somebody may wait for the end of */
		for (int i = 0; i < 3; i++)
			streams[i] = fcntl(streams[i], F_DUPFD, 3);
		for (int i = 0; i < 3; i++)
			dup2(streams[i], i);
		sys_close_range(3, ~0U);
		move_devices();
	}
	close(host);
	close(ends[1]);
	c->mover = ends[0];
	return c->mover_pid < 0 ? -1 : 0;
}

int op_move_device(struct container *c, struct reader *f)
{
	const char *device = read_text(f);
	const char *name = read_text(f);
	struct device_move move = { 0 };
	int error = 0;

	if (c->network < 0 || !*device || strlen(device) >= IFNAMSIZ || strlen(name) >= IFNAMSIZ) {
		errno = EINVAL;
		return -1;
	}
	strcpy(move.device, device);
	strcpy(move.name, name);
	if ((c->mover < 0 && start_mover(c)) || send(c->mover, &move, sizeof(move), MSG_NOSIGNAL) != sizeof(move))
		return -1;
	if (recv(c->mover, &error, sizeof(error), 0) != sizeof(error))
		error = ECANCELED;
	errno = error;
	return error ? -1 : 0;
}

int op_enter_network(struct container *c, struct reader *f)
{
	(void)f;
	return setns(c->network, CLONE_NEWNET);
}

void keep_devices(struct container *c, bool made)
{
	struct device_move none = { 0 };

	if (c->mover < 0)
		return;
	if (made && send(c->mover, &none, sizeof(none), MSG_NOSIGNAL) < 0)
		errno = 0;
	close(c->mover);
	waitpid(c->mover_pid, NULL, 0);
	c->mover = -1;
}
