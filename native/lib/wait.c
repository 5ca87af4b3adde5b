/* Waiting: every wait has a deadline and says whom it waits for. */
#include "host.h"

#define FOREVER	     UINT64_MAX
#define NANOS_PER_MS UINT64_C(1000000)

uint64_t deadline_in(int ms)
{
	return ms < 0 ? FOREVER : now_ns() + (uint64_t)ms * NANOS_PER_MS;
}

int poll_until(struct pollfd *fds, uint32_t count, uint64_t deadline)
{
	for (;;) {
		uint64_t now = deadline == FOREVER ? 0 : now_ns();
		uint64_t left = deadline > now ? deadline - now : 0;
		struct __kernel_timespec limit = {
		    .tv_sec = (long long)(left / 1000000000ull),
		    .tv_nsec = (long long)(left % 1000000000ull),
		};
		int r = sys_ppoll(fds, count, deadline == FOREVER ? 0 : &limit);
		if (r != -EINTR)
			return r;
	}
}

int teu_send(int sock, uint32_t type, uint32_t from, uint32_t to, int32_t value, int64_t pid, int fd)
{
	struct message m = {.type = type, .from = from, .to = to, .value = value, .pid = pid};
	return message_send(sock, &m, fd);
}

static int has_message(int sock)
{
	struct pollfd fd = {.fd = sock, .events = POLLIN};
	return poll_until(&fd, 1, 0) > 0;
}

int teu_receive(int sock, int pidfd, int timeout_ms, uint8_t *out, int32_t *fd)
{
	struct pollfd fds[2] = {{.fd = sock, .events = POLLIN}, {.fd = pidfd, .events = POLLIN}};
	struct message m;
	int passed = -1;
	int r = poll_until(fds, 2, deadline_in(timeout_ms));
	*fd = -1;
	if (r <= 0)
		return r < 0 ? r : -ETIMEDOUT;
	/* Its last message may have arrived between the two looks of poll(2). */
	if (!fds[0].revents && !has_message(sock))
		return -ESRCH;
	r = message_receive(sock, &m, &passed);
	if (r <= 0)
		return r;
	memcpy(out, &m, sizeof(m));
	*fd = passed;
	return 1;
}

int teu_pidfd_wait(int fd, int timeout_ms)
{
	struct pollfd one = {.fd = fd, .events = POLLIN};
	int r = poll_until(&one, 1, deadline_in(timeout_ms));
	return r > 0 ? 1 : r;
}

static int try_lock(int fd, uint64_t deadline)
{
	uint64_t pause = NANOS_PER_MS;
	for (;;) {
		int r = sys_flock(fd, LOCK_EX | (deadline == FOREVER ? 0 : LOCK_NB));
		if (r == -EINTR)
			continue;
		uint64_t now = now_ns();
		if (r != -EAGAIN || now >= deadline)
			return r;
		poll_until(0, 0, now + pause < deadline ? now + pause : deadline);
		if (pause < 16 * NANOS_PER_MS)
			pause *= 2;
	}
}

int teu_lock(const char *path, int wait_ms)
{
	uint64_t deadline = deadline_in(wait_ms);
	for (;;) {
		int fd = sys_openat(AT_FDCWD, path, O_RDWR | O_CREAT | O_NOFOLLOW | O_NOCTTY, 0600);
		if (fd < 0)
			return fd;
		struct stat st;
		int r = try_lock(fd, deadline);
		if (r >= 0)
			r = sys_fstat(fd, &st);
		if (r >= 0 && st.st_nlink > 0)
			return fd;
		sys_close(fd);
		/* The holder before us removed the file: what we have locked is no longer the lock. */
		if (r < 0)
			return r;
	}
}
