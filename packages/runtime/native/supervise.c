/*
 * One supervisor per container and per exec session. It outlives the agent: it holds the terminal or the pipes,
 * keeps the log, replays the screen to whoever connects, reaps, and writes down how it ended. It never waits for room on a
 * full disk or, but for an exec session's own output, for a viewer.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#include "log.h"
#include "viewers.h"

#define POLL_FIXED 5
#define TICK_MS 100
/* as much as a pipe holds */
#define READ_MAX 65536
/* how long output may still come from processes that an ended exec session left behind */
#define GRACE_SECONDS 1
/* how long the end of an exec session waits for a first viewer, and any end for a slow one */
#define LINGER_SECONDS 30

static struct ring ring;
static struct viewers viewers;

struct state {
	struct session *session;
	int signals;
	bool exited;
	int status;
	int64_t exited_at;
	/* input that the process has not taken yet */
	uint8_t pending[FRAME_MAX];
	uint32_t pending_length;
	bool input_ends;
	/* nobody has the terminal open: it is asked again after a moment */
	bool hung_up;
	/* nobody will come for what is left */
	bool dismissed;
};

static int64_t seconds(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec;
}

static void set_nonblocking(int fd)
{
	if (fd >= 0)
		fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
}

static int watch_children(void)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGCHLD);
	sigprocmask(SIG_BLOCK, &set, NULL);
	return signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

static void close_output(struct session *session, int number)
{
	if (session->output[number] == session->input)
		session->input = -1;
	close(session->output[number]);
	session->output[number] = -1;
}

static void read_output(struct state *state, int number)
{
	static uint8_t bytes[READ_MAX];
	struct session *session = state->session;
	bool tty = session->flags & SESSION_TTY;
	/* what viewers are waited for comes in single frames */
	size_t room = session->flags & SESSION_WAITS ? FRAME_MAX : sizeof(bytes);
	ssize_t got = read(session->output[number], bytes, room);

	if (got > 0) {
		for (ssize_t at = 0; at < got; at += FRAME_MAX)
			ring_put(&ring, number == 0 ? FRAME_STDOUT : FRAME_STDERR, bytes + at,
				 (uint32_t)(got - at < FRAME_MAX ? got - at : FRAME_MAX));
		if (session->flags & SESSION_LOG)
			log_feed(tty ? LOG_TTY : number == 0 ? LOG_STDOUT : LOG_STDERR, bytes, (uint32_t)got);
		return;
	}
	if (got < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	/* a terminal gives EIO while no process has it open; it may be opened again until the process has ended */
	if (got < 0 && errno == EIO && !state->exited)
		state->hung_up = true;
	else
		close_output(session, number);
}

static void reap(struct state *state, int64_t now)
{
	struct signalfd_siginfo info;
	int status;

	while (read(state->signals, &info, sizeof(info)) > 0)
		;
	if (!state->exited && waitpid(state->session->pid, &status, WNOHANG) == state->session->pid) {
		state->exited = true;
		state->status = read_ending(state->session->ending, status);
		state->exited_at = now;
	}
}

static void write_input(struct state *state)
{
	struct session *session = state->session;

	while (state->pending_length && session->input >= 0) {
		ssize_t written = write(session->input, state->pending, state->pending_length);

		if (written < 0 && (errno == EAGAIN || errno == EINTR))
			return;
		if (written < 0)
			break;
		state->pending_length -= (uint32_t)written;
		memmove(state->pending, state->pending + written, state->pending_length);
	}
	state->pending_length = 0;
	if (state->input_ends && session->input >= 0 && !(session->flags & SESSION_TTY)) {
		close(session->input);
		session->input = -1;
	}
}

static void resize(struct session *session, const uint8_t *payload)
{
	struct winsize size = { .ws_col = get_u16(payload), .ws_row = get_u16(payload + 2) };

	if (session->flags & SESSION_TTY)
		ioctl(session->output[0], TIOCSWINSZ, &size);
}

/* the end of input of a terminal is a character, which its line discipline knows */
static void end_input(struct state *state)
{
	if (state->session->flags & SESSION_TTY) {
		state->pending[0] = 4;
		state->pending_length = 1;
	}
	state->input_ends = true;
	write_input(state);
}

/* of an exec session its whole group, which it leads; init passes a signal on itself, or not */
static void send_signal(const struct session *session, int number)
{
	kill(session->flags & SESSION_LOG ? session->pid : -session->pid, number);
}

static void handle(struct state *state, const struct request *request)
{
	switch (request->kind) {
	case FRAME_STDIN:
		memcpy(state->pending, request->payload, request->length);
		state->pending_length = request->length;
		write_input(state);
		break;
	case FRAME_EOF:
		end_input(state);
		break;
	case FRAME_RESIZE:
		if (request->length == 4)
			resize(state->session, request->payload);
		break;
	case FRAME_SIGNAL:
		/* not reaped yet, so the number still is this process; afterwards SIGKILL ends the waiting for viewers */
		if (request->length == 4 && !state->exited)
			send_signal(state->session, (int)get_u32(request->payload));
		else if (request->length == 4 && get_u32(request->payload) == SIGKILL)
			state->dismissed = true;
		break;
	default:
		break;
	}
}

/* input waits in its viewer's buffer while the process has not taken what came before */
static void serve_viewer(struct state *state, struct viewer *viewer, bool readable, int64_t now)
{
	struct request request;
	bool more;

	if (state->pending_length)
		return;
	more = readable ? viewer_read(&viewers, viewer, &ring, now, &request)
			: viewer_next(&viewers, viewer, &ring, now, &request);
	while (more) {
		handle(state, &request);
		viewer_done(viewer);
		more = !state->pending_length && viewer_next(&viewers, viewer, &ring, now, &request);
	}
}

static struct pollfd watched(int fd, short events)
{
	return (struct pollfd){ .fd = events ? fd : -1, .events = events };
}

static void wait_and_serve(struct state *state)
{
	struct session *session = state->session;
	struct pollfd polls[POLL_FIXED + VIEWERS_MAX];
	int64_t now = seconds();
	bool allowed = viewers_allow(&viewers, session, &ring, FRAME_ROOM, now);
	bool reading = allowed && !state->hung_up;
	bool soon = state->exited || state->hung_up;

	state->hung_up = false;
	polls[0] = watched(state->signals, POLLIN);
	polls[1] = watched(session->listener, POLLIN);
	polls[2] = watched(session->output[0], reading ? POLLIN : 0);
	polls[3] = watched(session->output[1], reading ? POLLIN : 0);
	polls[4] = watched(session->input, state->pending_length ? POLLOUT : 0);
	for (int i = 0; i < VIEWERS_MAX; i++) {
		struct viewer *viewer = &viewers.list[i];
		bool behind = viewer->fd >= 0 && (viewer->out_done < viewer->out_length ||
						  (viewer->attached && viewer->position < ring.head));

		polls[POLL_FIXED + i] = watched(viewer->fd, (state->pending_length ? 0 : POLLIN) | (behind ? POLLOUT : 0));
		soon |= viewer->fd >= 0 && !allowed;
	}
	poll(polls, POLL_FIXED + VIEWERS_MAX, soon ? TICK_MS : -1);
	now = seconds();

	if (polls[0].revents)
		reap(state, now);
	if (polls[4].revents)
		write_input(state);
	for (int i = 0; i < VIEWERS_MAX; i++)
		if (viewers.list[i].fd >= 0)
			serve_viewer(state, &viewers.list[i], polls[POLL_FIXED + i].revents & (POLLIN | POLLHUP | POLLERR), now);
	for (int i = 0; i < 2; i++)
		if (polls[2 + i].revents)
			read_output(state, i);
	if (polls[1].revents)
		viewers_accept(&viewers, session);
	log_flush();
	viewers_send(&viewers, &ring, now);
}

static bool readable(int fd)
{
	struct pollfd output = { .fd = fd, .events = POLLIN };

	return fd >= 0 && poll(&output, 1, 0) > 0 && (output.revents & POLLIN);
}

/* what was written before the end is kept; who else holds a pipe open (over a shared volume) keeps nothing alive */
static bool output_ended(struct state *state)
{
	struct session *session = state->session;
	int64_t waited = seconds() - state->exited_at;

	if (session->output[0] < 0 && session->output[1] < 0)
		return true;
	if (readable(session->output[0]) || readable(session->output[1])) {
		bool room = viewers_allow(&viewers, session, &ring, FRAME_ROOM, seconds());

		/* without room it is read by nobody, ever: who dismisses the session, or never came, is not waited for */
		return room ? waited >= LINGER_SECONDS : state->dismissed || (!viewers.seen && waited >= LINGER_SECONDS);
	}
	return waited >= GRACE_SECONDS;
}

static void write_end(struct state *state)
{
	struct timespec time;
	char line[96];
	int code = WIFEXITED(state->status) ? WEXITSTATUS(state->status) : -1;
	int number = WIFSIGNALED(state->status) ? WTERMSIG(state->status) : 0;
	uint8_t payload[8];

	clock_gettime(CLOCK_REALTIME, &time);
	snprintf(line, sizeof(line), "exited %d %d %lld%09ld\n", code, number, (long long)time.tv_sec, time.tv_nsec);
	session_record(state->session, "ended", line, true);
	put_u32(payload, (uint32_t)code);
	put_u32(payload + 4, (uint32_t)number);
	ring_put(&ring, FRAME_EXIT, payload, sizeof(payload));
}

static bool may_leave(struct state *state)
{
	bool drained = viewers_drained(&viewers, &ring);
	int64_t waited = seconds() - state->exited_at;

	if (state->dismissed)
		return true;
	if ((state->session->flags & SESSION_WAITS) && !viewers.seen)
		return waited >= LINGER_SECONDS;
	return drained || waited >= (state->session->flags & SESSION_WAITS ? LINGER_SECONDS : GRACE_SECONDS);
}

int supervise(struct session *session)
{
	static struct state state;

	state.session = session;
	state.signals = watch_children();
	viewers_open(&viewers);
	set_nonblocking(session->output[0]);
	set_nonblocking(session->output[1]);
	set_nonblocking(session->input);
	if (session->flags & SESSION_LOG)
		log_open(session->folder, session->segment_bytes, session->segment_count, session->first_segment);
	/* it may have ended before SIGCHLD was watched */
	reap(&state, seconds());
	while (!state.exited || !output_ended(&state))
		wait_and_serve(&state);
	log_close();
	write_end(&state);
	viewers_send(&viewers, &ring, seconds());
	while (!may_leave(&state))
		wait_and_serve(&state);
	unlink(session->socket_path);
	viewers_part(&viewers);
	return 0;
}
