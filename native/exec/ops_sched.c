/* How the process runs: scheduler, CPUs, memory nodes, execution domain. The host sets what needs its rights.
 */
#include "common.h"
#include "sys_sched.h"

#define EVERY_CPU_BYTES 1024u /* 8192 CPUs, NR_CPUS of the largest kernels */
#define WORD_BYTES	8u

/* init for the host, which acts on it; 0, the caller itself, for init. */
static int target(const struct ctx *c)
{
	return c->self == ACTOR_HOST ? (int)c->init_pid : 0;
}

static int has_target(const struct ctx *c)
{
	return c->self != ACTOR_HOST || c->init_pid > 0;
}

int do_cpu_affinity(struct ctx *c, const struct op_cpu_affinity *a, struct outcome *o)
{
	/*
	 * The CPUs of the process; sched_setaffinity(2). Without a mask all of them: since Linux 6.2 a
	 * process keeps what it was given outside when it enters a cpuset, and the kernel cuts a mask to what
	 * exists and what the cpuset allows. Nothing depends on that, so a refusal is only told.
	 */
	uint64_t every[EVERY_CPU_BYTES / sizeof(uint64_t)];
	int r;
	if (a->mask.len) {
		CALL(r, CALL_SCHED_SETAFFINITY, sys_sched_setaffinity(0, a->mask.len, c->plan + a->mask.off));
		return 0;
	}
	memset(every, 0xff, sizeof(every));
	TRY(r, CALL_SCHED_SETAFFINITY, sys_sched_setaffinity(0, sizeof(every), every));
	o->value = r < 0 ? -r : 0;
	return 0;
}

int do_scheduler(struct ctx *c, const struct op_scheduler *a, struct outcome *o)
{
	/* Policy and its parameters; sched_setattr(2). */
	struct sys_sched_attr attr = {
	    .size = sizeof(attr),
	    .policy = a->policy,
	    .flags = a->flags,
	    .nice = a->nice,
	    .priority = a->priority,
	    .runtime = a->runtime,
	    .deadline = a->deadline,
	    .period = a->period,
	};
	int r;
	if (!has_target(c))
		return -ESRCH;
	CALL(r, CALL_SCHED_SETATTR, sys_sched_setattr(target(c), &attr));
	return 0;
}

int do_io_priority(struct ctx *c, const struct op_io_priority *a, struct outcome *o)
{
	/* Class and priority in one number; ioprio_set(2). */
	int r;
	if (!has_target(c))
		return -ESRCH;
	CALL(r, CALL_IOPRIO_SET, sys_ioprio_set(IOPRIO_WHO_PROCESS, target(c), a->priority));
	return 0;
}

int do_memory_policy(struct ctx *c, const struct op_memory_policy *a, struct outcome *o)
{
	/* Inherited by whatever the process starts; set_mempolicy(2). */
	unsigned long bits = a->nodes.len ? a->nodes.len * 8ul + 1 : 0;
	int r;
	if (a->nodes.len % WORD_BYTES)
		return -EINVAL;
	CALL(r, CALL_SET_MEMPOLICY, sys_set_mempolicy(a->mode, bits ? c->plan + a->nodes.off : 0, bits));
	return 0;
}

int do_personality(struct ctx *c, const struct op_personality *a, struct outcome *o)
{
	/* Execution domain; personality(2). value: the previous one. */
	int r;
	CALL(r, CALL_PERSONALITY, sys_personality(a->domain));
	o->value = r;
	return 0;
}
