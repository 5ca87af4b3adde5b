/* What several handlers need: kernel files, pointer lists, forking. */
#include "common.h"

int write_once(int fd, const char *bytes, size_t size)
{
	long r;
	do {
		r = sys_write(fd, bytes, size);
	} while (r == -EINTR);
	if (r < 0)
		return (int)r;
	return (size_t)r == size ? 0 : -EIO;
}

/* Without openat2: contained by the walk, then on the same file system as dir. */
static int open_below_walked(int dir, const char *path, uint64_t flags)
{
	struct stat here, there;
	int fd = open_in(dir, path, flags);
	if (fd < 0)
		return fd;
	int r = sys_fstat(dir, &here);
	if (r >= 0)
		r = sys_fstat(fd, &there);
	if (r >= 0 && here.st_dev != there.st_dev)
		r = -EXDEV;
	if (r >= 0)
		return fd;
	sys_close(fd);
	return r;
}

int open_below(int dir, const char *path, uint64_t flags, int self)
{
	uint64_t links = self ? RESOLVE_NO_MAGICLINKS : RESOLVE_NO_MAGICLINKS | RESOLVE_NO_SYMLINKS;
	struct open_how how = {
	    .flags = flags | O_CLOEXEC,
	    .resolve = RESOLVE_BENEATH | RESOLVE_NO_XDEV | links,
	};
	int r;
	do {
		r = sys_openat2(dir, path, &how);
	} while (r == -EAGAIN || r == -EINTR);
	if (r == -ENOSYS || r == -EPERM)
		return open_below_walked(dir, path, flags);
	return r;
}

int write_below(struct ctx *c, struct outcome *o, int dir, const char *path, int self, const char *bytes,
		size_t size)
{
	int r, fd;
	CALL(fd, CALL_OPEN, open_below(dir, path, O_WRONLY, self));
	TRY(r, CALL_WRITE, write_once(fd, bytes, size));
	sys_close(fd);
	return r;
}

int write_host(struct ctx *c, struct outcome *o, const char *path, const char *bytes, size_t size)
{
	int r, fd;
	CALL(fd, CALL_OPEN, sys_openat(AT_FDCWD, path, O_WRONLY | O_NOCTTY, 0));
	TRY(r, CALL_WRITE, write_once(fd, bytes, size));
	sys_close(fd);
	return r;
}

static size_t vector_size(struct wire_strs list, uint32_t front)
{
	return ((size_t)list.count + front + 1) * sizeof(char *);
}

char **vector_make(const struct ctx *c, struct wire_strs list, uint32_t front)
{
	char **vector =
	    sys_mmap(0, vector_size(list, front), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (sys_is_error(vector))
		return 0;
	for (uint32_t i = 0; i < list.count; i++)
		vector[front + i] = (char *)(uintptr_t)text(c, item(c, list, i));
	return vector; /* fresh pages are zero: the end is there */
}

void vector_free(char **vector, struct wire_strs list, uint32_t front)
{
	sys_munmap(vector, vector_size(list, front));
}

/* clone(2) cannot be born in a cgroup: the single-threaded caller goes there first, and so does its child. */
static long clone_without_clone3(uint64_t flags, uint32_t exit_signal, int cgroup, int *pidfd)
{
	if (cgroup >= 0) {
		int fd = open_below(cgroup, "cgroup.procs", O_WRONLY, 0);
		if (fd < 0)
			return fd;
		int r = write_once(fd, "0", 1);
		sys_close(fd);
		if (r < 0)
			return r;
	}
	return sys_clone(flags | CLONE_PIDFD | exit_signal, pidfd);
}

long clone_process(uint64_t flags, uint32_t exit_signal, int cgroup, int *pidfd)
{
	struct clone_args args = {
	    .flags = flags | CLONE_PIDFD | (cgroup >= 0 ? CLONE_INTO_CGROUP : 0),
	    .pidfd = (uint64_t)(uintptr_t)pidfd,
	    .exit_signal = exit_signal,
	    .cgroup = cgroup >= 0 ? (uint32_t)cgroup : 0,
	};
	long r = sys_clone3(&args, cgroup >= 0 ? CLONE_ARGS_SIZE_VER2 : CLONE_ARGS_SIZE_VER0);
	/* EPERM is a filter's answer too; where it is the kernel's, clone(2) says it again. */
	if (r == -ENOSYS || r == -EPERM)
		return clone_without_clone3(flags, exit_signal, cgroup, pidfd);
	return r;
}
