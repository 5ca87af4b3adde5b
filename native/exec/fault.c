/*
 * Fault injection (make FAULTS=1). ring->fault_step names a step, ring->fault_kind what happens there:
 *   1 it fails with EIO before its effect       3 the director is killed before it
 *   2 it fails with EIO after its effect        4 the director is killed after it
 *   0x100 + n: its n-th call fails with EIO instead of being made; 0x200 + n: after it was made.
 */
#include "exec.h"
#include "sys.h"

#ifdef TEU_FAULTS

static uint32_t calls; /* made so far by the step that is to fail */

static int is_due(const struct ctx *c, uint32_t index, int kind)
{
	return c->ring->fault_step == (int32_t)index && c->ring->fault_kind == kind;
}

/* The director dies of SIGKILL at once; the others notice by EOF and PDEATHSIG, as in real life. */
static void kill_director(const struct ctx *c)
{
	struct pollfd never = {.fd = -1};
	if (c->self == ACTOR_INIT && c->fault_pipe >= 0)
		sys_write(c->fault_pipe, "k", 1);
	else
		sys_kill(c->ring->host_pid, SIGKILL);
	struct __kernel_timespec limit = {.tv_nsec = 100000000};
	sys_ppoll(&never, 1, &limit);
}

int step_fault_before(struct ctx *c, uint32_t index)
{
	if (c->ring->fault_step == (int32_t)index)
		calls = 0;
	if (is_due(c, index, 3))
		kill_director(c);
	return is_due(c, index, 1) ? -EIO : 0;
}

int step_fault_after(struct ctx *c, uint32_t index)
{
	if (is_due(c, index, 4))
		kill_director(c);
	return is_due(c, index, 2) ? -EIO : 0;
}

static int is_call_due(const struct ctx *c, const struct outcome *o, uint32_t base)
{
	long index = o - c->ring->outcomes;
	return c->ring->fault_step == index && (uint32_t)c->ring->fault_kind == base + calls;
}

long fault_before(struct ctx *c, struct outcome *o)
{
	if (c->ring->fault_step == o - c->ring->outcomes)
		calls++;
	return is_call_due(c, o, 0x100) ? -EIO : 0;
}

long fault_after(struct ctx *c, struct outcome *o, long result)
{
	return result >= 0 && is_call_due(c, o, 0x200) ? -EIO : result;
}

#endif
