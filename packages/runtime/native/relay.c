/* What berth-runtime does at a terminal: raw bytes both ways, the window's size, and signals. */
#define _GNU_SOURCE
#include "relay.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

/* what a pipe takes whole once it can be written to */
#define CHUNK 4096
#define GOES_ON (-1)

/* bytes on their way to `to`; a descriptor of -1 has ended */
struct stream {
	int from, to;
	size_t at, length;
	uint8_t bytes[CHUNK];
};

struct relay {
	pid_t pid;
	int master;
	struct stream in, out;
};

static bool is_empty(const struct stream *s)
{
	return s->at == s->length;
}

static void end_stream(struct stream *s)
{
	s->from = s->to = -1;
	s->at = s->length = 0;
}

/* false: nothing to read now */
static bool fill(struct stream *s)
{
	ssize_t got = read(s->from, s->bytes, sizeof(s->bytes));

	if (got < 0 && (errno == EAGAIN || errno == EINTR))
		return false;
	s->at = 0;
	s->length = got > 0 ? (size_t)got : 0;
	if (got <= 0)
		end_stream(s);
	return got > 0;
}

static void drain(struct stream *s)
{
	ssize_t put = write(s->to, s->bytes + s->at, s->length - s->at);

	if (put >= 0)
		s->at += (size_t)put;
	else if (errno != EAGAIN && errno != EINTR)
		end_stream(s);
}

static void copy_size(int master)
{
	struct winsize size;

	if (!ioctl(STDIN_FILENO, TIOCGWINSZ, &size) || !ioctl(STDOUT_FILENO, TIOCGWINSZ, &size))
		ioctl(master, TIOCSWINSZ, &size);
}

static int handle_signal(const struct relay *r, int signals)
{
	struct signalfd_siginfo info;
	int status;

	if (read(signals, &info, sizeof(info)) != sizeof(info))
		return GOES_ON;
	if (info.ssi_signo == SIGWINCH)
		copy_size(r->master);
	else if (info.ssi_signo != SIGCHLD)
		kill(r->pid, (int)info.ssi_signo);
	else if (waitpid(r->pid, &status, WNOHANG) == r->pid)
		return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
	return GOES_ON;
}

/* what is to be waited for: room for what is held, else something to hold */
static struct pollfd wish(const struct stream *s)
{
	return (struct pollfd){ is_empty(s) ? s->from : s->to, is_empty(s) ? POLLIN : POLLOUT, 0 };
}

static void advance(struct stream *s)
{
	if (is_empty(s))
		fill(s);
	else
		drain(s);
}

static int relay(struct relay *r, int signals)
{
	int code = GOES_ON;

	while (code == GOES_ON) {
		struct pollfd polls[3] = { { signals, POLLIN, 0 }, wish(&r->in), wish(&r->out) };

		if (poll(polls, 3, -1) < 0 && errno != EINTR)
			return 125;
		if (polls[1].revents)
			advance(&r->in);
		if (polls[2].revents)
			advance(&r->out);
		if (polls[0].revents)
			code = handle_signal(r, signals);
	}
	return code;
}

/* what the process said last; others may have the terminal open still, and are not waited for */
static void flush(struct stream *out)
{
	do
		while (out->to >= 0 && !is_empty(out))
			drain(out);
	while (out->from >= 0 && fill(out));
}

int relay_terminal(pid_t pid, int master)
{
	struct relay r = { .pid = pid, .master = master, .in = { STDIN_FILENO, master, 0, 0, { 0 } }, .out = { master, STDOUT_FILENO, 0, 0, { 0 } } };
	struct termios before, raw;
	bool terminal = !tcgetattr(STDIN_FILENO, &before);
	sigset_t all;
	int signals, code;

	sigfillset(&all);
	signals = signalfd(-1, &all, SFD_CLOEXEC | SFD_NONBLOCK);
	if (signals < 0 || fcntl(master, F_SETFL, O_RDWR | O_NONBLOCK))
		return 125;
	if (terminal) {
		raw = before;
		cfmakeraw(&raw);
		tcsetattr(STDIN_FILENO, TCSANOW, &raw);
	}
	copy_size(master);
	code = relay(&r, signals);
	flush(&r.out);
	if (terminal)
		tcsetattr(STDIN_FILENO, TCSANOW, &before);
	return code;
}
