/* What is sent to a job: u32 length, and so many bytes. */
#ifndef BERTH_MESSAGE_H
#define BERTH_MESSAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define MESSAGE_MAX (4 * 1024 * 1024)

struct message {
	uint8_t *bytes;
	uint32_t length;
};

/* waits for a whole one, to be released; false at the end of the file, on an error, and when it is too long */
bool receive_message(int fd, struct message *message);
void release_message(struct message *message);

#endif
