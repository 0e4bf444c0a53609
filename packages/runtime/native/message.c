#include "message.h"

#include <errno.h>
#include <sys/mman.h>
#include <unistd.h>

/* false at the end of the file before `length` bytes, and on an error */
static bool read_exactly(int fd, void *target, size_t length)
{
	for (size_t done = 0; done < length;) {
		ssize_t got = read(fd, (char *)target + done, length - done);

		if (got <= 0 && !(got < 0 && errno == EINTR))
			return false;
		done += got > 0 ? (size_t)got : 0;
	}
	return true;
}

/* one byte more than was sent: a plan that is cut short must not be read beyond */
static size_t room_for(uint32_t length)
{
	return (size_t)length + 1;
}

bool receive_message(int fd, struct message *message)
{
	uint32_t length;

	if (!read_exactly(fd, &length, sizeof(length)) || length > MESSAGE_MAX)
		return false;
	*message = (struct message){ .length = length };
	message->bytes = mmap(NULL, room_for(length), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (message->bytes == MAP_FAILED)
		return false;
	if (read_exactly(fd, message->bytes, length))
		return true;
	release_message(message);
	return false;
}

void release_message(struct message *message)
{
	munmap(message->bytes, room_for(message->length));
}
