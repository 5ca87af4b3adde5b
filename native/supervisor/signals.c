/* Signals as data: read from a descriptor, passed on to init by its pidfd. */
#include "supervisor.h"

/*
 * Left alone: what cannot be blocked; SIGTTIN and SIGTTOU, which stop a job that uses its terminal from the
 * background; SIGPIPE, which our own writes would raise and is ignored.
 */
static const uint64_t untouched = SIGNAL_BIT(SIGKILL) | SIGNAL_BIT(SIGSTOP) | SIGNAL_BIT(SIGTTIN) |
				  SIGNAL_BIT(SIGTTOU) | SIGNAL_BIT(SIGPIPE);

int signals_open(struct supervision *s)
{
	const uint64_t watched = ~untouched;
	const struct sys_sigaction ignore = {.handler = SIG_IGN};
	const struct sys_sigaction standard = {.handler = SIG_DFL};
	sys_sigaction(SIGPIPE, &ignore, 0);
	/* Ignored by the caller, it would reap children on its own. */
	sys_sigaction(SIGCHLD, &standard, 0);
	int r = sys_sigprocmask(SIG_SETMASK, &watched, 0);
	if (r < 0)
		return r;
	s->signals = sys_signalfd(-1, &watched, O_NONBLOCK);
	return s->signals < 0 ? s->signals : 0;
}

static void handle(struct supervision *s, int signal)
{
	if (signal == SIGWINCH) {
		terminal_copy_size(&s->terminal, s->master);
		return;
	}
	if (signal == SIGCHLD) {
		reap_others(s);
		return;
	}
	if (signal == SIGCONT && s->terminal.is_raw)
		terminal_raw(&s->terminal); /* the shell had it in the meantime */
	sys_pidfd_send_signal(s->pidfd, signal);
}

void signals_handle(struct supervision *s)
{
	struct signalfd_siginfo info;
	while (sys_read(s->signals, &info, sizeof(info)) == sizeof(info))
		handle(s, (int)info.ssi_signo);
}

int signals_ask_to_end(const struct supervision *s)
{
	const uint64_t harmless = SIGNAL_BIT(SIGCHLD) | SIGNAL_BIT(SIGWINCH) | SIGNAL_BIT(SIGCONT) |
				  SIGNAL_BIT(SIGURG) | SIGNAL_BIT(SIGTSTP);
	struct signalfd_siginfo info;
	int asked = 0;
	while (sys_read(s->signals, &info, sizeof(info)) == sizeof(info))
		asked |= !(SIGNAL_BIT(info.ssi_signo) & harmless);
	return asked;
}
