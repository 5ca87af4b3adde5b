/*
 * Raw system calls for x86_64 and aarch64: each returns its result or -errno and touches no libc, so the same
 * code serves the freestanding artefacts and libteu.so. Never include libc headers next to this one: the
 * kernel's uapi structures have the same names.
 */
#ifndef TEU_SYS_H
#define TEU_SYS_H

#include "sys_abi.h"

#if defined(__x86_64__)
static inline long syscall6(long n, long a, long b, long c, long d, long e, long f)
{
	long result;
	register long r10 __asm__("r10") = d;
	register long r8 __asm__("r8") = e;
	register long r9 __asm__("r9") = f;
	__asm__ volatile("syscall"
			 : "=a"(result)
			 : "a"(n), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
			 : "rcx", "r11", "memory");
	return result;
}
#elif defined(__aarch64__)
static inline long syscall6(long n, long a, long b, long c, long d, long e, long f)
{
	register long x8 __asm__("x8") = n;
	register long x0 __asm__("x0") = a;
	register long x1 __asm__("x1") = b;
	register long x2 __asm__("x2") = c;
	register long x3 __asm__("x3") = d;
	register long x4 __asm__("x4") = e;
	register long x5 __asm__("x5") = f;
	__asm__ volatile("svc 0"
			 : "+r"(x0)
			 : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4), "r"(x5)
			 : "memory", "cc");
	return x0;
}
#else
#error "teu knows x86_64 and aarch64"
#endif

#define SYS_ARG(x)	       ((long)(x))
#define SYS0(name)	       syscall6(__NR_##name, 0, 0, 0, 0, 0, 0)
#define SYS1(name, a)	       syscall6(__NR_##name, SYS_ARG(a), 0, 0, 0, 0, 0)
#define SYS2(name, a, b)       syscall6(__NR_##name, SYS_ARG(a), SYS_ARG(b), 0, 0, 0, 0)
#define SYS3(name, a, b, c)    syscall6(__NR_##name, SYS_ARG(a), SYS_ARG(b), SYS_ARG(c), 0, 0, 0)
#define SYS4(name, a, b, c, d) syscall6(__NR_##name, SYS_ARG(a), SYS_ARG(b), SYS_ARG(c), SYS_ARG(d), 0, 0)
#define SYS5(name, a, b, c, d, e)                                                                            \
	syscall6(__NR_##name, SYS_ARG(a), SYS_ARG(b), SYS_ARG(c), SYS_ARG(d), SYS_ARG(e), 0)
#define SYS6(name, a, b, c, d, e, f)                                                                         \
	syscall6(__NR_##name, SYS_ARG(a), SYS_ARG(b), SYS_ARG(c), SYS_ARG(d), SYS_ARG(e), SYS_ARG(f))

/* --- files ------------------------------------------------------------------------------------------- */

static inline int sys_openat(int dir, const char *path, int flags, uint32_t mode)
{
	return (int)SYS4(openat, dir, path, flags | O_CLOEXEC, mode);
}

static inline int sys_openat2(int dir, const char *path, const struct open_how *how)
{
	return (int)SYS4(openat2, dir, path, how, sizeof(*how));
}

static inline int sys_close(int fd)
{
	return (int)SYS1(close, fd);
}

static inline int sys_close_range(uint32_t first, uint32_t last, uint32_t flags)
{
	return (int)SYS3(close_range, first, last, flags);
}

static inline long sys_read(int fd, void *buffer, size_t size)
{
	return SYS3(read, fd, buffer, size);
}

static inline long sys_pread(int fd, void *buffer, size_t size, int64_t offset)
{
	return SYS4(pread64, fd, buffer, size, offset);
}

static inline long sys_write(int fd, const void *buffer, size_t size)
{
	return SYS3(write, fd, buffer, size);
}

static inline int64_t sys_lseek(int fd, int64_t offset, int whence)
{
	return SYS3(lseek, fd, offset, whence);
}

static inline int sys_ftruncate(int fd, int64_t size)
{
	return (int)SYS2(ftruncate, fd, size);
}

static inline int sys_fcntl(int fd, int command, unsigned long argument)
{
	return (int)SYS3(fcntl, fd, command, argument);
}

static inline int sys_ioctl(int fd, unsigned long request, const void *argument)
{
	return (int)SYS3(ioctl, fd, request, argument);
}

static inline int sys_dup3(int from, int to, int flags)
{
	return (int)SYS3(dup3, from, to, flags);
}

static inline int sys_pipe2(int fds[2], int flags)
{
	return (int)SYS2(pipe2, fds, flags | O_CLOEXEC);
}

static inline int sys_fstat(int fd, struct stat *st)
{
	return (int)SYS2(fstat, fd, st);
}

static inline int sys_fstatat(int dir, const char *path, struct stat *st, int flags)
{
	return (int)SYS4(newfstatat, dir, path, st, flags);
}

static inline int sys_statx(int dir, const char *path, int flags, uint32_t mask, struct statx *st)
{
	return (int)SYS5(statx, dir, path, flags, mask, st);
}

static inline int sys_fstatfs(int fd, struct statfs *st)
{
	return (int)SYS2(fstatfs, fd, st);
}

static inline long sys_readlinkat(int dir, const char *path, char *buffer, size_t size)
{
	return SYS4(readlinkat, dir, path, buffer, size);
}

static inline long sys_getdents64(int fd, void *buffer, size_t size)
{
	return SYS3(getdents64, fd, buffer, size);
}

static inline int sys_mkdirat(int dir, const char *path, uint32_t mode)
{
	return (int)SYS3(mkdirat, dir, path, mode);
}

static inline int sys_mknodat(int dir, const char *path, uint32_t mode, uint32_t device)
{
	return (int)SYS4(mknodat, dir, path, mode, device);
}

static inline int sys_symlinkat(const char *target, int dir, const char *path)
{
	return (int)SYS3(symlinkat, target, dir, path);
}

static inline int sys_unlinkat(int dir, const char *path, int flags)
{
	return (int)SYS3(unlinkat, dir, path, flags);
}

static inline int sys_renameat2(int from_dir, const char *from, int to_dir, const char *to, uint32_t flags)
{
	return (int)SYS5(renameat2, from_dir, from, to_dir, to, flags);
}

static inline int sys_faccessat2(int dir, const char *path, int mode, int flags)
{
	return (int)SYS4(faccessat2, dir, path, mode, flags);
}

static inline int sys_faccessat(int dir, const char *path, int mode)
{
	return (int)SYS3(faccessat, dir, path, mode);
}

static inline int sys_fchmod(int fd, uint32_t mode)
{
	return (int)SYS2(fchmod, fd, mode);
}

/* Follows a symlink in the last component: only for names this process made a moment ago or opened O_PATH. */
static inline int sys_fchmodat(int dir, const char *path, uint32_t mode)
{
	return (int)SYS3(fchmodat, dir, path, mode);
}

static inline int sys_fchmodat2(int dir, const char *path, uint32_t mode, int flags)
{
	return (int)SYS4(fchmodat2, dir, path, mode, flags);
}

static inline int sys_fchown(int fd, uint32_t uid, uint32_t gid)
{
	return (int)SYS3(fchown, fd, uid, gid);
}

static inline int sys_fchownat(int dir, const char *path, uint32_t uid, uint32_t gid, int flags)
{
	return (int)SYS5(fchownat, dir, path, uid, gid, flags);
}

static inline int sys_utimensat(int dir, const char *path, const struct __kernel_timespec times[2], int flags)
{
	return (int)SYS4(utimensat, dir, path, times, flags);
}

static inline long sys_flistxattr(int fd, char *list, size_t size)
{
	return SYS3(flistxattr, fd, list, size);
}

static inline long sys_fgetxattr(int fd, const char *name, void *value, size_t size)
{
	return SYS4(fgetxattr, fd, name, value, size);
}

static inline int sys_fsetxattr(int fd, const char *name, const void *value, size_t size, int flags)
{
	return (int)SYS5(fsetxattr, fd, name, value, size, flags);
}

static inline long sys_copy_file_range(int in, int64_t *in_off, int out, int64_t *out_off, size_t size)
{
	return SYS6(copy_file_range, in, in_off, out, out_off, size, 0);
}

static inline int sys_fchdir(int fd)
{
	return (int)SYS1(fchdir, fd);
}

static inline int sys_chdir(const char *path)
{
	return (int)SYS1(chdir, path);
}

static inline int sys_chroot(const char *path)
{
	return (int)SYS1(chroot, path);
}

static inline long sys_getcwd(char *buffer, size_t size)
{
	return SYS2(getcwd, buffer, size);
}

static inline uint32_t sys_umask(uint32_t mask)
{
	return (uint32_t)SYS1(umask, mask);
}

static inline int sys_flock(int fd, int operation)
{
	return (int)SYS2(flock, fd, operation);
}

static inline int sys_memfd_create(const char *name, uint32_t flags)
{
	return (int)SYS2(memfd_create, name, flags | MFD_CLOEXEC);
}

static inline void *sys_mmap(void *address, size_t size, int protection, int flags, int fd, int64_t offset)
{
	return (void *)SYS6(mmap, address, size, protection, flags, fd, offset);
}

static inline int sys_munmap(void *address, size_t size)
{
	return (int)SYS2(munmap, address, size);
}

/* True where mmap and friends returned -errno instead of an address. */
static inline int sys_is_error(const void *result)
{
	return (unsigned long)result >= -4095UL;
}

/* --- mounts ------------------------------------------------------------------------------------------ */

static inline int sys_open_tree(int dir, const char *path, uint32_t flags)
{
	return (int)SYS3(open_tree, dir, path, flags | OPEN_TREE_CLOEXEC);
}

static inline int sys_move_mount(int from_dir, const char *from, int to_dir, const char *to, uint32_t flags)
{
	return (int)SYS5(move_mount, from_dir, from, to_dir, to, flags);
}

static inline int sys_fsopen(const char *fstype, uint32_t flags)
{
	return (int)SYS2(fsopen, fstype, flags | FSOPEN_CLOEXEC);
}

static inline int sys_fspick(int dir, const char *path, uint32_t flags)
{
	return (int)SYS3(fspick, dir, path, flags | FSPICK_CLOEXEC);
}

static inline int sys_fsconfig(int fd, uint32_t command, const char *key, const void *value, int aux)
{
	return (int)SYS5(fsconfig, fd, command, key, value, aux);
}

static inline int sys_fsmount(int fd, uint32_t flags, uint32_t attrs)
{
	return (int)SYS3(fsmount, fd, flags | FSMOUNT_CLOEXEC, attrs);
}

static inline int sys_mount_setattr(int dir, const char *path, uint32_t flags, const struct mount_attr *attr)
{
	return (int)SYS5(mount_setattr, dir, path, flags, attr, sizeof(*attr));
}

static inline int sys_mount(const char *source, const char *target, const char *fstype, unsigned long flags,
			    const void *data)
{
	return (int)SYS5(mount, source, target, fstype, flags, data);
}

static inline int sys_umount2(const char *path, int flags)
{
	return (int)SYS2(umount2, path, flags);
}

static inline int sys_pivot_root(const char *new_root, const char *put_old)
{
	return (int)SYS2(pivot_root, new_root, put_old);
}

/* --- processes --------------------------------------------------------------------------------------- */

static inline long sys_clone3(struct clone_args *args, size_t size)
{
	return SYS2(clone3, args, size);
}

/* clone(2) without a new stack or TLS: fork with flags. The argument order after the stack is per
 * architecture. */
static inline long sys_clone(unsigned long flags, int *pidfd)
{
	return SYS5(clone, flags, 0, pidfd, 0, 0);
}

static inline int sys_execve(const char *path, char *const *args, char *const *env)
{
	return (int)SYS3(execve, path, args, env);
}

static inline int sys_execveat(int dir, const char *path, char *const *args, char *const *env, int flags)
{
	return (int)SYS5(execveat, dir, path, args, env, flags);
}

__attribute__((noreturn)) static inline void sys_exit(int code)
{
	for (;;)
		SYS1(exit_group, code);
}

static inline int sys_getpid(void)
{
	return (int)SYS0(getpid);
}

static inline int sys_getppid(void)
{
	return (int)SYS0(getppid);
}

static inline int sys_setsid(void)
{
	return (int)SYS0(setsid);
}

static inline int sys_setpgid(int pid, int group)
{
	return (int)SYS2(setpgid, pid, group);
}

static inline int sys_kill(int pid, int signal)
{
	return (int)SYS2(kill, pid, signal);
}

static inline int sys_waitid(int kind, int id, siginfo_t *info, int options)
{
	return (int)SYS5(waitid, kind, id, info, options, 0);
}

static inline int sys_wait4(int pid, int *status, int options)
{
	return (int)SYS4(wait4, pid, status, options, 0);
}

static inline int sys_pidfd_open(int pid, uint32_t flags)
{
	return (int)SYS2(pidfd_open, pid, flags);
}

static inline int sys_pidfd_send_signal(int pidfd, int signal)
{
	return (int)SYS4(pidfd_send_signal, pidfd, signal, 0, 0);
}

static inline int sys_pidfd_getfd(int pidfd, int fd)
{
	return (int)SYS3(pidfd_getfd, pidfd, fd, 0);
}

static inline int sys_prctl(int option, unsigned long a, unsigned long b, unsigned long c, unsigned long d)
{
	return (int)SYS5(prctl, option, a, b, c, d);
}

static inline int sys_setns(int fd, uint64_t type)
{
	return (int)SYS2(setns, fd, type);
}

static inline int sys_unshare(uint64_t flags)
{
	return (int)SYS1(unshare, flags);
}

static inline int sys_prlimit64(int pid, uint32_t resource, const struct rlimit64 *set, struct rlimit64 *old)
{
	return (int)SYS4(prlimit64, pid, resource, set, old);
}

static inline uint32_t sys_getuid(void)
{
	return (uint32_t)SYS0(getuid);
}

static inline uint32_t sys_geteuid(void)
{
	return (uint32_t)SYS0(geteuid);
}

static inline uint32_t sys_getgid(void)
{
	return (uint32_t)SYS0(getgid);
}

static inline int sys_setgroups(size_t count, const uint32_t *groups)
{
	return (int)SYS2(setgroups, count, groups);
}

static inline int sys_setresuid(uint32_t real, uint32_t effective, uint32_t saved)
{
	return (int)SYS3(setresuid, real, effective, saved);
}

static inline int sys_setresgid(uint32_t real, uint32_t effective, uint32_t saved)
{
	return (int)SYS3(setresgid, real, effective, saved);
}

static inline int sys_capget(struct __user_cap_header_struct *header, struct __user_cap_data_struct *data)
{
	return (int)SYS2(capget, header, data);
}

static inline int sys_capset(struct __user_cap_header_struct *header,
			     const struct __user_cap_data_struct *data)
{
	return (int)SYS2(capset, header, data);
}

static inline int sys_sethostname(const char *name, size_t size)
{
	return (int)SYS2(sethostname, name, size);
}

static inline int sys_setdomainname(const char *name, size_t size)
{
	return (int)SYS2(setdomainname, name, size);
}

static inline int sys_bpf(int command, union bpf_attr *attr, uint32_t size)
{
	return (int)SYS3(bpf, command, attr, size);
}

static inline int sys_seccomp(uint32_t operation, uint32_t flags, void *argument)
{
	return (int)SYS3(seccomp, operation, flags, argument);
}

/* --- signals, time, waiting -------------------------------------------------------------------------- */

static inline int sys_sigaction(int signal, const struct sys_sigaction *action, struct sys_sigaction *old)
{
	return (int)SYS4(rt_sigaction, signal, action, old, sizeof(uint64_t));
}

static inline int sys_sigprocmask(int how, const uint64_t *set, uint64_t *old)
{
	return (int)SYS4(rt_sigprocmask, how, set, old, sizeof(uint64_t));
}

static inline int sys_signalfd(int fd, const uint64_t *mask, int flags)
{
	return (int)SYS4(signalfd4, fd, mask, sizeof(*mask), flags | O_CLOEXEC);
}

static inline int sys_clock_gettime(int clock, struct __kernel_timespec *time)
{
	return (int)SYS2(clock_gettime, clock, time);
}

/* timeout NULL: no limit. */
static inline int sys_ppoll(struct pollfd *fds, uint32_t count, struct __kernel_timespec *timeout)
{
	return (int)SYS5(ppoll, fds, count, timeout, 0, 0);
}

/* --- sockets ----------------------------------------------------------------------------------------- */

static inline int sys_socket(int family, int type, int protocol)
{
	return (int)SYS3(socket, family, type | SOCK_CLOEXEC, protocol);
}

static inline int sys_socketpair(int family, int type, int protocol, int fds[2])
{
	return (int)SYS4(socketpair, family, type | SOCK_CLOEXEC, protocol, fds);
}

static inline int sys_bind(int fd, const void *address, uint32_t size)
{
	return (int)SYS3(bind, fd, address, size);
}

static inline int sys_connect(int fd, const void *address, uint32_t size)
{
	return (int)SYS3(connect, fd, address, size);
}

static inline int sys_listen(int fd, int backlog)
{
	return (int)SYS2(listen, fd, backlog);
}

static inline int sys_accept4(int fd, int flags)
{
	return (int)SYS4(accept4, fd, 0, 0, flags | SOCK_CLOEXEC);
}

static inline long sys_sendmsg(int fd, const struct sys_msghdr *message, int flags)
{
	return SYS3(sendmsg, fd, message, flags | MSG_NOSIGNAL);
}

static inline long sys_recvmsg(int fd, struct sys_msghdr *message, int flags)
{
	return SYS3(recvmsg, fd, message, flags | MSG_CMSG_CLOEXEC);
}

static inline int sys_shutdown(int fd, int how)
{
	return (int)SYS2(shutdown, fd, how);
}

static inline int sys_getsockopt(int fd, int level, int name, void *value, uint32_t *size)
{
	return (int)SYS5(getsockopt, fd, level, name, value, size);
}

/* --- names and numbers -------------------------------------------------------------------------------- */

static inline size_t text_length(const char *text)
{
	size_t length = 0;
	while (text[length])
		length++;
	return length;
}

static inline int text_equal(const char *a, const char *b)
{
	while (*a && *a == *b) {
		a++;
		b++;
	}
	return *a == *b;
}

/* Decimal digits of value into out, which has room for 21 bytes; NUL-terminated. Returns the length. */
static inline size_t format_u64(char out[21], uint64_t value)
{
	char digits[20];
	size_t count = 0;
	do {
		digits[count++] = (char)('0' + value % 10);
		value /= 10;
	} while (value);
	for (size_t i = 0; i < count; i++)
		out[i] = digits[count - 1 - i];
	out[count] = 0;
	return count;
}

/* "/proc/self/fd/N" relative to a proc directory: "self/fd/N". */
static inline const char *format_fd_path(char out[40], const char *prefix, int fd)
{
	size_t length = text_length(prefix);
	for (size_t i = 0; i < length; i++)
		out[i] = prefix[i];
	format_u64(out + length, (uint64_t)fd);
	return out;
}

/* Number of a device as stat(2) reports it. */
static inline uint32_t device_major(uint64_t device)
{
	return (uint32_t)(((device >> 8) & 0xfff) | ((device >> 32) & ~0xfffull));
}

static inline uint32_t device_minor(uint64_t device)
{
	return (uint32_t)((device & 0xff) | ((device >> 12) & ~0xffull));
}

/* Number of a device as mknodat(2) takes it. */
static inline uint32_t device_number(uint32_t major, uint32_t minor)
{
	return (minor & 0xff) | (major << 8) | ((minor & ~0xffu) << 12);
}

#endif
