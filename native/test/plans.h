/* A small valid plan of every op, built from the printed shapes: what tests and the fuzzer mutate. */
#ifndef TEU_TEST_PLANS_H
#define TEU_TEST_PLANS_H

#include <stdlib.h>
#include <string.h>

#include "../exec/exec.h"

struct row {
	uint16_t op, size;
	uint8_t actors, n_fields;
	struct field_shape fields[12];
};

#define ROW(name, NAME, mask, size, n, ...) {OP_##NAME, size, mask, n, {__VA_ARGS__}},
static const struct row rows[] = {WIRE_OPS(ROW)};
#undef ROW

struct built {
	uint8_t *bytes;
	uint32_t size;
};

static inline uint32_t reserve(struct built *b, uint32_t size)
{
	uint32_t at = (b->size + 7) & ~7u;
	b->bytes = realloc(b->bytes, at + size);
	memset(b->bytes + b->size, 0, at + size - b->size);
	b->size = at + size;
	return at;
}

static inline struct wire_str put_string(struct built *b, const char *text)
{
	struct wire_str s = {.len = (uint32_t)strlen(text)};
	s.off = reserve(b, s.len + 1);
	memcpy(b->bytes + s.off, text, s.len + 1);
	return s;
}

static inline void put_field(struct built *b, uint32_t at, uint8_t kind)
{
	struct wire_str s = {0};
	uint32_t slot = 1;
	if (kind == KIND_STR) {
		s = put_string(b, "a string");
	} else if (kind == KIND_STRS) {
		s.off = reserve(b, 2 * sizeof(s));
		s.len = 2;
		for (uint32_t i = 0; i < 2; i++) {
			struct wire_str one = put_string(b, i ? "" : "an item of a list");
			memcpy(b->bytes + s.off + i * sizeof(one), &one, sizeof(one));
		}
	} else if (kind == KIND_BYTES) {
		s.off = reserve(b, 16);
		s.len = 16;
	} else {
		if (kind == KIND_SLOT || kind == KIND_SLOT_OR_NONE)
			memcpy(b->bytes + at, &slot, sizeof(slot));
		return;
	}
	memcpy(b->bytes + at, &s, sizeof(s));
}

static inline uint8_t first_actor(uint8_t mask)
{
	uint8_t actor = 0;
	while (!(mask & (1u << actor)))
		actor++;
	return actor;
}

/* One step per op, the first two hostname steps forming a chain of alternatives. The caller frees bytes. */
static inline struct built build_plan(void)
{
	struct built b = {0};
	uint32_t steps = ARRAY_LEN(rows);
	reserve(&b, PLAN_HEADER_BYTES + steps * STEP_HEADER_BYTES);
	for (uint32_t i = 0; i < steps; i++) {
		struct step_header step = {
		    .op = rows[i].op,
		    .actor = first_actor(rows[i].actors),
		    .body_size = rows[i].size,
		    .body = reserve(&b, rows[i].size),
		};
		for (uint8_t f = 0; f < rows[i].n_fields; f++)
			put_field(&b, step.body + rows[i].fields[f].offset, rows[i].fields[f].kind);
		/* id_map falls back to id_map_helper in real plans too. */
		if (step.op == OP_ID_MAP) {
			step.alt = 1;
			step.on_errno[0] = 1;
		}
		memcpy(b.bytes + PLAN_HEADER_BYTES + i * STEP_HEADER_BYTES, &step, sizeof(step));
	}
	struct plan_header head = {.magic = PLAN_MAGIC,
				   .size = b.size,
				   .abi = WIRE_ABI,
				   .steps = steps,
				   .n_slots = 4,
				   .start = steps};
	memcpy(b.bytes, &head, sizeof(head));
	return b;
}

#endif
