/*
 * Running another program and waiting for it: hooks and id map helpers. In the host this is a fork of a
 * process with threads, so the child makes system calls only; it gets what the caller of teu had, not what
 * the JavaScript engine made of it.
 */
#include "common.h"
#include "fds.h"

#define TAIL_BYTES   4096u
#define NANOS_PER_MS 1000000ull

/* What kept the child from execve; comes over a pipe that execve closes. */
struct spawn_error {
	uint16_t call, error;
};

/* The last output of the child. */
static struct {
	char bytes[TAIL_BYTES];
	uint64_t total;
} tail;

struct running {
	int pid, pidfd;
	int output, error; /* read ends */
	uint64_t deadline; /* 0: none */
};

void signals_restore(const struct ctx *c)
{
	uint64_t none = 0;
	for (int signal = 1; signal <= SIGNAL_LAST; signal++) {
		int ignored = (c->caller.ignored & SIGNAL_BIT(signal)) != 0;
		struct sys_sigaction action = {.handler = ignored ? SIG_IGN : SIG_DFL};
		sys_sigaction(signal, &action, 0);
	}
	sys_sigprocmask(SIG_SETMASK, &none, 0);
}

__attribute__((noreturn)) static void fail(int error, uint16_t call, int errnum)
{
	struct spawn_error report = {.call = call, .error = (uint16_t)-errnum};
	sys_write(error, &report, sizeof(report));
	sys_exit(127);
}

static void restore_caller(const struct ctx *c)
{
	struct rlimit64 nofile = {.rlim_cur = c->caller.nofile_soft, .rlim_max = c->caller.nofile_hard};
	if (nofile.rlim_max)
		sys_prlimit64(0, RLIMIT_NOFILE, &nofile, 0);
	sys_umask(c->caller.umask);
	if (c->caller.cwd)
		sys_chdir(c->caller.cwd);
}

/* A session of its own: killed as a group on timeout, and no terminal of the caller to play with. */
__attribute__((noreturn)) static void become(const struct ctx *c, const struct child *child, int output,
					     int error, int parent)
{
	sys_prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
	if (sys_getppid() != parent)
		sys_exit(127);
	sys_setsid();
	restore_caller(c);
	int r = sys_dup3(child->input, 0, 0);
	if (r >= 0)
		r = sys_dup3(output, 1, 0);
	if (r >= 0)
		r = sys_dup3(output, 2, 0);
	if (r >= 0)
		r = fds_cloexec_from(3);
	if (r < 0)
		fail(error, CALL_PIPE2, r);
	signals_restore(c);
	if (child->exec_fd >= 0)
		r = sys_execveat(child->exec_fd, "", child->args, child->env, AT_EMPTY_PATH);
	else
		r = sys_execve(child->path, child->args, child->env);
	fail(error, CALL_EXECVE, r);
}

/* With SIGCHLD ignored the kernel would reap the child and its exit code. */
static void keep_exit_status(void)
{
	struct sys_sigaction action, standard = {.handler = SIG_DFL};
	if (sys_sigaction(SIGCHLD, 0, &action) >= 0 && action.handler == SIG_IGN)
		sys_sigaction(SIGCHLD, &standard, 0);
}

/* Only the parent returns. */
static long fork_child(const struct ctx *c, const struct child *child, int output, int error, int *pidfd)
{
	int parent = sys_getpid();
	long pid = clone_process(0, SIGCHLD, -1, pidfd);
	if (pid == 0)
		become(c, child, output, error, parent);
	return pid;
}

static int start(struct ctx *c, struct outcome *o, const struct child *child, struct running *run)
{
	int output[2], error[2], r;
	long pid;
	CALL(r, CALL_PIPE2, sys_pipe2(output, 0));
	TRY(r, CALL_PIPE2, sys_pipe2(error, 0));
	if (r < 0) {
		sys_close(output[0]);
		sys_close(output[1]);
		return r;
	}
	keep_exit_status();
	run->pidfd = -1;
	TRY(pid, CALL_CLONE3, fork_child(c, child, output[1], error[1], &run->pidfd));
	sys_close(output[1]);
	sys_close(error[1]);
	run->pid = (int)pid;
	run->output = output[0];
	run->error = error[0];
	if (pid >= 0)
		return 0;
	sys_close(output[0]);
	sys_close(error[0]);
	return (int)pid;
}

static void tail_add(const char *bytes, size_t size)
{
	for (size_t i = 0; i < size; i++)
		tail.bytes[tail.total++ % TAIL_BYTES] = bytes[i];
}

static void tail_note(struct ctx *c)
{
	uint32_t at = (uint32_t)(tail.total % TAIL_BYTES);
	if (tail.total > TAIL_BYTES)
		note(c, tail.bytes + at, TAIL_BYTES - at);
	note(c, tail.bytes, at);
}

/* One read; 0 when there will be no more. */
static long drain(int output)
{
	char bytes[1024];
	long size = sys_read(output, bytes, sizeof(bytes));
	if (size > 0)
		tail_add(bytes, (size_t)size);
	return size;
}

static struct __kernel_timespec *time_left(const struct running *run, struct __kernel_timespec *left)
{
	uint64_t now = now_ns();
	uint64_t nanos = run->deadline > now ? run->deadline - now : 0;
	left->tv_sec = (long long)(nanos / 1000000000ull);
	left->tv_nsec = (long long)(nanos % 1000000000ull);
	return run->deadline ? left : 0;
}

/* Reads what it says until it ends, so that a full pipe cannot stop it. 0, -ETIMEDOUT or -errno of poll. */
static int watch(const struct running *run)
{
	struct pollfd fds[2] = {
	    {.fd = run->pidfd, .events = POLLIN},
	    {.fd = run->output, .events = POLLIN},
	};
	struct __kernel_timespec left;
	for (;;) {
		int r = sys_ppoll(fds, 2, time_left(run, &left));
		if (r == -EINTR)
			continue;
		if (r <= 0)
			return r < 0 ? r : -ETIMEDOUT;
		if (fds[0].revents)
			break;
		if (fds[1].revents && drain(run->output) <= 0)
			fds[1].fd = -1;
	}
	/* Its own children may still hold the pipe: take what is there and do not wait for them. */
	sys_fcntl(run->output, F_SETFL, O_NONBLOCK);
	while (drain(run->output) > 0)
		;
	return 0;
}

static int reap(const struct running *run, siginfo_t *info)
{
	int r;
	do {
		r = sys_waitid(P_PIDFD, run->pidfd, info, WEXITED | __WALL);
	} while (r == -EINTR);
	return r;
}

/* How it ended: nothing was executed, killed, or left with a code. */
static int judge(struct ctx *c, struct outcome *o, const struct running *run, const siginfo_t *info)
{
	struct spawn_error report;
	sys_fcntl(run->error, F_SETFL, O_NONBLOCK);
	if (sys_read(run->error, &report, sizeof(report)) == sizeof(report)) {
		o->call = report.call;
		return -(int)report.error;
	}
	if (info->si_code == CLD_EXITED && info->si_status == 0)
		return 0;
	tail_note(c);
	o->value = info->si_status;
	o->call = info->si_code == CLD_EXITED ? CALL_EXIT : CALL_SIGNAL;
	return info->si_code == CLD_EXITED ? -EPROTO : -EINTR;
}

static int finish(struct ctx *c, struct outcome *o, const struct running *run)
{
	siginfo_t info = {0};
	int r;
	TRY(r, CALL_POLL, watch(run));
	if (r < 0) {
		sys_kill(-run->pid, SIGKILL);
		sys_pidfd_send_signal(run->pidfd, SIGKILL);
		if (r == -ETIMEDOUT)
			o->call = CALL_TIMEOUT;
		tail_note(c);
		reap(run, &info);
		return r;
	}
	CALL(r, CALL_WAIT, reap(run, &info));
	return judge(c, o, run, &info);
}

int child_run(struct ctx *c, struct outcome *o, const struct child *child)
{
	struct running run;
	tail.total = 0;
	int r = start(c, o, child, &run);
	if (r < 0)
		return r;
	run.deadline = child->timeout_ms ? now_ns() + child->timeout_ms * NANOS_PER_MS : 0;
	r = finish(c, o, &run);
	sys_close(run.pidfd);
	sys_close(run.output);
	sys_close(run.error);
	return r;
}
