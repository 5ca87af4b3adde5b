/*
 * The protocol of sd_notify(3). READY=1 alone passes: MAINPID is ours to know, and the rest (FDSTORE,
 * WATCHDOG,
 * ...) would let a container speak as the service that runs it.
 */
#include "exec.h"
#include "sys.h"
#include "notify.h"

#define DATAGRAM_BYTES	  4096u
#define DATAGRAMS_AT_ONCE 64
#define SOCKET_MODE	  0777u /* connect(2) asks for the right to write */
#define PATIENCE_SECONDS  5	/* for a manager that does not read: who tells it has signals to pass on */

static size_t directory_bytes(const char *path)
{
	size_t end = 0;
	for (size_t i = 0; path[i]; i++)
		if (path[i] == '/')
			end = i;
	return end;
}

/* Through a descriptor of the directory: sun_path ends after 107 bytes. */
static int bind_in(int fd, int dir, const char *name)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	format_fd_path(address.sun_path, "/proc/self/fd/", dir);
	size_t at = strlen(address.sun_path), size = strlen(name);
	if (at + 1 + size >= sizeof(address.sun_path))
		return -ENAMETOOLONG;
	address.sun_path[at] = '/';
	memcpy(address.sun_path + at + 1, name, size + 1);
	int r = sys_bind(fd, &address, sizeof(address));
	return r < 0 ? r : sys_fchmodat(dir, name, SOCKET_MODE);
}

int notify_bind(const char *path)
{
	char parent[PATH_MAX];
	size_t end = directory_bytes(path);
	if (end == 0 || end >= sizeof(parent))
		return -ENAMETOOLONG;
	memcpy(parent, path, end);
	parent[end] = 0;
	int dir = sys_openat(AT_FDCWD, parent, O_PATH | O_DIRECTORY, 0);
	if (dir < 0)
		return dir;
	int fd = sys_socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0);
	int r = fd < 0 ? fd : bind_in(fd, dir, path + end + 1);
	sys_close(dir);
	if (r < 0 && fd >= 0)
		sys_close(fd);
	return r < 0 ? r : fd;
}

/* One of the lines is READY=1. */
static int says_ready(const char *message, size_t size)
{
	static const char ready[] = "READY=1";
	const size_t length = sizeof(ready) - 1;
	for (size_t at = 0; at + length <= size; at++) {
		int starts = at == 0 || message[at - 1] == '\n';
		int ends = at + length == size || message[at + length] == '\n';
		if (starts && ends && memcmp(message + at, ready, length) == 0)
			return 1;
	}
	return 0;
}

int notify_take(int fd)
{
	char message[DATAGRAM_BYTES];
	/* A flood must not keep the reader from its signals: the rest is for the next call. */
	for (int i = 0; i < DATAGRAMS_AT_ONCE; i++) {
		/* Without room for control messages the kernel drops descriptors that come along. */
		long r = sys_read(fd, message, sizeof(message));
		if (r == -EINTR)
			continue;
		if (r == -EAGAIN)
			return 0;
		if (r < 0)
			return (int)r;
		if (says_ready(message, (size_t)r))
			return 1;
	}
	return 0;
}

static int host_connect(const char *address)
{
	struct sockaddr_un host = {.sun_family = AF_UNIX};
	size_t size = strlen(address);
	if (size == 0 || size >= sizeof(host.sun_path))
		return -ENAMETOOLONG;
	memcpy(host.sun_path, address, size);
	if (address[0] == '@')
		host.sun_path[0] = 0;
	const struct __kernel_old_timeval patience = {.tv_sec = PATIENCE_SECONDS};
	int fd = sys_socket(AF_UNIX, SOCK_DGRAM, 0);
	if (fd < 0)
		return fd;
	int r = sys_setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO_OLD, &patience, sizeof(patience));
	if (r >= 0)
		r = sys_connect(fd, &host, (uint32_t)(offsetof(struct sockaddr_un, sun_path) + size));
	if (r < 0)
		sys_close(fd);
	return r < 0 ? r : fd;
}

static int send_text(int fd, const char *text, size_t size)
{
	struct sys_iovec part = {.base = (void *)(uintptr_t)text, .size = size};
	struct sys_msghdr message = {.iov = &part, .iov_count = 1};
	long r = sys_sendmsg(fd, &message, 0);
	return r < 0 ? (int)r : 0;
}

static int send_main_pid(int fd, int pid)
{
	char text[40] = "MAINPID=";
	size_t size = 8 + format_u64(text + 8, (uint64_t)pid);
	return send_text(fd, text, size);
}

/* sd_notify_barrier(3): the receiver closes the descriptor that came with the message. */
static int barrier(int fd, int wait_ms)
{
	static const char text[] = "BARRIER=1";
	int ends[2];
	int r = sys_pipe2(ends, 0);
	if (r < 0)
		return r;
	struct sys_iovec part = {.base = (void *)(uintptr_t)text, .size = sizeof(text) - 1};
	struct sys_cmsg_fd control = {
	    .head = {.size = SYS_CMSG_FD_LEN, .level = SOL_SOCKET, .type = SCM_RIGHTS}, .fd = ends[1]};
	struct sys_msghdr message = {
	    .iov = &part, .iov_count = 1, .control = &control, .control_size = sizeof(control)};
	long sent = sys_sendmsg(fd, &message, 0);
	sys_close(ends[1]);
	struct pollfd closed = {.fd = ends[0]};
	struct __kernel_timespec limit = {.tv_sec = wait_ms / 1000, .tv_nsec = (wait_ms % 1000) * 1000000L};
	/* A receiver that knows no barrier keeps it open: not an error. */
	if (sent >= 0)
		sys_ppoll(&closed, 1, &limit);
	sys_close(ends[0]);
	return sent < 0 ? (int)sent : 0;
}

int notify_host(const char *address, int pid, int barrier_ms)
{
	int fd = host_connect(address);
	if (fd < 0)
		return fd;
	int r = send_text(fd, "READY=1", 7);
	if (r >= 0)
		r = send_main_pid(fd, pid);
	if (r >= 0 && barrier_ms)
		r = barrier(fd, barrier_ms);
	sys_close(fd);
	return r;
}
