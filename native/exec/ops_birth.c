/* The birth of init. */
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
	if (c->mounter_control >= 0)
		sys_close(c->mounter_control);
	c->mounter_control = -1;
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
