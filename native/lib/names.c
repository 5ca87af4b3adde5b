/* Names and kinds of files: directories, links, stat. */
#include "host.h"

static int is_dots(const char *name)
{
	return name[0] == '.' && (!name[1] || (name[1] == '.' && !name[2]));
}

/* Copies the names of one batch of entries behind what is in buf; -EFBIG when they do not fit. */
static int64_t copy_names(const char *entries, long size, uint8_t *buf, uint64_t used, uint64_t cap)
{
	for (long at = 0; at < size;) {
		const struct sys_dirent64 *entry = (const void *)(entries + at);
		at += entry->reclen;
		if (is_dots(entry->name))
			continue;
		size_t length = strlen(entry->name) + 1;
		if (used + length > cap)
			return -EFBIG;
		memcpy(buf + used, entry->name, length);
		used += length;
	}
	return (int64_t)used;
}

int64_t teu_readdir(const char *path, uint8_t *buf, uint64_t cap)
{
	_Alignas(struct sys_dirent64) char entries[8192];
	int dir = sys_openat(AT_FDCWD, path, O_RDONLY | O_DIRECTORY, 0);
	if (dir < 0)
		return dir;
	int64_t used = 0;
	long size;
	while ((size = sys_getdents64(dir, entries, sizeof(entries))) > 0) {
		used = copy_names(entries, size, buf, (uint64_t)used, cap);
		if (used < 0)
			break;
	}
	sys_close(dir);
	return size < 0 ? size : used;
}

int64_t teu_readlink(const char *path, uint8_t *buf, uint64_t cap)
{
	long r = sys_readlinkat(AT_FDCWD, path, (char *)buf, cap);
	return r >= 0 && (uint64_t)r == cap ? -ENAMETOOLONG : r;
}

static int64_t path_of(int fd, uint8_t *buf, uint64_t cap)
{
	char link[40];
	struct stat st;
	int r = sys_fstat(fd, &st);
	if (r < 0)
		return r;
	if (st.st_nlink == 0)
		return -ENOENT;
	return teu_readlink(format_fd_path(link, "/proc/self/fd/", fd), buf, cap);
}

int64_t teu_realpath(const char *path, uint8_t *buf, uint64_t cap)
{
	int fd = sys_openat(AT_FDCWD, path, O_PATH, 0);
	if (fd < 0)
		return fd;
	int64_t r = path_of(fd, buf, cap);
	sys_close(fd);
	return r;
}

int teu_stat(const char *path, int nofollow, int64_t *out)
{
	struct stat st;
	int r = sys_fstatat(AT_FDCWD, path, &st, nofollow ? AT_SYMLINK_NOFOLLOW : 0);
	if (r < 0)
		return r;
	const int64_t words[12] = {
	    st.st_mode,
	    st.st_uid,
	    st.st_gid,
	    (int64_t)st.st_rdev,
	    (int64_t)st.st_size,
	    (int64_t)st.st_dev,
	    (int64_t)st.st_ino,
	    (int64_t)st.st_mtime * 1000000000 + (int64_t)st.st_mtime_nsec,
	    (int64_t)st.st_nlink,
	};
	memcpy(out, words, sizeof(words));
	return 0;
}

int64_t teu_statfs_magic(const char *path)
{
	struct statfs st;
	long r = SYS2(statfs, path, &st);
	return r < 0 ? r : (int64_t)st.f_type;
}

int teu_access(const char *path, int mode)
{
	int r = sys_faccessat2(AT_FDCWD, path, mode, AT_EACCESS);
	/* Linux 5.8; before it only the real ids can be asked for, which teu does not have different. */
	return r == -ENOSYS || r == -EPERM ? sys_faccessat(AT_FDCWD, path, mode) : r;
}

/* sun_path holds 108 bytes: a longer path is reached through a descriptor of the socket itself. */
static int connect_by_fd(int sock, const char *path, struct sockaddr_un *address)
{
	int fd = sys_openat(AT_FDCWD, path, O_PATH, 0);
	if (fd < 0)
		return fd;
	format_fd_path(address->sun_path, "/proc/self/fd/", fd);
	int r = sys_connect(sock, address, sizeof(*address));
	sys_close(fd);
	return r;
}

static int connect_path(int sock, const char *path)
{
	struct sockaddr_un address = {.sun_family = AF_UNIX};
	size_t length = strlen(path);
	if (length >= sizeof(address.sun_path))
		return connect_by_fd(sock, path, &address);
	memcpy(address.sun_path, path, length);
	return sys_connect(sock, &address, sizeof(address));
}

int teu_connect(const char *path)
{
	/* Where nobody accepts and there is no room for one more to wait, connect(2) would wait for ever. */
	int sock = sys_socket(AF_UNIX, SOCK_SEQPACKET | SOCK_NONBLOCK, 0);
	if (sock < 0)
		return sock;
	int r = connect_path(sock, path);
	if (r >= 0)
		return sock;
	sys_close(sock);
	return r;
}
