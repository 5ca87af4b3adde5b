/*
 * libteu.so: what the TypeScript side needs from the kernel and cannot have otherwise.
 *
 * Called through koffi from one single-threaded process; nothing here is thread-safe and nothing allocates.
 * Unless a line says otherwise: the result is >= 0 or -errno, descriptors returned belong to the caller and
 * are O_CLOEXEC, paths are NUL-terminated host paths relative to the cwd of the process, and a result of N
 * bytes means exactly N bytes (strings in buffers carry no NUL).
 */
#ifndef TEU_LIB_H
#define TEU_LIB_H

#include <stdint.h>

#define TEU_EXPORT __attribute__((visibility("default")))

/* --- the executor of the host actor --- */

/* WIRE_ABI of the header this library was compiled with, as a bit pattern: compare as unsigned 64 bit. */
TEU_EXPORT int64_t teu_abi(void);

/*
 * Maps the outcome table and remembers what the caller of teu had, for hooks. ring_fd -1: a private table of
 * this process (verbs that have no spawner). env_fd: memfd of the caller's environment (NUL after each
 * string), -1: empty, or this process's own in teu itself. The descriptors stay the caller's and may be
 * closed afterwards. nofile limits: -1 is RLIM_INFINITY. May be called again (`start` gets the ring of the
 * container with the hello): the new table replaces the old one, env_fd -1 then keeps the environment; older
 * pointers of teu_ring stay valid. -EINVAL: not a ring (size, magic or missing F_SEAL_SHRINK); -E2BIG: more
 * than 4096 environment strings.
 */
TEU_EXPORT int teu_attach(int ring_fd, int env_fd, int64_t nofile_soft, int64_t nofile_hard, int umask);

/* CLOCK_MONOTONIC in nanoseconds: the clock of the outcome table. */
TEU_EXPORT int64_t teu_now(void);

/* The outcome table (struct ring in gen/ops.h, RING_HEADER_BYTES + MAX_STEPS * OUTCOME_BYTES); NULL before
 * teu_attach. */
TEU_EXPORT void *teu_ring(void);

/*
 * Copies an encoded plan into a memfd sealed against every change, checks it, and keeps a read-only mapping
 * for teu_step. Returns the memfd, to be sent with MSG_PLAN. -EINVAL: plan_check refused it.
 */
TEU_EXPORT int teu_plan(const uint8_t *bytes, uint32_t len);

/* Copies bytes into a memfd sealed against every change. Returns it, or -errno. */
TEU_EXPORT int teu_seal(const uint8_t *bytes, uint32_t len);

/*
 * Performs the host step `index` of the last plan, with its alternatives. init_pid 0 and init_pidfd -1 before
 * init exists. The outcome is in the ring. 0 or -errno of the step; -EINVAL without plan, ring, or for a step
 * that is not the host's.
 */
TEU_EXPORT int teu_step(uint32_t index, int64_t init_pid, int init_pidfd);

/* Hands over the listener that init has sent: the executor owns fd, agent_send passes it on. */
TEU_EXPORT int teu_take_listener(int fd);

/*
 * For host steps that the director performs in TypeScript: record begin and end (state, times, errno) in the
 * ring, as teu_step does around a handler. error: 0 or a positive errno. Both return 0 or -errno; in the
 * fault-injecting build this is where such a step is made to fail, or the director to die, so an error of
 * teu_begin means: do not perform it.
 */
TEU_EXPORT int teu_begin(uint32_t index);
TEU_EXPORT int teu_end(uint32_t index, int error);

/*
 * The inverse of a host step that has one beyond the journal: gives a network device back. 0 for steps that
 * moved nothing.
 */
TEU_EXPORT int teu_give_back(uint32_t index);

/* --- network devices --- */

/*
 * Flags (IFF_*, in buf[0..3]) and then the permanent addresses of global scope of a device of our own network
 * namespace, struct net_address each. Bytes used; -ENODEV; -EFBIG: there are more.
 */
TEU_EXPORT int64_t teu_net_device(const char *name, uint8_t *buf, uint64_t cap);

/* --- messages --- */

/* Sends one message; fd -1: none. fd stays the caller's. -EPIPE when the peer is gone (never a signal). */
TEU_EXPORT int teu_send(int sock, uint32_t type, uint32_t from, uint32_t to, int32_t value, int64_t pid,
			int fd);

/*
 * Waits for one message on sock. pidfd: the process expected to answer, or -1. timeout_ms -1: no limit.
 * 1: out holds struct message and *fd the passed descriptor (or -1); 0: end of file; -ETIMEDOUT; -ESRCH: the
 * process is gone and no message is left.
 */
TEU_EXPORT int teu_receive(int sock, int pidfd, int timeout_ms, uint8_t *out, int32_t *fd);

/*
 * Connects a non-blocking SOCK_SEQPACKET socket to a path of any length. Returns the socket. -EAGAIN: nobody
 * accepts, and too many wait for it.
 */
TEU_EXPORT int teu_connect(const char *path);

/* --- notification, sd_notify(3) --- */

/* Binds the socket on which a container says that it is ready; its directory exists. Returns the socket. */
TEU_EXPORT int teu_notify_bind(const char *path);
/*
 * Waits until READY=1 arrives on sock or the process behind pidfd ends. 1: told to the socket at `host`, with
 * pid as its main process, and read there; 0: the process ended before it was ready.
 */
TEU_EXPORT int teu_notify_wait(int sock, int pidfd, int pid, const char *host);

/* --- files --- */

/*
 * Reads a whole file, at most cap bytes; never blocks and never becomes the owner of a terminal. -EFBIG:
 * there is more. regular_only: a directory is -EISDIR, anything else that is not a regular file -EINVAL;
 * without it fifos and devices are refused too (-EINVAL), procfs, sysfs and cgroupfs files are regular.
 */
TEU_EXPORT int64_t teu_read_file(const char *path, uint8_t *buf, uint64_t cap, int regular_only);
/* A regular file, for teu_read. */
TEU_EXPORT int teu_open_file(const char *path);

/*
 * Writes a file in one open, one write (repeated when short) and one close. flags: bit 0 O_EXCL, bit 1
 * append, bit 2 atomic (a temporary name in the same directory, then rename), bit 3 the file must exist (no
 * O_CREAT, no O_TRUNC: kernel files).
 */
TEU_EXPORT int teu_write_file(const char *path, const uint8_t *bytes, uint64_t len, uint32_t mode, int flags);

TEU_EXPORT int teu_mkdir(const char *path, uint32_t mode); /* mode is exact: not filtered by the umask */
TEU_EXPORT int teu_rmdir(const char *path);
TEU_EXPORT int teu_unlink(const char *path);
TEU_EXPORT int teu_rename(const char *from, const char *to);

/* Names in a directory without "." and "..", each ended by a NUL, unsorted. Bytes used, or -EFBIG. */
TEU_EXPORT int64_t teu_readdir(const char *path, uint8_t *buf, uint64_t cap);
/* Bytes of the target, or -ENAMETOOLONG when it fills the buffer. */
TEU_EXPORT int64_t teu_readlink(const char *path, uint8_t *buf, uint64_t cap);
/* Absolute path with every link resolved, through O_PATH and /proc/self/fd. -ENOENT for a deleted object. */
TEU_EXPORT int64_t teu_realpath(const char *path, uint8_t *buf, uint64_t cap);
/* out (12 words): mode (with the type bits), uid, gid, rdev, size, dev, ino, mtime in nanoseconds, nlink, 0,
 * 0, 0. */
TEU_EXPORT int teu_stat(const char *path, int nofollow, int64_t *out);
/* f_type of statfs(2). */
TEU_EXPORT int64_t teu_statfs_magic(const char *path);
/*
 * The only function that takes a path below a root: resolved within it (openat2 RESOLVE_IN_ROOT), for a hint.
 * out (4 words): mode with the type bits, uid, gid, 1 where the mount is noexec. Returns how many bytes of a
 * regular file were read into buf, 0 for anything else; -EXDEV: the root cannot be opened.
 */
TEU_EXPORT int64_t teu_look_in(const char *root, const char *path, uint8_t *buf, uint64_t cap, int64_t *out);
/* access(2) with the effective ids. */
TEU_EXPORT int teu_access(const char *path, int mode);

/*
 * Opens (creating, 0600) and locks a file with flock(LOCK_EX), waiting at most wait_ms (0: not at all, -1:
 * for ever). Returns the descriptor that holds the lock. -EWOULDBLOCK: another holds it.
 */
TEU_EXPORT int teu_lock(const char *path, int wait_ms);

TEU_EXPORT int teu_close(int fd);
/* Writes all bytes, waiting where the descriptor is non-blocking and full. Returns 0. */
TEU_EXPORT int teu_write(int fd, const uint8_t *buf, uint64_t len);
/* One read(2) that succeeds, waiting where the descriptor is non-blocking and empty. Returns the bytes, 0 at
 * the end. */
TEU_EXPORT int64_t teu_read(int fd, uint8_t *buf, uint64_t cap);

/* --- processes --- */

TEU_EXPORT int teu_kill(int64_t pid, int sig);
TEU_EXPORT int teu_pidfd_open(int64_t pid);
TEU_EXPORT int teu_pidfd_signal(int fd, int sig);
/* 1: the process has ended; 0: not within timeout_ms (-1: no limit). Reaps nothing. */
TEU_EXPORT int teu_pidfd_wait(int fd, int timeout_ms);
/* waitpid(2) with __WALL (init has no exit signal). Returns the wait status. */
TEU_EXPORT int teu_waitpid(int64_t pid);
/* 1 or 0. */
TEU_EXPORT int teu_isatty(int fd);
TEU_EXPORT int64_t teu_getpid(void);
/* out: uid, euid, gid, egid. */
TEU_EXPORT int teu_ids(int64_t *out);
/* release and machine, NUL-terminated and cut at their caps. */
TEU_EXPORT int teu_uname(uint8_t *release, uint64_t release_cap, uint8_t *machine, uint64_t machine_cap);

/*
 * execveat(2) of a descriptor (the sealed memfd of teu-init) in place of this process. argv and env: strings
 * each ended by a NUL, at most 4096 each. The descriptors in keep_fds lose CLOEXEC, all others above 2 are
 * closed. Dispositions become default, RLIMIT_NOFILE and the umask what teu_attach was told, which the
 * JavaScript engine had all changed; every signal is left blocked, for the supervisor to take over without a
 * gap. Does not return on success.
 */
TEU_EXPORT int teu_exec(int fd, const uint8_t *argv, uint32_t argv_len, const uint8_t *env, uint32_t env_len,
			const int32_t *keep_fds, uint32_t keep_count);
/*
 * Blocks the signals that people send to a foreground run, from before its payload runs until the supervisor,
 * which inherits the mask and what is pending, passes them on.
 */
TEU_EXPORT int teu_hold_signals(void);
/* exit_group(2): no atexit handlers, no flushing. */
TEU_EXPORT void teu_exit(int code) __attribute__((noreturn));

/* Bits of teu_probe_calls. */
enum teu_call {
	TEU_CALL_OPENAT2 = 0,
	TEU_CALL_OPEN_TREE,
	TEU_CALL_MOVE_MOUNT,
	TEU_CALL_FSOPEN,
	TEU_CALL_FSCONFIG,
	TEU_CALL_FSMOUNT,
	TEU_CALL_MOUNT_SETATTR,
	TEU_CALL_CLONE3,
	TEU_CALL_CLOSE_RANGE,
	TEU_CALL_MEMFD_CREATE,
	TEU_CALL_FSPICK,
	TEU_CALL_PIDFD_OPEN,
	TEU_CALL_PIDFD_SEND_SIGNAL,
	TEU_CALL_EXECVEAT,
	TEU_CALL_COUNT,
};

/*
 * A mask of the calls that answer ENOSYS, or EPERM because of a seccomp filter, to harmless invalid
 * arguments. The kernel asks for CAP_SYS_ADMIN before it looks at the arguments of move_mount, fsopen,
 * fsmount and fspick: their EPERM counts only when fsconfig, which looks first, is refused as well.
 */
TEU_EXPORT int64_t teu_probe_calls(void);

/*
 * What this kernel's seccomp(2) has: in the low 32 bits the filter flags it knows, in the high ones a bit for
 * each action of its list (probe.c) that it has. Changes nothing.
 */
TEU_EXPORT int64_t teu_probe_seccomp(void);

#endif
