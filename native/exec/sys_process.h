/* System calls on processes, their credentials, signals and time. */
#ifndef TEU_SYS_PROCESS_H
#define TEU_SYS_PROCESS_H

#include "sys_call.h"

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
	SYS1(exit_group, code);
	/* The filter of a container may answer even that. */
	__builtin_trap();
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

#endif
