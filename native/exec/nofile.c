/*
 * RLIMIT_NOFILE is two things: what the payload is to have, and what init may use until then. A container
 * that asks for 4 descriptors still has to be mounted and to accept the connection of `start`, and a caller
 * with a tiny limit got a larger one from the launcher. So the last word is spoken right before execve.
 */
#include "exec.h"
#include "sys.h"
#include "nofile.h"

#define ROOM 64u /* descriptors that init needs at the same time, with some to spare */

void nofile_room(int pid, struct rlimit64 *limit)
{
	struct rlimit64 now = {0};
	uint64_t room = ROOM;
	/* Above the present hard limit only as far as the configuration itself asks for it. */
	sys_prlimit64(pid, RLIMIT_NOFILE, 0, &now);
	if (room > now.rlim_max)
		room = now.rlim_max;
	if (limit->rlim_cur < room)
		limit->rlim_cur = room;
	if (limit->rlim_max < limit->rlim_cur)
		limit->rlim_max = limit->rlim_cur;
}

/* The configured limit, whoever had to set it, else the caller's; hard 0 is "unknown". */
static struct rlimit64 wanted(const struct ctx *c)
{
	for (uint32_t i = 0; i < plan_head(c)->steps; i++) {
		const struct step_header *step = plan_step(c, i);
		const struct op_rlimit *a = (const void *)(c->plan + step->body);
		if (step->op == OP_RLIMIT && a->resource == RLIMIT_NOFILE)
			return (struct rlimit64){a->soft, a->hard};
	}
	return (struct rlimit64){c->caller.nofile_soft, c->caller.nofile_hard};
}

int nofile_final(const struct ctx *c)
{
	struct rlimit64 limit = wanted(c);
	return limit.rlim_max ? sys_prlimit64(0, RLIMIT_NOFILE, &limit, 0) : 0;
}
