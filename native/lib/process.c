/* Processes: signals, waiting, and the way out of this one. */
#include "host.h"
#include <linux/utsname.h>

#define MAX_STRINGS 4096u
#define WALL	    0x40000000

int teu_close(int fd)
{
	return sys_close(fd);
}

int teu_kill(int64_t pid, int sig)
{
	/* 0 and below name process groups: never meant here. */
	return pid < 1 || pid > INT32_MAX ? -ESRCH : sys_kill((int)pid, sig);
}

int teu_pidfd_open(int64_t pid)
{
	return pid < 1 || pid > INT32_MAX ? -ESRCH : sys_pidfd_open((int)pid, 0);
}

int teu_pidfd_signal(int fd, int sig)
{
	return sys_pidfd_send_signal(fd, sig);
}

int teu_waitpid(int64_t pid)
{
	int status = 0, r;
	do {
		r = sys_wait4((int)pid, &status, WALL);
	} while (r == -EINTR);
	return r < 0 ? r : status;
}

int teu_isatty(int fd)
{
	struct termios settings;
	return sys_ioctl(fd, TCGETS, &settings) >= 0;
}

int64_t teu_getpid(void)
{
	return sys_getpid();
}

int teu_ids(int64_t *out)
{
	out[0] = sys_getuid();
	out[1] = sys_geteuid();
	out[2] = sys_getgid();
	out[3] = (uint32_t)SYS0(getegid);
	return 0;
}

static void copy_text(uint8_t *to, uint64_t cap, const char *from)
{
	uint64_t length = strlen(from);
	if (!cap)
		return;
	if (length > cap - 1)
		length = cap - 1;
	memcpy(to, from, length);
	to[length] = 0;
}

int teu_uname(uint8_t *release, uint64_t release_cap, uint8_t *machine, uint64_t machine_cap)
{
	struct new_utsname names;
	long r = SYS1(uname, &names);
	if (r < 0)
		return (int)r;
	copy_text(release, release_cap, names.release);
	copy_text(machine, machine_cap, names.machine);
	return 0;
}

static int unpack(char *out[MAX_STRINGS + 1], const uint8_t *bytes, uint32_t len)
{
	uint32_t count = 0;
	if (len && bytes[len - 1])
		return -EINVAL;
	for (uint32_t at = 0; at < len; at += (uint32_t)strlen((const char *)bytes + at) + 1) {
		if (count == MAX_STRINGS)
			return -E2BIG;
		out[count++] = (char *)(uintptr_t)(bytes + at);
	}
	out[count] = 0;
	return 0;
}

/*
 * What the JavaScript engine changed in this process. Every signal is blocked across the exec: one that
 * arrives now waits for the supervisor, which passes it on, instead of ending us with the container left
 * running.
 */
static void restore_caller(void)
{
	const struct ctx *c = host_ctx();
	const struct rlimit64 nofile = {c->caller.nofile_soft, c->caller.nofile_hard};
	const struct sys_sigaction standard = {0};
	const uint64_t all = ~UINT64_C(0);
	sys_sigprocmask(SIG_SETMASK, &all, 0);
	if (c->ring) {
		sys_prlimit64(0, RLIMIT_NOFILE, &nofile, 0);
		sys_umask(c->caller.umask);
	}
	for (int i = 1; i <= SIGNAL_LAST; i++)
		sys_sigaction(i, &standard, 0);
}

int teu_hold_signals(void)
{
	const uint64_t held = SIGNAL_BIT(SIGHUP) | SIGNAL_BIT(SIGINT) | SIGNAL_BIT(SIGQUIT) |
			      SIGNAL_BIT(SIGTERM) | SIGNAL_BIT(SIGUSR1) | SIGNAL_BIT(SIGUSR2) |
			      SIGNAL_BIT(SIGALRM) | SIGNAL_BIT(SIGWINCH) | SIGNAL_BIT(SIGTSTP) |
			      SIGNAL_BIT(SIGCONT);
	return sys_sigprocmask(SIG_BLOCK, &held, 0);
}

int teu_exec(int fd, const uint8_t *argv, uint32_t argv_len, const uint8_t *env, uint32_t env_len,
	     const int32_t *keep_fds, uint32_t keep_count)
{
	static char *args[MAX_STRINGS + 1], *strings[MAX_STRINGS + 1];
	int r = unpack(args, argv, argv_len);
	if (r >= 0)
		r = unpack(strings, env, env_len);
	if (r >= 0)
		r = fds_cloexec_from(3);
	for (uint32_t i = 0; r >= 0 && i < keep_count; i++)
		r = fd_inherit(keep_fds[i]);
	if (r < 0)
		return r;
	restore_caller();
	r = sys_execveat(fd, "", args, strings, AT_EMPTY_PATH);
	char path[40];
	/* A filter that knows execve only. */
	return r == -ENOSYS || r == -EPERM
		   ? sys_execve(format_fd_path(path, "/proc/self/fd/", fd), args, strings)
		   : r;
}

void teu_exit(int code)
{
	sys_exit(code);
}
