/* Who is connected to a supervisor's socket. */
#ifndef BERTH_VIEWERS_H
#define BERTH_VIEWERS_H

#include <poll.h>
#include <stdbool.h>

#include "ring.h"
#include "session.h"

#define VIEWERS_MAX 32

struct viewers {
	/* true once anybody has asked for the output */
	bool seen;
	struct viewer {
		int fd;
		bool attached, waits;
		/* when it last took something, in seconds */
		int64_t moved;
		uint64_t position;
		uint32_t in_length, out_length, out_done;
		uint8_t in[FRAME_ROOM], out[FRAME_ROOM];
	} list[VIEWERS_MAX];
};

/* what a viewer asked for; the supervisor does it */
struct request {
	enum frame_kind kind;
	const uint8_t *payload;
	uint32_t length;
};

void viewers_open(struct viewers *viewers);
void viewers_accept(struct viewers *viewers, const struct session *session);
/* sends what each has not got yet, as far as it takes it */
void viewers_send(struct viewers *viewers, const struct ring *ring, int64_t now);
/* true when every viewer has all of the ring */
bool viewers_drained(const struct viewers *viewers, const struct ring *ring);
/* true when a frame of `length` may be put: no waiting viewer would lose one that it has not got */
bool viewers_allow(const struct viewers *viewers, const struct session *session, const struct ring *ring,
		   uint32_t length, int64_t now);
/* reads from a viewer; true with a whole request, after which `viewer_done` must be called */
bool viewer_read(struct viewers *viewers, struct viewer *viewer, const struct ring *ring, int64_t now,
		 struct request *request);
bool viewer_next(struct viewers *viewers, struct viewer *viewer, const struct ring *ring, int64_t now,
		 struct request *request);
void viewer_done(struct viewer *viewer);
void viewer_close(struct viewer *viewer);
/* at the end: lets those who watch read all that was sent, also when they were still writing */
void viewers_part(struct viewers *viewers);

#endif
