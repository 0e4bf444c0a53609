/* A terminal client of a supervisor's socket: raw bytes both ways, and the window's size. It ends with its session. */
#define _GNU_SOURCE
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <termios.h>
#include <unistd.h>

#include "frames.h"
#include "jobs.h"

#define REPLAY_AND_WAIT 3

static int connect_to(const char *path)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (fd < 0 || strlen(path) >= sizeof(address.sun_path))
		return -1;
	strcpy(address.sun_path, path);
	return connect(fd, (struct sockaddr *)&address, sizeof(address)) ? -1 : fd;
}

static bool write_all(int fd, const uint8_t *bytes, size_t length)
{
	while (length > 0) {
		ssize_t written = write(fd, bytes, length);

		if (written < 0 && errno == EINTR)
			continue;
		if (written <= 0)
			return false;
		bytes += written;
		length -= (size_t)written;
	}
	return true;
}

static bool send_frame(int socket, enum frame_kind kind, const uint8_t *payload, uint32_t length)
{
	uint8_t frame[FRAME_ROOM];

	put_header(frame, kind, length);
	memcpy(frame + FRAME_HEADER, payload, length);
	return write_all(socket, frame, FRAME_HEADER + length);
}

static bool send_size(int socket)
{
	struct winsize size;
	uint8_t payload[4];

	if (ioctl(STDIN_FILENO, TIOCGWINSZ, &size))
		return true;
	payload[0] = (uint8_t)size.ws_col;
	payload[1] = (uint8_t)(size.ws_col >> 8);
	payload[2] = (uint8_t)size.ws_row;
	payload[3] = (uint8_t)(size.ws_row >> 8);
	return send_frame(socket, FRAME_RESIZE, payload, sizeof(payload));
}

static bool forward_input(int socket)
{
	uint8_t bytes[FRAME_MAX];
	ssize_t got = read(STDIN_FILENO, bytes, sizeof(bytes));

	return got > 0 && send_frame(socket, FRAME_STDIN, bytes, (uint32_t)got);
}

/* the exit code once the session has ended, -1 when the connection has, -2 to go on */
static int forward_output(int socket)
{
	static uint8_t buffer[4 * FRAME_ROOM];
	static uint32_t filled;
	uint32_t at = 0;
	ssize_t got = read(socket, buffer + filled, sizeof(buffer) - filled);

	if (got <= 0)
		return -1;
	filled += (uint32_t)got;
	while (filled - at >= FRAME_HEADER && filled - at >= FRAME_HEADER + get_u32(buffer + at + 1)) {
		const uint8_t *payload = buffer + at + FRAME_HEADER;
		uint32_t length = get_u32(buffer + at + 1);

		if (buffer[at] == FRAME_STDOUT && !write_all(STDOUT_FILENO, payload, length))
			return -1;
		if (buffer[at] == FRAME_EXIT && length == 8) {
			uint32_t number = get_u32(payload + 4);

			return number ? 128 + (int)number : (int)get_u32(payload) & 255;
		}
		at += FRAME_HEADER + length;
	}
	filled -= at;
	memmove(buffer, buffer + at, filled);
	return -2;
}

static int forward(int socket)
{
	struct signalfd_siginfo info;
	struct pollfd polls[3];
	sigset_t set;
	int code = -2;

	sigemptyset(&set);
	sigaddset(&set, SIGWINCH);
	sigprocmask(SIG_BLOCK, &set, NULL);
	polls[0] = (struct pollfd){ .fd = STDIN_FILENO, .events = POLLIN };
	polls[1] = (struct pollfd){ .fd = socket, .events = POLLIN };
	polls[2] = (struct pollfd){ .fd = signalfd(-1, &set, SFD_CLOEXEC), .events = POLLIN };
	while (code == -2) {
		if (poll(polls, 3, -1) < 0)
			return -1;
		if (polls[2].revents && (read(polls[2].fd, &info, sizeof(info)) < 0 || !send_size(socket)))
			return -1;
		if (polls[0].revents && !forward_input(socket))
			return -1;
		if (polls[1].revents)
			code = forward_output(socket);
	}
	return code;
}

int attach_main(const char *socket_path)
{
	static const uint8_t flags = REPLAY_AND_WAIT;
	struct termios before, raw;
	bool terminal = !tcgetattr(STDIN_FILENO, &before);
	int socket = connect_to(socket_path);
	int code;

	if (socket < 0)
		return 125;
	signal(SIGPIPE, SIG_IGN);
	if (terminal) {
		raw = before;
		cfmakeraw(&raw);
		tcsetattr(STDIN_FILENO, TCSANOW, &raw);
	}
	code = send_frame(socket, FRAME_ATTACH, &flags, 1) && send_size(socket) ? forward(socket) : -1;
	if (terminal)
		tcsetattr(STDIN_FILENO, TCSANOW, &before);
	return code < 0 ? 125 : code;
}
