/* Bytes between the caller and the container's pty, with back-pressure: nothing is read that cannot be kept.
 */
#include "supervisor.h"

#define S_TYPE 0170000u
#define S_CHAR 0020000u
#define S_FIFO 0010000u

#ifndef TIOCGPTPEER
#define TIOCGPTPEER 0x5441
#endif

/*
 * A non-blocking description of our own. O_NONBLOCK on the inherited one would change it under the caller's
 * shell as well. Files keep theirs (its offset is shared, and it never blocks); so does what cannot be opened
 * again.
 */
static int reopen(int fd, int flags)
{
	char path[40];
	struct stat st;
	if (sys_fstat(fd, &st) < 0)
		return -1;
	uint32_t type = st.st_mode & S_TYPE;
	if (type != S_CHAR && type != S_FIFO)
		return fd;
	int again = sys_openat(AT_FDCWD, format_fd_path(path, "/proc/self/fd/", fd),
			       flags | O_NONBLOCK | O_NOCTTY, 0);
	return again < 0 ? fd : again;
}

void relay_start(struct supervision *s)
{
	s->input.in = s->input.out = s->output.in = s->output.out = -1;
	if (s->master < 0)
		return;
	sys_fcntl(s->master, F_SETFL, O_RDWR | O_NONBLOCK);
	s->peer = sys_ioctl(s->master, TIOCGPTPEER, (void *)(uintptr_t)(O_RDWR | O_NOCTTY | O_CLOEXEC));
	s->input.in = reopen(0, O_RDONLY);
	s->input.out = s->master;
	s->output.in = s->master;
	s->output.out = reopen(1, O_WRONLY);
}

static int is_empty(const struct buffer *b)
{
	return b->from == b->to;
}

static uint32_t stream_wants(const struct stream *s, struct pollfd *fds)
{
	if (!is_empty(&s->buffer))
		fds[0] = (struct pollfd){.fd = s->out, .events = POLLOUT};
	else if (s->in >= 0)
		fds[0] = (struct pollfd){.fd = s->in, .events = POLLIN};
	else
		return 0;
	return 1;
}

uint32_t relay_wants(struct supervision *s, struct pollfd *fds)
{
	uint32_t count = stream_wants(&s->input, fds);
	return count + stream_wants(&s->output, fds + count);
}

static int is_ready(int fd, short events)
{
	struct pollfd one = {.fd = fd, .events = events};
	struct __kernel_timespec now = {0};
	return fd >= 0 && sys_ppoll(&one, 1, &now) > 0;
}

static int is_again(long r)
{
	return r == -EAGAIN || r == -EINTR;
}

/* End of file, hang-up, EIO of a background read in an orphaned group: this direction has ended. */
static void fill(struct stream *s)
{
	long r = sys_read(s->in, s->buffer.bytes, BUFFER_BYTES);
	if (is_again(r))
		return;
	if (r <= 0)
		s->in = -1;
	s->buffer.from = 0;
	s->buffer.to = r > 0 && !s->discard ? (uint32_t)r : 0;
}

static void flush(struct stream *s)
{
	struct buffer *b = &s->buffer;
	long r = sys_write(s->out, b->bytes + b->from, b->to - b->from);
	if (is_again(r))
		return;
	if (r < 0) {
		s->discard = 1;
		b->from = b->to;
		return;
	}
	b->from += (uint32_t)r;
}

static void stream_move(struct stream *s)
{
	if (is_empty(&s->buffer) && is_ready(s->in, POLLIN))
		fill(s);
	if (!is_empty(&s->buffer) && is_ready(s->out, POLLOUT))
		flush(s);
}

void relay_move(struct supervision *s)
{
	stream_move(&s->input);
	stream_move(&s->output);
}

/* A signal ends the wait for a reader that reads no more: init is gone, there is nobody to pass it on to. */
static int wait_for_reader(const struct supervision *s)
{
	struct pollfd fds[2] = {
	    {.fd = s->output.out, .events = POLLOUT},
	    {.fd = s->signals, .events = POLLIN},
	};
	for (;;) {
		int r = sys_ppoll(fds, 2, 0);
		if (r < 0 && r != -EINTR)
			return 0;
		if (r > 0 && fds[0].revents)
			return 1;
		if (r > 0 && signals_ask_to_end(s))
			return 0;
	}
}

/* Reading the master flushes what is still under way in the kernel, so EAGAIN after the end means nothing is
 * left. */
void relay_drain(struct supervision *s)
{
	struct stream *o = &s->output;
	while (!is_empty(&o->buffer) || o->in >= 0) {
		if (is_empty(&o->buffer)) {
			fill(o);
			if (is_empty(&o->buffer))
				return;
		}
		if (!wait_for_reader(s))
			return;
		flush(o);
	}
}
