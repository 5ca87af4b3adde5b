/*
 * The last thing before execve(2): the filter; seccomp(2), config-linux.md#seccomp.
 *
 * A filter that notifies has a listener, which has to reach the agent before the program runs, while init may
 * not make a call: each could be one that waits for the agent. So a thread does it, which was started before
 * and is not filtered (a filter is of the thread that loads it), and init waits without the kernel.
 */
#include "common.h"

#define STACK_BYTES 16384u
#define NOT_YET	    (-1)
#define DELIVERED   1

struct messenger {
	const struct ctx *c;
	int listener; /* NOT_YET, then the descriptor */
	int state;    /* 0: on the way, DELIVERED, or -errno */
	_Alignas(16) char stack[STACK_BYTES];
};

static struct messenger messenger;

static int load(const int *at)
{
	return __atomic_load_n(at, __ATOMIC_ACQUIRE);
}

static void store(int *at, int value)
{
	__atomic_store_n(at, value, __ATOMIC_RELEASE);
}

/* To the director, which gives it to the agent and says so. */
static int deliver(const struct ctx *c, int listener)
{
	struct message m = {.type = MSG_LISTENER};
	int passed;
	int r = message_send(c->sock, &m, listener);
	if (r < 0)
		return r;
	r = message_receive(c->sock, &m, &passed);
	if (passed >= 0)
		sys_close(passed);
	if (r == 1)
		return m.type == MSG_LISTENER ? DELIVERED : -EPROTO;
	return r == 0 ? -EPIPE : r;
}

/* Nobody can wake it: init makes no call. Loading takes a fraction of a millisecond. */
static void carry(void *arg)
{
	struct messenger *m = arg;
	while (load(&m->listener) == NOT_YET) {
		struct __kernel_timespec pause = {.tv_nsec = 50000};
		sys_ppoll(0, 0, &pause);
	}
	store(&m->state, deliver(m->c, m->listener));
}

static int start_messenger(struct ctx *c, struct outcome *o)
{
	int r;
	messenger.c = c;
	messenger.listener = NOT_YET;
	messenger.state = 0;
	CALL(r, CALL_CLONE, thread_start(carry, &messenger, messenger.stack + STACK_BYTES));
	return 0;
}

/* The director has a deadline for the agent. */
static int await_delivery(struct outcome *o, int listener)
{
	int state;
	store(&messenger.listener, listener);
	while ((state = load(&messenger.state)) == 0)
		cpu_relax();
	if (state == DELIVERED)
		return 0;
	o->call = CALL_SENDMSG;
	return state;
}

int do_seccomp(struct ctx *c, const struct op_seccomp *a, struct outcome *o)
{
	/* Load the filter; with a listener return when the agent has it. Failed or not: no call follows. */
	struct sock_fprog program = {
	    .len = (unsigned short)(c->filter.size / sizeof(struct sock_filter)),
	    .filter = (struct sock_filter *)(uintptr_t)c->filter.program,
	};
	int r = 0;
	if (!c->filter.program) /* nobody has sent it */
		return -EINVAL;
	if (c->filter.size / sizeof(struct sock_filter) > BPF_MAXINSNS)
		return -E2BIG;
	if (a->flags & SECCOMP_FILTER_FLAG_NEW_LISTENER)
		r = start_messenger(c, o);
	if (r < 0)
		return r;
	c->filtered = now_ns();
	CALL(r, CALL_SECCOMP, sys_seccomp(SECCOMP_SET_MODE_FILTER, a->flags, &program));
	return a->flags & SECCOMP_FILTER_FLAG_NEW_LISTENER ? await_delivery(o, r) : 0;
}
