/* Performs steps and writes what became of each into its own record of the outcome table. */
#include "exec.h"
#include "sys.h"

#define DISPATCH(name, NAME, mask, size, n, ...)                                                             \
	case OP_##NAME:                                                                                      \
		return do_##name(c, body, o);

static int dispatch(struct ctx *c, uint16_t op, const void *body, struct outcome *o)
{
	switch (op) {
		WIRE_OPS(DISPATCH)
	default:
		return -ENOSYS; /* not reached: plan_check knows every op */
	}
}
#undef DISPATCH

static uint64_t now(const struct ctx *c)
{
	return c->filtered ? c->filtered : now_ns();
}

int step_begin(struct ctx *c, uint32_t index)
{
	struct outcome *o = &c->ring->outcomes[index];
	o->op = plan_step(c, index)->op;
	o->call = CALL_NONE;
	o->errno_ = 0;
	o->item = -1;
	o->value = 0;
	o->end_ns = 0;
	o->start_ns = now(c);
	o->state = OUTCOME_RUNNING;
	return step_fault_before(c, index);
}

int step_end(struct ctx *c, uint32_t index, int r)
{
	struct outcome *o = &c->ring->outcomes[index];
	if (r >= 0)
		r = step_fault_after(c, index);
	o->end_ns = now(c);
	o->errno_ = (uint16_t)(r < 0 ? -r : 0);
	o->state = r < 0 ? OUTCOME_FAILED : OUTCOME_DONE;
	return r < 0 ? r : 0;
}

static int perform(struct ctx *c, uint32_t index)
{
	const struct step_header *step = plan_step(c, index);
	int r = step_begin(c, index);
	if (r >= 0)
		r = dispatch(c, step->op, c->plan + step->body, &c->ring->outcomes[index]);
	return step_end(c, index, r);
}

static void skip(struct ctx *c, uint32_t index)
{
	struct outcome *o = &c->ring->outcomes[index];
	o->op = plan_step(c, index)->op;
	o->item = -1;
	o->state = OUTCOME_SKIPPED;
}

static int is_listed(const struct step_header *step, int failure)
{
	for (size_t i = 0; i < MAX_ON_ERRNO && step->on_errno[i]; i++)
		if (step->on_errno[i] == -failure)
			return 1;
	return 0;
}

/* A step and its alternatives, last..: the first that holds wins, the rest are marked as skipped. */
static int perform_chain(struct ctx *c, uint32_t index, uint32_t last, uint32_t *failed)
{
	for (;; index++) {
		int r = perform(c, index);
		if (r < 0 && index < last && is_listed(plan_step(c, index), r))
			continue;
		*failed = index;
		if (r == 0)
			while (index < last)
				skip(c, ++index);
		return r;
	}
}

int run_steps(struct ctx *c, uint32_t from, uint32_t to, uint32_t *failed)
{
	uint32_t steps = plan_head(c)->steps;
	*failed = from;
	for (uint32_t i = from; i < steps && i <= to;) {
		const struct step_header *step = plan_step(c, i);
		uint32_t last = i + step->alt;
		if (step->actor == c->self) {
			c->blame = 0;
			int r = perform_chain(c, i, last, failed);
			if (r < 0 && c->blame)
				*failed = c->blame;
			if (r < 0)
				return r;
		}
		i = last + 1;
	}
	return 0;
}
