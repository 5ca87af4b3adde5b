/*
 * Descriptors live as long as a step still names their register, and no longer (R6): what stays open in a
 * created container is what `start` needs, and nothing of the host.
 */
#include "common.h"
#include "shape.h"

#define WORDS (MAX_SLOTS / 32)

static void mark(const struct ctx *c, uint32_t index, uint32_t needed[WORDS])
{
	const struct step_header *step = plan_step(c, index);
	const struct shape *shape = find_shape(step->op);
	for (uint8_t i = 0; shape && i < shape->n_fields; i++) {
		const struct field_shape *field = &shape->fields[i];
		uint32_t slot;
		if (field->kind != KIND_SLOT && field->kind != KIND_SLOT_OR_NONE)
			continue;
		memcpy(&slot, c->plan + step->body + field->offset, sizeof(slot));
		if (slot < MAX_SLOTS)
			needed[slot / 32] |= 1u << slot % 32;
	}
}

void slots_release(struct ctx *c, enum actor actor, uint32_t index)
{
	uint32_t needed[WORDS] = {0};
	for (uint32_t i = index + 1; i < plan_head(c)->steps; i++)
		if (plan_step(c, i)->actor == actor)
			mark(c, i, needed);
	for (uint32_t slot = 0; slot < MAX_SLOTS; slot++)
		if (c->slots[slot] >= 0 && !(needed[slot / 32] >> slot % 32 & 1u))
			slot_set(c, slot, -1);
}
