/*
 * The bounds checker: what it accepts, the executor may read without a further look. It knows shapes, not
 * meanings. No recursion; time is linear in the size of the plan, because the work on strings is budgeted.
 */
#include "exec.h"
#include "sys.h"
#include "shape.h"

#define SHAPE(name, NAME, mask, size, n, ...) {OP_##NAME, size, mask, n, {__VA_ARGS__}},
static const struct shape shapes[] = {WIRE_OPS(SHAPE)};
#undef SHAPE

/*
 * The encoder stores equal strings once, so many fields may point at the same bytes (the state given to each
 * hook). Each reference is checked anew; beyond this many times the size of the plan it is not one of ours.
 */
#define WORK_PER_BYTE 256u

struct check {
	const uint8_t *plan;
	uint32_t size, steps, n_slots;
	uint64_t budget;
};

/* Ops are few and in ascending order of their codes only by habit: a table of all codes would be mostly
 * holes. */
const struct shape *find_shape(uint16_t op)
{
	for (size_t i = 0; i < ARRAY_LEN(shapes); i++)
		if (shapes[i].op == op)
			return &shapes[i];
	return 0;
}

static int in_range(const struct check *k, uint64_t off, uint64_t len)
{
	return off + len <= k->size;
}

static int spend(struct check *k, uint64_t work)
{
	if (work > k->budget)
		return 0;
	k->budget -= work;
	return 1;
}

static uint64_t load_word(const uint8_t *at)
{
	uint64_t word;
	memcpy(&word, at, sizeof(word));
	return word;
}

/* True when one of the len bytes is NUL. Eight at a time: strings are most of a plan. */
static int has_nul(const uint8_t *at, uint32_t len)
{
	for (; len >= 8; at += 8, len -= 8) {
		uint64_t word = load_word(at);
		if ((word - 0x0101010101010101ull) & ~word & 0x8080808080808080ull)
			return 1;
	}
	for (; len; at++, len--)
		if (!*at)
			return 1;
	return 0;
}

static int string_ok(struct check *k, struct wire_str s)
{
	if (!in_range(k, s.off, (uint64_t)s.len + 1) || !spend(k, (uint64_t)s.len + 1))
		return 0;
	return k->plan[s.off + s.len] == 0 && !has_nul(k->plan + s.off, s.len);
}

static int strings_ok(struct check *k, struct wire_strs list)
{
	if (list.off % _Alignof(struct wire_str) ||
	    !in_range(k, list.off, (uint64_t)list.count * sizeof(struct wire_str)))
		return 0;
	const struct wire_str *at = (const void *)(k->plan + list.off);
	for (uint32_t i = 0; i < list.count; i++)
		if (!string_ok(k, at[i]))
			return 0;
	return 1;
}

/* Aligned for whatever the handler makes of them: u32 groups, BPF instructions. */
static int bytes_ok(const struct check *k, struct wire_bytes b)
{
	return b.off % 8 == 0 && in_range(k, b.off, b.len);
}

static int field_ok(struct check *k, const uint8_t *at, uint8_t kind)
{
	const void *field = at;
	switch (kind) {
	case KIND_STR:
		return string_ok(k, *(const struct wire_str *)field);
	case KIND_STRS:
		return strings_ok(k, *(const struct wire_strs *)field);
	case KIND_BYTES:
		return bytes_ok(k, *(const struct wire_bytes *)field);
	case KIND_SLOT:
		return *(const uint32_t *)field < k->n_slots;
	case KIND_SLOT_OR_NONE:
		return *(const uint32_t *)field < k->n_slots || *(const uint32_t *)field == SLOT_NONE;
	default:
		return 1;
	}
}

static int body_ok(struct check *k, const struct step_header *step, const struct shape *shape)
{
	if (step->body_size != shape->size || step->body % 8 || !in_range(k, step->body, shape->size))
		return 0;
	for (uint8_t i = 0; i < shape->n_fields; i++)
		if (!field_ok(k, k->plan + step->body + shape->fields[i].offset, shape->fields[i].kind))
			return 0;
	return 1;
}

/* An alternative belongs to the actor of the step that lists it, and a chain ends where its first step says.
 */
static int chain_ok(const struct check *k, const struct step_header *steps, uint32_t index)
{
	const struct step_header *step = &steps[index];
	if (!step->alt)
		return 1;
	if ((uint64_t)index + step->alt >= k->steps)
		return 0;
	return step[1].actor == step->actor && step[1].alt == step->alt - 1;
}

static int step_ok(struct check *k, const struct step_header *steps, uint32_t index)
{
	const struct step_header *step = &steps[index];
	const struct shape *shape = find_shape(step->op);
	if (!shape || step->actor > ACTOR_INIT || !(shape->actors & (1u << step->actor)))
		return 0;
	return step->zero == 0 && chain_ok(k, steps, index) && body_ok(k, step, shape);
}

static int header_ok(const struct plan_header *head, uint32_t size)
{
	if (head->magic != PLAN_MAGIC || head->abi != WIRE_ABI || head->size != size || head->zero)
		return 0;
	if (head->steps > MAX_STEPS || head->n_slots > MAX_SLOTS || head->start > head->steps)
		return 0;
	return PLAN_HEADER_BYTES + (uint64_t)head->steps * STEP_HEADER_BYTES <= size;
}

int plan_check(const uint8_t *plan, uint32_t size)
{
	const struct plan_header *head = (const void *)plan;
	if ((uintptr_t)plan % 8 || size < PLAN_HEADER_BYTES || !header_ok(head, size))
		return -EINVAL;
	struct check k = {
	    .plan = plan,
	    .size = size,
	    .steps = head->steps,
	    .n_slots = head->n_slots,
	    .budget = (uint64_t)size * WORK_PER_BYTE,
	};
	const struct step_header *steps = (const void *)(plan + PLAN_HEADER_BYTES);
	for (uint32_t i = 0; i < k.steps; i++)
		if (!step_ok(&k, steps, i))
			return -EINVAL;
	return 0;
}
