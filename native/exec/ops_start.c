/* The pause between `create` and `start`: init waits on a socket, so that a dead init is an error and not a
 * hang. */
#include "common.h"

#define EXIT_BY_SIGNAL 128

/* What a process does not die of by default; signal(7). */
static int is_fatal(uint32_t signal)
{
	switch (signal) {
	case SIGCHLD:
	case SIGCONT:
	case SIGWINCH:
	case SIGURG:
	case SIGTSTP:
	case SIGTTIN:
	case SIGTTOU:
		return 0;
	default:
		return 1;
	}
}

/*
 * All signals are blocked in init. The first process of a pid namespace would not even be killed by the
 * default action, so `kill` between create and start works only because they are read here.
 */
static void take_signals(int signals)
{
	struct signalfd_siginfo info;
	while (sys_read(signals, &info, sizeof(info)) == sizeof(info))
		if (is_fatal(info.ssi_signo))
			sys_exit(EXIT_BY_SIGNAL + (int)info.ssi_signo);
}

/*
 * The creator may go: its death must not be ours, and `create` returns when it reads `done`. One that is dead
 * already has committed nothing, so we die with it.
 */
static void detach(struct ctx *c, struct outcome *o)
{
	uint32_t index = step_index(c, o);
	struct message done = {.type = MSG_DONE, .from = index, .to = index};
	sys_prctl(PR_SET_PDEATHSIG, 0, 0, 0, 0);
	o->end_ns = now_ns();
	o->state = OUTCOME_DONE;
	if (message_send(c->sock, &done, -1) < 0)
		sys_exit(1);
	sys_close(c->sock);
	c->sock = -1;
	c->replied = 1;
}

/* The next connection, greeted with our version and the outcome table. */
static int greet(struct ctx *c, int listening)
{
	struct message hello = {.type = MSG_HELLO, .value = PROTOCOL_VERSION};
	int sock = sys_accept4(listening, 0);
	if (sock < 0)
		return sock;
	int r = message_send(sock, &hello, c->ring_fd);
	if (r < 0) {
		sys_close(sock);
		return -EAGAIN; /* it went away: wait for another */
	}
	c->sock = sock;
	return 0;
}

static int wait_for_start(struct ctx *c, struct outcome *o, int listening, int signals)
{
	struct pollfd fds[2] = {
	    {.fd = listening, .events = POLLIN},
	    {.fd = signals, .events = POLLIN},
	};
	for (;;) {
		int r;
		TRY(r, CALL_POLL, sys_ppoll(fds, 2, 0));
		if (r == -EINTR)
			continue;
		if (r < 0)
			return r;
		if (fds[1].revents)
			take_signals(signals);
		if (!fds[0].revents)
			continue;
		TRY(r, CALL_ACCEPT4, greet(c, listening));
		if (r != -EAGAIN && r != -EINTR && r != -ECONNABORTED)
			return r;
	}
}

int do_start_wait(struct ctx *c, const struct op_start_wait *a, struct outcome *o)
{
	/*
	 * Let the creator go and wait for `start`. Performed once more, without a director, when a connection
	 * ended before it asked for anything.
	 */
	uint64_t all = ~0ull;
	int r, signals;
	CALL(signals, CALL_POLL, sys_signalfd(-1, &all, SOCK_NONBLOCK));
	if (c->sock >= 0) {
		slots_release(c, c->self, step_index(c, o) - 1);
		detach(c, o);
	}
	r = wait_for_start(c, o, slot_get(c, a->socket), signals);
	sys_close(signals);
	return r;
}
