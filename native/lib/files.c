/* Files of the host. Nothing here takes a path below a rootfs. */
#include "host.h"

#define S_TYPE 0170000u
#define S_DIR  0040000u
#define S_FILE 0100000u

static int regular(int fd, int regular_only)
{
	struct stat st;
	int r = sys_fstat(fd, &st);
	if (r < 0)
		return r;
	if ((st.st_mode & S_TYPE) == S_DIR)
		return -EISDIR;
	(void)regular_only; /* nothing but regular files can be read without a chance to block */
	return (st.st_mode & S_TYPE) == S_FILE ? 0 : -EINVAL;
}

static int64_t read_once(int fd, uint8_t *buf, uint64_t cap)
{
	long r;
	do {
		r = sys_read(fd, buf, cap);
	} while (r == -EINTR);
	return r;
}

static int64_t read_all(int fd, uint8_t *buf, uint64_t cap)
{
	uint64_t used = 0;
	uint8_t more;
	for (;;) {
		int64_t r = used < cap ? read_once(fd, buf + used, cap - used) : read_once(fd, &more, 1);
		if (r < 0)
			return r;
		if (r == 0)
			return (int64_t)used;
		if (used == cap)
			return -EFBIG;
		used += (uint64_t)r;
	}
}

static int open_regular(const char *path, int regular_only)
{
	int fd = sys_openat(AT_FDCWD, path, O_RDONLY | O_NONBLOCK | O_NOCTTY, 0);
	if (fd < 0)
		return fd;
	int r = regular(fd, regular_only);
	if (r >= 0)
		return fd;
	sys_close(fd);
	return r;
}

int64_t teu_read_file(const char *path, uint8_t *buf, uint64_t cap, int regular_only)
{
	int fd = open_regular(path, regular_only);
	if (fd < 0)
		return fd;
	int64_t r = read_all(fd, buf, cap);
	sys_close(fd);
	return r;
}

int teu_open_file(const char *path)
{
	return open_regular(path, 1);
}

/* For a non-blocking descriptor of the caller's. */
static int wait_for(int fd, short events)
{
	struct pollfd one = {.fd = fd, .events = events};
	int r = poll_until(&one, 1, deadline_in(-1));
	return r < 0 ? r : 0;
}

int64_t teu_read(int fd, uint8_t *buf, uint64_t cap)
{
	int64_t r;
	while ((r = read_once(fd, buf, cap)) == -EAGAIN)
		if ((r = wait_for(fd, POLLIN)) < 0)
			break;
	return r;
}

int teu_write(int fd, const uint8_t *buf, uint64_t len)
{
	while (len) {
		long r = sys_write(fd, buf, len);
		if (r == -EAGAIN)
			r = wait_for(fd, POLLOUT);
		else if (r >= 0) {
			buf += r;
			len -= (uint64_t)r;
		}
		if (r < 0 && r != -EINTR)
			return (int)r;
	}
	return 0;
}

/* A kernel file takes its value by one write(2), even an empty one. */
static int write_file(int fd, const uint8_t *bytes, uint64_t len)
{
	if (len)
		return teu_write(fd, bytes, len);
	long r = sys_write(fd, bytes, 0);
	return r < 0 ? (int)r : 0;
}

static int write_plain(const char *path, const uint8_t *bytes, uint64_t len, uint32_t mode, int flags)
{
	int how = O_WRONLY | O_NOCTTY;
	if (!(flags & 8))
		how |= O_CREAT | (flags & 2 ? O_APPEND : O_TRUNC) | (flags & 1 ? O_EXCL : 0);
	int fd = sys_openat(AT_FDCWD, path, how, mode);
	if (fd < 0)
		return fd;
	int r = write_file(fd, bytes, len);
	sys_close(fd);
	return r;
}

/* path plus ".PID": unique among living processes, so what is there already was left by a dead one. */
static int temporary_name(char out[PATH_MAX], const char *path)
{
	size_t length = strlen(path);
	if (length + 24 > PATH_MAX)
		return -ENAMETOOLONG;
	memcpy(out, path, length);
	out[length] = '.';
	format_u64(out + length + 1, (uint64_t)sys_getpid());
	return 0;
}

static int write_atomic(const char *path, const uint8_t *bytes, uint64_t len, uint32_t mode)
{
	char name[PATH_MAX];
	int r = temporary_name(name, path);
	if (r < 0)
		return r;
	r = write_plain(name, bytes, len, mode, 1);
	if (r == -EEXIST) {
		sys_unlinkat(AT_FDCWD, name, 0);
		r = write_plain(name, bytes, len, mode, 1);
	}
	if (r >= 0)
		r = sys_renameat2(AT_FDCWD, name, AT_FDCWD, path, 0);
	if (r < 0)
		sys_unlinkat(AT_FDCWD, name, 0);
	return r;
}

int teu_write_file(const char *path, const uint8_t *bytes, uint64_t len, uint32_t mode, int flags)
{
	return flags & 4 ? write_atomic(path, bytes, len, mode) : write_plain(path, bytes, len, mode, flags);
}

int teu_mkdir(const char *path, uint32_t mode)
{
	uint32_t mask = sys_umask(0);
	int r = sys_mkdirat(AT_FDCWD, path, mode);
	sys_umask(mask);
	return r;
}

int teu_rmdir(const char *path)
{
	return sys_unlinkat(AT_FDCWD, path, AT_REMOVEDIR);
}

int teu_unlink(const char *path)
{
	return sys_unlinkat(AT_FDCWD, path, 0);
}

int teu_rename(const char *from, const char *to)
{
	return sys_renameat2(AT_FDCWD, from, AT_FDCWD, to, 0);
}
