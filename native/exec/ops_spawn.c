/* Ops of the spawner: objects of the host opened and checked before anything foreign is touched (R4, R8). */
#include "common.h"

#define PROC_ROOT_INODE 1
#define BACKLOG		8

int do_proc_open_host(struct ctx *c, const struct op_proc_open_host *a, struct outcome *o)
{
	/* The caller's /proc, and nothing else mounted there: a procfs, and its root; proc(5). */
	struct statfs fs;
	struct stat st;
	int r, fd;
	CALL(fd, CALL_OPEN, sys_openat(AT_FDCWD, "/proc", O_PATH | O_DIRECTORY | O_NOFOLLOW, 0));
	TRY(r, CALL_FSTATFS, sys_fstatfs(fd, &fs));
	if (r >= 0 && fs.f_type != PROC_SUPER_MAGIC)
		r = -EXDEV;
	if (r >= 0) {
		TRY(r, CALL_FSTAT, sys_fstat(fd, &st));
		if (r >= 0 && st.st_ino != PROC_ROOT_INODE)
			r = -EXDEV;
	}
	return slot_take_checked(c, a->slot, fd, r);
}

static int open_listener(struct ctx *c, struct outcome *o, const char *path)
{
	struct sockaddr_un address = {0};
	int r, fd, dir;
	r = unix_address(c, o, path, &address, &dir);
	if (r < 0)
		return r;
	/* Non-blocking, because a client may vanish between poll and accept. */
	TRY(fd, CALL_SOCKET, sys_socket(AF_UNIX, SOCK_SEQPACKET | SOCK_NONBLOCK, 0));
	r = fd;
	if (fd >= 0)
		TRY(r, CALL_BIND, sys_bind(fd, &address, sizeof(address)));
	if (r >= 0)
		TRY(r, CALL_LISTEN, sys_listen(fd, BACKLOG));
	return unix_socket_end(fd, dir, r);
}

int do_socket_listen(struct ctx *c, const struct op_socket_listen *a, struct outcome *o)
{
	/* The socket on which `start` finds the waiting init; the state directory (0700) guards it. unix(7)
	 */
	return slot_take(c, a->slot, open_listener(c, o, text(c, a->path)));
}

int do_socket_connect(struct ctx *c, const struct op_socket_connect *a, struct outcome *o)
{
	/* The console socket of the caller, in its namespaces and from its cwd; unix(7). */
	return slot_take(c, a->slot, unix_connect(c, o, text(c, a->path), SOCK_STREAM));
}

int do_dir_open(struct ctx *c, const struct op_dir_open *a, struct outcome *o)
{
	/* A directory of the host, of the expected file system type where one is given. */
	struct statfs fs;
	int r = 0, fd;
	CALL(fd, CALL_OPEN, sys_openat(AT_FDCWD, text(c, a->path), O_PATH | O_DIRECTORY, 0));
	if (a->magic) {
		TRY(r, CALL_FSTATFS, sys_fstatfs(fd, &fs));
		if (r >= 0 && (uint64_t)fs.f_type != a->magic)
			r = -EXDEV;
	}
	return slot_take_checked(c, a->slot, fd, r);
}

int do_cgroup_join(struct ctx *c, const struct op_cgroup_join *a, struct outcome *o)
{
	/* 0 into `tasks` moves the calling thread, which is all of us, without the lock of cgroup.procs. */
	return write_host(c, o, text(c, a->file), "0", 1);
}

int do_oom_score_adj(struct ctx *c, const struct op_oom_score_adj *a, struct outcome *o)
{
	/* Own oom_score_adj, which init inherits; proc(5). */
	char value[24] = "-";
	uint64_t magnitude = (uint64_t)(a->value < 0 ? -(int64_t)a->value : a->value);
	size_t sign = a->value < 0;
	size_t size = sign + format_u64(value + sign, magnitude);
	return write_below(c, o, slot_get(c, a->proc), "self/oom_score_adj", 1, value, size);
}

/* Mounts would be made, and the root changed, where everybody else of the host has theirs. */
static int is_of_host(int proc, int fd)
{
	static const char *const processes[] = {"self/ns/mnt", "1/ns/mnt"};
	struct stat wanted, st;
	int found = sys_fstat(fd, &wanted) < 0;
	for (uint32_t i = 0; i < 2 && !found; i++)
		/* That of process 1 is hidden from who could not join it. */
		found = sys_fstatat(proc, processes[i], &st, 0) >= 0 && st.st_dev == wanted.st_dev &&
			st.st_ino == wanted.st_ino;
	return found;
}

int do_ns_open(struct ctx *c, const struct op_ns_open *a, struct outcome *o)
{
	/* A namespace file, checked before anything is joined; NS_GET_NSTYPE, ioctl_ns(2). */
	int type, fd;
	CALL(fd, CALL_OPEN, sys_openat(AT_FDCWD, text(c, a->path), O_RDONLY | O_NONBLOCK | O_NOCTTY, 0));
	TRY(type, CALL_IOCTL, sys_ioctl(fd, NS_GET_NSTYPE, 0));
	if (type >= 0 && (uint64_t)type != a->type) {
		o->call = CALL_TYPE;
		o->value = type;
		type = -EINVAL;
	} else if (type == CLONE_NEWNS && is_of_host(slot_get(c, a->proc), fd)) {
		o->call = CALL_HOST;
		type = -EINVAL;
	}
	return slot_take_checked(c, a->slot, fd, type);
}

int do_ns_join(struct ctx *c, const struct op_ns_join *a, struct outcome *o)
{
	/* setns(2); of a pidfd all namespaces at once, the user namespace first. */
	uint64_t before = now_ns();
	int r;
	CALL(r, CALL_SETNS, sys_setns(slot_get(c, a->slot), a->type));
	/* In another time namespace the clock of the outcome jumps; the time this step took does not. */
	if (a->type & CLONE_NEWTIME)
		o->start_ns += now_ns() - before;
	return 0;
}
