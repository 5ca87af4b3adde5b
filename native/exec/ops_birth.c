/* The birth of init, and of the mounter that reaches sources init may not. */
#include "common.h"

static int plan_has_actor(const struct ctx *c, enum actor actor)
{
	for (uint32_t i = 0; i < plan_head(c)->steps; i++)
		if (plan_step(c, i)->actor == actor)
			return 1;
	return 0;
}

/* What init and the mounter need to share must exist before they part. */
static int make_mounter_pair(struct ctx *c, int pair[2])
{
	pair[0] = pair[1] = -1;
	return plan_has_actor(c, ACTOR_MOUNTER) ? sys_socketpair(AF_UNIX, SOCK_SEQPACKET, 0, pair) : 0;
}

static int report_birth(struct ctx *c, long pid, int pidfd)
{
	struct message born = {.type = MSG_BORN, .value = (int32_t)pid, .pid = pid};
	return message_send(c->sock, &born, pidfd);
}

__attribute__((noreturn)) static void be_init(struct ctx *c, uint32_t index, int mounter_sock, int parent_end)
{
	slots_release(c, ACTOR_INIT, index);
	if (parent_end >= 0)
		sys_close(parent_end);
	c->mounter_sock = mounter_sock;
	c->become_init(c);
	sys_exit(1); /* not reached */
}

/* Only the parent returns: nothing that follows, fault injection least of all, may happen twice. */
static long fork_init(struct ctx *c, const struct op_clone_init *a, uint32_t index, const int pair[2],
		      int *pidfd)
{
	long pid = clone_process(a->flags | CLONE_PARENT, 0, slot_get(c, a->cgroup), pidfd);
	if (pid == 0)
		be_init(c, index, pair[0], pair[1]);
	return pid;
}

int do_clone_init(struct ctx *c, const struct op_clone_init *a, struct outcome *o)
{
	/* init as a sibling (CLONE_PARENT: the engine reaps it) with every new namespace; value: its pid. */
	int pair[2], pidfd = -1, r;
	long pid;
	CALL(r, CALL_CLONE3, make_mounter_pair(c, pair));
	TRY(pid, CALL_CLONE3, fork_init(c, a, step_index(c, o), pair, &pidfd));
	if (pair[0] >= 0)
		sys_close(pair[0]);
	c->mounter_sock = pair[1];
	if (pid < 0)
		return (int)pid;
	c->init_pid = pid;
	c->init_pidfd = pidfd;
	o->value = pid;
	/* Only init holds its end now: its death is an end of file for the director. */
	if (c->init_sock >= 0)
		sys_close(c->init_sock);
	c->init_sock = -1;
	CALL(r, CALL_SENDMSG, report_birth(c, pid, pidfd));
	return 0;
}

/* Host credentials inside init's mount namespace; the old root is still visible there. */
__attribute__((noreturn)) static void be_mounter(struct ctx *c, struct outcome *o, uint32_t self_index,
						 int parent)
{
	uint32_t failed;
	int r;
	sys_prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
	int now = sys_getppid();
	if (now != 0 && now != parent) /* 0: the spawner joined a pid namespace for its children */
		sys_exit(1);
	TRY(r, CALL_SETNS, sys_setns(c->init_pidfd, CLONE_NEWNS));
	c->self = ACTOR_MOUNTER;
	if (r >= 0) {
		r = run_steps(c, self_index + 1, c->run_to, &failed);
		if (r < 0)
			o->value = failed; /* the table is shared memory */
	}
	sys_exit(-r);
}

static long fork_mounter(struct ctx *c, struct outcome *o, int *pidfd)
{
	int parent = sys_getpid();
	long pid = clone_process(0, 0, -1, pidfd);
	if (pid == 0)
		be_mounter(c, o, step_index(c, o), parent);
	return pid;
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

int do_clone_mounter(struct ctx *c, const struct op_clone_mounter *a, struct outcome *o)
{
	/* Fork the mounter, which performs its own steps of this range and ends; value: the step that failed.
	 */
	(void)a;
	int pidfd = -1, r;
	long pid;
	TRY(pid, CALL_CLONE3, fork_mounter(c, o, &pidfd));
	/* The mounter has the only end left: init sees an end of file when it died early or never was. */
	if (c->mounter_sock >= 0)
		sys_close(c->mounter_sock);
	c->mounter_sock = -1;
	if (pid < 0)
		return (int)pid;
	r = wait_for_mounter(pidfd);
	sys_close(pidfd);
	if (r < 0)
		c->blame = (uint32_t)o->value;
	return r;
}

int do_mount_send(struct ctx *c, const struct op_mount_send *a, struct outcome *o)
{
	/* Clone a source inside init's mount namespace and pass the detached mount to init. */
	uint32_t flags = OPEN_TREE_CLONE | (a->recursive ? AT_RECURSIVE : 0u);
	struct message m = {.from = a->slot};
	int r, fd;
	CALL(fd, CALL_OPEN_TREE, sys_open_tree(AT_FDCWD, text(c, a->source), flags));
	TRY(r, CALL_SENDMSG, message_send(c->mounter_sock, &m, fd));
	sys_close(fd);
	return r;
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
