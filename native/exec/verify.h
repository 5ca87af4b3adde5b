/* Reading the protections of a process back, by its parent (R9). */
#ifndef TEU_VERIFY_H
#define TEU_VERIFY_H

#include "common.h"

/* Opens /proc/PID/file of init, which must be of a procfs. The descriptor or -errno. */
int verify_open(struct ctx *c, struct outcome *o, const char *file);
/* -EPROTO, with the call and the step whose effect is not there; what was found goes into the note. */
int verify_mismatch(struct ctx *c, struct outcome *o, uint32_t step, const char *found);
/* verify_mounts.c: what steps before this one have mounted read-only or over a path is there, and is so. */
int verify_mounts(struct ctx *c, struct outcome *o);

static inline const void *step_body(const struct ctx *c, uint32_t index)
{
	return c->plan + plan_step(c, index)->body;
}

/* The step was performed, and so was what it stands for. */
static inline int is_done(const struct ctx *c, uint32_t index)
{
	return c->ring->outcomes[index].state == OUTCOME_DONE;
}

#endif
