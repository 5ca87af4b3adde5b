/*
 * libhelper.so: the system calls that tests need and JavaScript lacks. All return 0 or a value, or -errno;
 * every wait has a limit in milliseconds and answers -ETIMEDOUT.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

int h_subreaper(void)
{
	return prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) ? -errno : 0;
}

/* A session keyring of our own, in it a key of this name. */
int h_session_key(const char *name)
{
	const int session_keyring = -3, join_session_keyring = 1;

	if (syscall(SYS_keyctl, join_session_keyring, NULL) < 0)
		return -errno;
	return syscall(SYS_add_key, "user", name, "x", 1, session_keyring) < 0 ? -errno : 0;
}

static int wait_readable(int fd, int limit_ms)
{
	struct pollfd ready = {.fd = fd, .events = POLLIN};
	int count;

	do
		count = poll(&ready, 1, limit_ms);
	while (count < 0 && errno == EINTR);
	if (count < 0)
		return -errno;
	return count == 0 ? -ETIMEDOUT : 0;
}

/* Wait until the process has ended (it may stay a zombie); a process that is gone already is no error. */
int h_wait_end(int pid, int limit_ms)
{
	int fd = (int)syscall(SYS_pidfd_open, pid, 0);

	if (fd < 0)
		return errno == ESRCH ? 0 : -errno;
	int result = wait_readable(fd, limit_ms);
	close(fd);
	return result;
}

/* Reap one child (or adopted orphan): its wait status. */
int h_reap(int pid, int limit_ms)
{
	int status = 0;
	int result = h_wait_end(pid, limit_ms);

	if (result)
		return result;
	return waitpid(pid, &status, __WALL) < 0 ? -errno : status;
}

/* A pseudo terminal, both ends close-on-exec: fds[0] the master, fds[1] the slave. */
int h_pty(int *fds, int rows, int columns)
{
	struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)columns};

	if (openpty(&fds[0], &fds[1], NULL, NULL, &size))
		return -errno;
	fcntl(fds[0], F_SETFD, FD_CLOEXEC);
	fcntl(fds[1], F_SETFD, FD_CLOEXEC);
	return 0;
}

int h_pipe(int *fds)
{
	return pipe2(fds, O_CLOEXEC) ? -errno : 0;
}

int h_resize(int fd, int rows, int columns)
{
	struct winsize size = {.ws_row = (unsigned short)rows, .ws_col = (unsigned short)columns};

	return ioctl(fd, TIOCSWINSZ, &size) ? -errno : 0;
}

/* rows << 16 | columns */
int h_size(int fd)
{
	struct winsize size;

	return ioctl(fd, TIOCGWINSZ, &size) ? -errno : size.ws_row << 16 | size.ws_col;
}

/* Read what is there within the limit; 0 at the end (for a master: the last slave was closed). */
int h_read(int fd, char *buffer, int capacity, int limit_ms)
{
	int result = wait_readable(fd, limit_ms);

	if (result)
		return result;
	ssize_t count = read(fd, buffer, (size_t)capacity);
	if (count < 0)
		return errno == EIO ? 0 : -errno;
	return (int)count;
}

int h_write(int fd, const char *text, int length)
{
	ssize_t count = write(fd, text, (size_t)length);

	return count < 0 ? -errno : (int)count;
}

int h_close(int fd)
{
	return close(fd) ? -errno : 0;
}

int h_kill(int pid, int signal)
{
	return kill(pid, signal) ? -errno : 0;
}

/* A listening stream socket at `path`, as an engine makes it for --console-socket. */
int h_listen(const char *path)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	if (fd < 0 || strlen(path) >= sizeof(address.sun_path))
		return fd < 0 ? -errno : -ENAMETOOLONG;
	strcpy(address.sun_path, path);
	if (bind(fd, (struct sockaddr *)&address, sizeof(address)) || listen(fd, 1))
		return -errno;
	return fd;
}

int h_datagram(const char *path)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	if (fd < 0 || strlen(path) >= sizeof(address.sun_path))
		return fd < 0 ? -errno : -ENAMETOOLONG;
	strcpy(address.sun_path, path);
	return bind(fd, (struct sockaddr *)&address, sizeof(address)) ? -errno : fd;
}

/* Leaves no room at a socket for others: connections nobody accepts, or datagrams nobody reads. They stay. */
int h_fill(const char *path, int is_stream)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	int fd = -1, result = 0;

	if (strlen(path) >= sizeof(address.sun_path))
		return -ENAMETOOLONG;
	strcpy(address.sun_path, path);
	while (!result) {
		if (fd < 0 || is_stream)
			fd = socket(AF_UNIX,
				    (is_stream ? SOCK_STREAM : SOCK_DGRAM) | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
		if (fd < 0)
			return -errno;
		result = is_stream ? connect(fd, (struct sockaddr *)&address, sizeof(address))
				   : sendto(fd, "x", 1, 0, (struct sockaddr *)&address, sizeof(address)) < 0;
	}
	return errno == EAGAIN ? 0 : -errno;
}

static int receive_one_fd(int connection, int limit_ms)
{
	char text[256], control[CMSG_SPACE(sizeof(int))];
	struct iovec part = {.iov_base = text, .iov_len = sizeof(text)};
	struct msghdr message = {
	    .msg_iov = &part, .msg_iovlen = 1, .msg_control = control, .msg_controllen = sizeof(control)};
	int fd = -1, result = wait_readable(connection, limit_ms);

	if (result)
		return result;
	if (recvmsg(connection, &message, MSG_CMSG_CLOEXEC) < 0)
		return -errno;
	struct cmsghdr *header = CMSG_FIRSTHDR(&message);
	if (!header || header->cmsg_type != SCM_RIGHTS || header->cmsg_len != CMSG_LEN(sizeof(int)))
		return -EBADMSG;
	memcpy(&fd, CMSG_DATA(header), sizeof(fd));
	return fd;
}

/* Accept one connection and take the one fd that comes with its first message. */
int h_receive_fd(int listener, int limit_ms)
{
	int result = wait_readable(listener, limit_ms);

	if (result)
		return result;
	int connection = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
	if (connection < 0)
		return -errno;
	result = receive_one_fd(connection, limit_ms);
	close(connection);
	return result;
}
