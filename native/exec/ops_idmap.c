/* Id mappings of mounts; mount_setattr(2), user_namespaces(7). */
#include "common.h"

#define MAP_PATH_BYTES 40

/* "PID/name" below a procfs. */
static const char *process_path(char out[MAP_PATH_BYTES], long pid, const char *name)
{
	size_t size = format_u64(out, (uint64_t)pid);
	memcpy(out + size, name, strlen(name) + 1);
	return out;
}

/* In the new user namespace until it is killed; its parent has opened that by then. */
__attribute__((noreturn)) static void stay(int parent)
{
	sys_prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
	if (sys_getppid() != parent)
		sys_exit(0);
	for (;;)
		sys_ppoll(0, 0, 0);
}

static long fork_member(int *pidfd)
{
	int parent = sys_getpid();
	long pid = clone_process(CLONE_NEWUSER, 0, -1, pidfd);
	if (pid == 0)
		stay(parent);
	return pid;
}

static void end_member(int pidfd)
{
	siginfo_t info;
	sys_pidfd_send_signal(pidfd, SIGKILL);
	while (sys_waitid(P_PIDFD, pidfd, &info, WEXITED | __WALL) == -EINTR)
		;
	sys_close(pidfd);
}

static int write_map(struct ctx *c, struct outcome *o, int proc, long pid, const char *name,
		     struct wire_str map)
{
	char path[MAP_PATH_BYTES];
	return write_below(c, o, proc, process_path(path, pid, name), 0, text(c, map), map.len);
}

static int mapped_namespace(struct ctx *c, struct outcome *o, const struct op_userns_make *a, long pid)
{
	char path[MAP_PATH_BYTES];
	int proc = slot_get(c, a->proc), fd;
	int r = write_map(c, o, proc, pid, "/uid_map", a->uid_map);
	if (r >= 0)
		r = write_map(c, o, proc, pid, "/gid_map", a->gid_map);
	if (r < 0)
		return r;
	CALL(fd, CALL_OPEN, sys_openat(proc, process_path(path, pid, "/ns/user"), O_RDONLY, 0));
	return fd;
}

int do_userns_make(struct ctx *c, const struct op_userns_make *a, struct outcome *o)
{
	/* The kernel takes an id mapping for mounts in the form of a user namespace; nobody need live in it.
	 */
	int pidfd = -1;
	long pid;
	CALL(pid, CALL_CLONE3, fork_member(&pidfd));
	int fd = mapped_namespace(c, o, a, pid);
	end_member(pidfd);
	return slot_take(c, a->slot, fd);
}

int do_mount_idmap(struct ctx *c, const struct op_mount_idmap *a, struct outcome *o)
{
	/* Only a mount that was attached nowhere yet takes one, and only once; mount_setattr(2). */
	struct mount_attr attr = {
	    .attr_set = MOUNT_ATTR_IDMAP,
	    .userns_fd = (uint64_t)(uint32_t)slot_get(c, a->userns),
	};
	uint32_t flags = AT_EMPTY_PATH | (a->recursive ? AT_RECURSIVE : 0u);
	int r;
	CALL(r, CALL_MOUNT_SETATTR, sys_mount_setattr(slot_get(c, a->mount), "", flags, &attr));
	return 0;
}
