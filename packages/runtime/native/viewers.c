#define _GNU_SOURCE
#include "viewers.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define ATTACH_REPLAY 1
#define ATTACH_WAITS 2
/* a viewer of a terminal that takes nothing for so long stops holding it up */
#define PATIENCE_SECONDS 30
/* what one viewer may have under way when the end comes, and for how long all of them are waited for */
#define PARTING_READS 1024
#define PARTING_TICKS 50
#define PARTING_TICK_MS 10

void viewers_open(struct viewers *viewers)
{
	for (int i = 0; i < VIEWERS_MAX; i++)
		viewers->list[i].fd = -1;
}

void viewer_close(struct viewer *viewer)
{
	close(viewer->fd);
	viewer->fd = -1;
}

/* a socket that is closed with input in it is reset, and what the other side has not read yet is lost */
void viewers_part(struct viewers *viewers)
{
	int ticks = PARTING_TICKS;

	for (int i = 0; i < VIEWERS_MAX; i++) {
		struct viewer *viewer = &viewers->list[i];
		struct pollfd input = { .fd = viewer->fd, .events = POLLIN };
		int reads = PARTING_READS;

		if (viewer->fd < 0 || !viewer->attached)
			continue;
		shutdown(viewer->fd, SHUT_WR);
		while (reads-- > 0 && ticks > 0) {
			if (poll(&input, 1, PARTING_TICK_MS) == 0)
				ticks--;
			else if (recv(viewer->fd, viewer->in, sizeof(viewer->in), MSG_DONTWAIT) <= 0)
				break;
		}
	}
}

void viewers_accept(struct viewers *viewers, const struct session *session)
{
	int fd = accept4(session->listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);

	for (int i = 0; fd >= 0 && i < VIEWERS_MAX; i++) {
		struct viewer *viewer = &viewers->list[i];

		if (viewer->fd >= 0)
			continue;
		viewer->fd = fd;
		viewer->attached = viewer->waits = false;
		viewer->in_length = viewer->out_done = 0;
		put_header(viewer->out, FRAME_HELLO, 5);
		put_u32(viewer->out + FRAME_HEADER, (uint32_t)session->pid);
		viewer->out[FRAME_HEADER + 4] = session->flags & SESSION_TTY ? 1 : 0;
		viewer->out_length = FRAME_HEADER + 5;
		return;
	}
	if (fd >= 0)
		close(fd);
}

static bool behind(const struct viewer *viewer, const struct ring *ring)
{
	return viewer->out_done < viewer->out_length || (viewer->attached && viewer->position < ring->head);
}

static void send_to(struct viewer *viewer, const struct ring *ring, int64_t now)
{
	while (behind(viewer, ring)) {
		ssize_t sent;

		if (viewer->out_done == viewer->out_length) {
			/* what was dropped meanwhile is gone: go on with the oldest frame that is whole */
			if (viewer->position < ring->tail)
				viewer->position = ring->tail;
			viewer->out_length = ring_frame(ring, viewer->position, viewer->out);
			viewer->position += viewer->out_length;
			viewer->out_done = 0;
		}
		sent = send(viewer->fd, viewer->out + viewer->out_done, viewer->out_length - viewer->out_done,
			    MSG_NOSIGNAL | MSG_DONTWAIT);
		if (sent < 0) {
			if (errno != EAGAIN && errno != EINTR)
				viewer_close(viewer);
			return;
		}
		viewer->out_done += (uint32_t)sent;
		viewer->moved = now;
	}
}

void viewers_send(struct viewers *viewers, const struct ring *ring, int64_t now)
{
	for (int i = 0; i < VIEWERS_MAX; i++)
		if (viewers->list[i].fd >= 0)
			send_to(&viewers->list[i], ring, now);
}

bool viewers_drained(const struct viewers *viewers, const struct ring *ring)
{
	for (int i = 0; i < VIEWERS_MAX; i++)
		if (viewers->list[i].fd >= 0 && behind(&viewers->list[i], ring))
			return false;
	return true;
}

bool viewers_allow(const struct viewers *viewers, const struct session *session, const struct ring *ring,
		   uint32_t length, int64_t now)
{
	uint64_t oldest = ring->head + length;

	/* frames are dropped whole, so keep the room of one more */
	oldest = oldest + FRAME_ROOM > RING_SIZE ? oldest + FRAME_ROOM - RING_SIZE : 0;
	if (!(session->flags & SESSION_WAITS))
		return true;
	if (!viewers->seen)
		return oldest == 0;
	for (int i = 0; i < VIEWERS_MAX; i++) {
		const struct viewer *viewer = &viewers->list[i];
		bool patient = !(session->flags & SESSION_TTY) || now - viewer->moved < PATIENCE_SECONDS;

		if (viewer->fd >= 0 && viewer->attached && viewer->waits && patient && viewer->position < oldest)
			return false;
	}
	return true;
}

static void attach(struct viewers *viewers, struct viewer *viewer, const struct ring *ring, uint8_t flags, int64_t now)
{
	viewer->attached = true;
	viewer->waits = flags & ATTACH_WAITS;
	viewer->position = flags & ATTACH_REPLAY ? ring->tail : ring->head;
	viewer->moved = now;
	viewers->seen = true;
}

bool viewer_next(struct viewers *viewers, struct viewer *viewer, const struct ring *ring, int64_t now,
		 struct request *request)
{
	uint32_t length;

	while (viewer->fd >= 0 && viewer->in_length >= FRAME_HEADER) {
		length = get_u32(viewer->in + 1);
		if (length > FRAME_MAX) {
			viewer_close(viewer);
			return false;
		}
		if (viewer->in_length < FRAME_HEADER + length)
			return false;
		*request = (struct request){ viewer->in[0], viewer->in + FRAME_HEADER, length };
		if (request->kind != FRAME_ATTACH)
			return true;
		attach(viewers, viewer, ring, length ? *request->payload : 0, now);
		viewer_done(viewer);
	}
	return false;
}

bool viewer_read(struct viewers *viewers, struct viewer *viewer, const struct ring *ring, int64_t now,
		 struct request *request)
{
	ssize_t got = recv(viewer->fd, viewer->in + viewer->in_length, FRAME_ROOM - viewer->in_length, MSG_DONTWAIT);

	if (got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR)) {
		viewer_close(viewer);
		return false;
	}
	viewer->in_length += got > 0 ? (uint32_t)got : 0;
	return viewer_next(viewers, viewer, ring, now, request);
}

void viewer_done(struct viewer *viewer)
{
	uint32_t used = FRAME_HEADER + get_u32(viewer->in + 1);

	viewer->in_length -= used;
	memmove(viewer->in, viewer->in + used, viewer->in_length);
}
