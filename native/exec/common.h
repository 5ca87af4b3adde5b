/* What several handlers need; private to native/exec. */
#ifndef TEU_COMMON_H
#define TEU_COMMON_H

#include "exec.h"
#include "sys.h"

/* common.c */

/* One write(2) of all bytes, EINTR repeated: kernel files take a value whole or not at all. Short: -EIO. */
int write_once(int fd, const char *bytes, size_t size);

/*
 * Opens a path below a procfs (or cgroupfs) directory fd without leaving that mount and without following a
 * link: RESOLVE_BENEATH | NO_XDEV | NO_MAGICLINKS and, unless self is set, NO_SYMLINKS. self: the path begins
 * with "self", which is a link of procfs (R4).
 */
int open_below(int dir, const char *path, uint64_t flags, int self);

/* open_below, write_once, close: *o names the call that failed. */
int write_below(struct ctx *c, struct outcome *o, int dir, const char *path, int self, const char *bytes,
		size_t size);

/* Opens, writes once, closes; path of the host. */
int write_host(struct ctx *c, struct outcome *o, const char *path, const char *bytes, size_t size);

/*
 * NULL-terminated pointers to the strings of a list, after `front` entries left for the caller, in pages of
 * their own: there is no malloc. NULL where the kernel has no memory. Freed by vector_free.
 */
char **vector_make(const struct ctx *c, struct wire_strs list, uint32_t front);
void vector_free(char **vector, struct wire_strs list, uint32_t front);

/*
 * fork with flags and a pidfd: clone3(2), or clone(2) where a filter knows no clone3. cgroup: directory fd of
 * a cgroup v2 to be born in, or -1. Returns the pid, 0 in the child, -errno.
 */
long clone_process(uint64_t flags, uint32_t exit_signal, int cgroup, int *pidfd);

/* A path for mount(2), bind(2) and other calls that take no descriptor: self/fd/N below proc. */
static inline const char *fd_name(char out[40], int fd)
{
	return format_fd_path(out, "self/fd/", fd);
}

static inline const char *fd_host_path(char out[40], int fd)
{
	return format_fd_path(out, "/proc/self/fd/", fd);
}

/* The index of the step whose record this is. */
static inline uint32_t step_index(const struct ctx *c, const struct outcome *o)
{
	return (uint32_t)(o - c->ring->outcomes);
}

/*
 * address.c: the address of a path of the host. One longer than sun_path goes through a descriptor of its
 * directory, *dir, which the caller closes (-1: none).
 */
int unix_address(struct ctx *c, struct outcome *o, const char *path, struct sockaddr_un *address, int *dir);
/* Closes what unix_address opened, and where r < 0 the socket as well. The socket, or r. */
int unix_socket_end(int fd, int dir, int r);

/*
 * ops_agent.c: a socket of this type, connected to path, which a peer that does not accept keeps from
 * blocking for ever. The descriptor or -errno.
 */
int unix_connect(struct ctx *c, struct outcome *o, const char *path, int type);

/* message.c: sendmsg(2) of the parts with one descriptor (-1: none). The bytes that were taken, or -errno. */
long send_with_fd(int sock, struct sys_iovec *parts, uint32_t count, int fd);

/* thread.c: runs run(arg) in a thread of its own on the stack that ends at top. 0, or -errno of clone(2). */
int thread_start(void (*run)(void *), void *arg, void *top);

/* child.c: hooks and helpers */

struct child {
	const char *path;    /* executed; ignored where exec_fd >= 0 */
	int exec_fd;	     /* execveat(2) of this descriptor, or -1 */
	char *const *args;   /* NULL-terminated */
	char *const *env;    /* NULL-terminated */
	int input;	     /* becomes stdin */
	uint32_t timeout_ms; /* 0: none */
};

/*
 * Runs a program with what the caller of teu had (limits, umask, signals, cwd) and waits. The tail of its
 * output becomes the note where it fails. 0; -EPROTO: exit code in o->value, call `exit`; -EINTR: signal in
 * o->value, call `signal`; -ETIMEDOUT with call `timeout`, the process and its session group killed; else
 * what kept it from running, with its call.
 */
int child_run(struct ctx *c, struct outcome *o, const struct child *child);

/* Signal dispositions and mask as a program expects them; in the host everything the engine set is undone. */
void signals_restore(const struct ctx *c);

/* ops_mount.c: the parts of a mount without a place */

/* The kernel's words about a failed mount, from its context, into the note. */
void note_fs_log(struct ctx *c, int fs);
/* fsconfig(2) for "key" or "key=value"; o->item is its index. */
int fs_option(struct ctx *c, struct outcome *o, int fs, struct wire_strs data, uint32_t index);
/* open_tree(OPEN_TREE_CLONE) of what fd refers to. */
int clone_fd(int fd, uint32_t flags);
/* The id that mountinfo has for the mount of a descriptor; 0 where the kernel does not tell (before 5.8). */
int64_t mount_id(int fd);
/* move_mount(2) of a mount fd onto an object fd. */
int attach_fd(int mount, int onto);

/* ops_dev.c: binds what source refers to on the file path below root, made where missing, never a link. */
int bind_on_file(struct ctx *c, struct outcome *o, int source, int root, const char *path);

#endif
