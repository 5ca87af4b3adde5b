/*
 * What `delete` would do to a container that ended in the foreground, where that is only removing names: a
 * program start saved. The director lists the names, `delete` does the rest where one of them does not go.
 */
#include "supervisor.h"

#define BUSY_TRIES   20
#define BUSY_WAIT_NS 1000000

static int names(const char *path, int flags)
{
	int r = sys_unlinkat(AT_FDCWD, path, flags);
	return r == -ENOENT ? 0 : r;
}

/* A dead process leaves its cgroup a moment after its pidfd says so, and there is no event for that on v1. */
static int remove_directory(const char *path)
{
	struct __kernel_timespec pause = {.tv_nsec = BUSY_WAIT_NS};
	int r = names(path, AT_REMOVEDIR);
	for (int i = 0; r == -EBUSY && i < BUSY_TRIES; i++) {
		sys_ppoll(0, 0, &pause);
		r = names(path, AT_REMOVEDIR);
	}
	return r;
}

static int remove_one(const char *entry)
{
	switch (entry[0]) {
	case 'd':
		return remove_directory(entry + 1);
	case 'p': /* a parent, which other containers may have moved into */
		names(entry + 1, AT_REMOVEDIR);
		return 0;
	case 'f':
		return names(entry + 1, 0);
	default:
		return -EINVAL;
	}
}

/* Another verb that works on the container holds its lock: then this is no simple end. */
static int take_lock(const char *path)
{
	int fd = sys_openat(AT_FDCWD, path, O_RDWR | O_NOFOLLOW, 0);
	int r = fd < 0 ? fd : sys_flock(fd, LOCK_EX | LOCK_NB);
	if (r < 0 && fd >= 0)
		sys_close(fd);
	return r < 0 ? r : fd;
}

int remove_names(char *const *list, uint32_t count)
{
	if (!count)
		return -ENOENT;
	int fd = take_lock(list[0]);
	int r = fd;
	for (uint32_t i = 1; r >= 0 && i < count; i++)
		r = remove_one(list[i]);
	/* The clean-up that follows would wait for the lock, and then kill who holds it: this process. */
	if (r < 0 && fd >= 0)
		sys_close(fd);
	return r < 0 ? r : 0;
}
