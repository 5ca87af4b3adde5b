/*
 * Descriptor hygiene: close_range(2); where a filter or an old kernel has none a walk of /proc/self/fd; where
 * that is no procfs, as in a container without one, a try of every number.
 */
#include "exec.h"
#include "sys.h"
#include "fds.h"

static void treat(int fd, uint32_t flags)
{
	if (flags & CLOSE_RANGE_CLOEXEC)
		sys_fcntl(fd, F_SETFD, FD_CLOEXEC);
	else
		sys_close(fd);
}

/* The number, or -1 for anything else: "." and "..". */
static int number_of(const char *name)
{
	int value = 0;
	for (; *name; name++) {
		if (*name < '0' || *name > '9' || value > 100000000)
			return -1;
		value = value * 10 + (*name - '0');
	}
	return value;
}

static void treat_entries(const char *entries, long size, int dir, uint32_t first, uint32_t flags)
{
	for (long at = 0; at < size;) {
		const struct sys_dirent64 *entry = (const void *)(entries + at);
		int fd = number_of(entry->name);
		if (fd != dir && fd >= (int)first)
			treat(fd, flags);
		at += entry->reclen;
	}
}

/* fs.nr_open as kernels have it: no descriptor has a higher number. A tenth of a second, where nothing else
 * is left. */
enum { descriptors_most = 1 << 20 };

static int sweep(uint32_t first, uint32_t flags)
{
	for (int fd = (int)first; fd < descriptors_most; fd++)
		treat(fd, flags);
	return 0;
}

/* Of a procfs, and not a directory that an image has at the path; -1 else. */
static int open_list(void)
{
	struct statfs fs;
	int dir = sys_openat(AT_FDCWD, "/proc/self/fd", O_RDONLY | O_DIRECTORY, 0);
	if (dir < 0)
		return -1;
	if (sys_fstatfs(dir, &fs) >= 0 && fs.f_type == PROC_SUPER_MAGIC)
		return dir;
	sys_close(dir);
	return -1;
}

/* Closing while reading is safe: procfs continues from the descriptor number, not from a position. */
static int walk(uint32_t first, uint32_t flags)
{
	_Alignas(struct sys_dirent64) char entries[2048];
	int dir = open_list();
	if (dir < 0)
		return sweep(first, flags);
	long size;
	while ((size = sys_getdents64(dir, entries, sizeof(entries))) > 0)
		treat_entries(entries, size, dir, first, flags);
	sys_close(dir);
	return (int)size;
}

static int range(uint32_t first, uint32_t flags)
{
	int r = sys_close_range(first, ~0u, flags);
	return r < 0 ? walk(first, flags) : r;
}

int fds_close_from(uint32_t first)
{
	return range(first, 0);
}

int fds_cloexec_from(uint32_t first)
{
	return range(first, CLOSE_RANGE_CLOEXEC);
}

int fd_move(int fd, uint32_t at_least)
{
	if (fd < 0 || (uint32_t)fd >= at_least)
		return fd;
	int moved = sys_fcntl(fd, F_DUPFD_CLOEXEC, at_least);
	if (moved >= 0)
		sys_close(fd);
	return moved;
}

int fd_inherit(int fd)
{
	return sys_fcntl(fd, F_SETFD, 0);
}
