/*
 * The mounter: a process with the caller's rights inside init's mount namespace, for mounts that init may not
 * make. It is forked before the spawner gives those rights up, and let go when init is there.
 */
#include "common.h"

/* Ends that belong to others: while the mounter held one, the death of its owner would show to nobody. */
static void forget_sockets(struct ctx *c)
{
	int *const foreign[] = {&c->sock, &c->init_sock, &c->mounter_sock};
	for (size_t i = 0; i < ARRAY_LEN(foreign); i++) {
		if (*foreign[i] >= 0)
			sys_close(*foreign[i]);
		*foreign[i] = -1;
	}
}

static int receive_fd(int control)
{
	struct message m;
	int fd = -1;
	int r = message_receive(control, &m, &fd);
	if (r < 0)
		return r;
	return r == 0 || fd < 0 ? -EPIPE : fd;
}

/* Host credentials inside init's mount namespace; the old root is still visible there. */
static int mount_steps(struct ctx *c, uint32_t after, int control, uint32_t *failed)
{
	int r, init = receive_fd(control);
	if (init < 0)
		return init;
	c->mounter_sock = receive_fd(control);
	if (c->mounter_sock < 0)
		return c->mounter_sock;
	sys_close(control);
	r = sys_setns(init, CLONE_NEWNS);
	sys_close(init);
	if (r < 0)
		return r;
	return run_steps(c, after + 1, plan_head(c)->steps - 1, failed);
}

__attribute__((noreturn)) static void be_mounter(struct ctx *c, struct outcome *o, int control, int parent)
{
	uint32_t failed = 0;
	sys_prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
	int now = sys_getppid();
	if (now != 0 && now != parent) /* 0: the spawner joined a pid namespace for its children */
		sys_exit(1);
	forget_sockets(c);
	c->self = ACTOR_MOUNTER;
	int r = mount_steps(c, step_index(c, o), control, &failed);
	if (r < 0)
		o->value = failed; /* the table is shared memory */
	sys_exit(-r);
}

static long fork_mounter(struct ctx *c, struct outcome *o, const int pair[2], int *pidfd)
{
	int parent = sys_getpid();
	long pid = clone_process(0, 0, -1, pidfd);
	if (pid == 0) {
		sys_close(pair[0]);
		be_mounter(c, o, pair[1], parent);
	}
	return pid;
}

int do_clone_mounter(struct ctx *c, const struct op_clone_mounter *a, struct outcome *o)
{
	/* Fork the mounter, which waits for init and for mounter_run; value: the step it failed at. */
	(void)a;
	int pair[2], r;
	long pid;
	CALL(r, CALL_SOCKETPAIR, sys_socketpair(AF_UNIX, SOCK_SEQPACKET, 0, pair));
	TRY(pid, CALL_CLONE3, fork_mounter(c, o, pair, &c->mounter_pidfd));
	sys_close(pair[1]);
	if (pid < 0) {
		sys_close(pair[0]);
		return (int)pid;
	}
	c->mounter_control = pair[0];
	c->mounter_step = step_index(c, o);
	return 0;
}

static int hand_over(struct ctx *c)
{
	struct message m = {0};
	int r = message_send(c->mounter_control, &m, c->init_pidfd);
	if (r >= 0)
		r = message_send(c->mounter_control, &m, c->mounter_sock);
	/* The mounter has the only end left: init sees an end of file when it died early or never was. */
	sys_close(c->mounter_sock);
	sys_close(c->mounter_control);
	c->mounter_sock = c->mounter_control = -1;
	return r;
}

/* The exit code of the mounter is the errno that stopped it. */
static int wait_for_mounter(int pidfd)
{
	siginfo_t info = {0};
	int r;
	do {
		r = sys_waitid(P_PIDFD, pidfd, &info, WEXITED | __WALL);
	} while (r == -EINTR);
	if (r < 0)
		return r;
	return info.si_code == CLD_EXITED ? -info.si_status : -EINTR;
}

int do_mounter_run(struct ctx *c, const struct op_mounter_run *a, struct outcome *o)
{
	/* The mounter performs its steps, and ends; a step of it that failed is the one to report. */
	(void)a;
	int r;
	TRY(r, CALL_SENDMSG, hand_over(c));
	if (r >= 0) {
		r = wait_for_mounter(c->mounter_pidfd);
		o->call = CALL_SETNS; /* what it does before its first step */
		c->blame = r < 0 ? (uint32_t)c->ring->outcomes[c->mounter_step].value : 0;
	}
	sys_close(c->mounter_pidfd);
	c->mounter_pidfd = -1;
	return r;
}

int do_mount_send(struct ctx *c, const struct op_mount_send *a, struct outcome *o)
{
	/* Pass a detached mount to init. */
	struct message m = {.from = a->mount};
	int r;
	CALL(r, CALL_SENDMSG, message_send(c->mounter_sock, &m, slot_get(c, a->mount)));
	slot_set(c, a->mount, -1);
	return 0;
}

int do_await_mounter(struct ctx *c, const struct op_await_mounter *a, struct outcome *o)
{
	/* Receive one detached mount; the mounter sends in the order of the plan. */
	struct message m;
	int r, fd = -1;
	CALL(r, CALL_RECVMSG, message_receive(c->mounter_sock, &m, &fd));
	if (r == 0)
		return -EPIPE;
	if (fd < 0)
		return -EPROTO;
	slot_set(c, a->slot, fd);
	return 0;
}
