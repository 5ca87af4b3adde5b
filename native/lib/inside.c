/*
 * Looking at a file of a container, after a failure and for a hint. Everything below the root is hostile: the
 * kernel resolves within it, what was found is looked at by its descriptor, and only a regular file is
 * opened.
 */
#include "host.h"

#define ST_NOEXEC 8

static int64_t head_of(int found, uint8_t *buf, uint64_t cap)
{
	char name[40];
	int fd = sys_openat(AT_FDCWD, format_fd_path(name, "/proc/self/fd/", found),
			    O_RDONLY | O_NONBLOCK | O_NOCTTY, 0);
	if (fd < 0)
		return fd;
	int64_t size = teu_read(fd, buf, cap);
	sys_close(fd);
	return size;
}

static int64_t look(int found, uint8_t *buf, uint64_t cap, int64_t *out)
{
	struct statfs fs;
	struct stat st;
	int r = sys_fstat(found, &st);
	if (r >= 0)
		r = sys_fstatfs(found, &fs);
	if (r < 0)
		return r;
	out[0] = st.st_mode;
	out[1] = st.st_uid;
	out[2] = st.st_gid;
	out[3] = (fs.f_flags & ST_NOEXEC) != 0;
	return S_ISREG(st.st_mode) ? head_of(found, buf, cap) : 0;
}

int64_t teu_look_in(const char *root, const char *path, uint8_t *buf, uint64_t cap, int64_t *out)
{
	int dir = sys_openat(AT_FDCWD, root, O_PATH | O_DIRECTORY, 0);
	if (dir < 0)
		return -EXDEV; /* not the file that is missing */
	int found = open_in(dir, path, O_PATH);
	sys_close(dir);
	if (found < 0)
		return found;
	int64_t r = look(found, buf, cap, out);
	sys_close(found);
	return r;
}
