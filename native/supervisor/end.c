/* The end: init's status, and the clean-up that must not cost us the exit code. */
#include "supervisor.h"

#define SIGNAL_BASE 128
#define LOST	    255 /* init is not our child: nobody can tell its code */

static int code_of(const siginfo_t *info)
{
	return info->si_code == CLD_EXITED ? info->si_status : SIGNAL_BASE + info->si_status;
}

void reap_init(struct supervision *s)
{
	siginfo_t info = {0};
	int r;
	do {
		r = sys_waitid(P_PIDFD, s->pidfd, &info, WEXITED | __WALL);
	} while (r == -EINTR);
	s->exit_code = r < 0 ? LOST : code_of(&info);
	s->ended = 1;
}

/* Never init: its status is read through the pidfd. */
void reap_others(struct supervision *s)
{
	for (;;) {
		siginfo_t info = {0};
		if (sys_waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT | __WALL) < 0 || !info.si_pid ||
		    info.si_pid == s->pid)
			return;
		sys_waitid(P_PID, info.si_pid, &info, WEXITED | WNOHANG | __WALL);
	}
}

/* Signals stay blocked in it: a second Ctrl-C must not leave a cgroup behind. */
__attribute__((noreturn)) static void become_cleanup(const struct supervision *s)
{
	const struct sys_sigaction standard = {.handler = SIG_DFL};
	sys_sigaction(SIGPIPE, &standard, 0);
	sys_execve(s->teu, s->cleanup, s->environment);
	static const char text[] = "teu: cannot execute teu to clean up\n";
	sys_write(2, text, sizeof(text) - 1);
	sys_exit(127);
}

void run_cleanup(const struct supervision *s)
{
	siginfo_t info = {0};
	int r;
	if (!s->cleanup[0])
		return;
	long pid = sys_clone(SIGCHLD, 0);
	if (pid == 0)
		become_cleanup(s);
	if (pid < 0)
		return;
	do {
		r = sys_waitid(P_PID, (int)pid, &info, WEXITED | __WALL);
	} while (r == -EINTR);
}
