/* libFuzzer: plan_check never reads outside the plan; what it accepts can be walked as the executor walks it.
 */
#include "plans.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned int seed);
size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max_size);

static volatile uint32_t sink;

static void read_string(const uint8_t *plan, struct wire_str s)
{
	sink += (uint32_t)strlen((const char *)plan + s.off);
}

static void read_field(const uint8_t *plan, const uint8_t *at, uint8_t kind)
{
	struct wire_str s;
	memcpy(&s, at, kind == KIND_STR || kind == KIND_STRS || kind == KIND_BYTES ? 8 : 4);
	if (kind == KIND_STR)
		read_string(plan, s);
	for (uint32_t i = 0; kind == KIND_STRS && i < s.len; i++)
		read_string(plan, ((const struct wire_str *)(const void *)(plan + s.off))[i]);
	for (uint32_t i = 0; kind == KIND_BYTES && i < s.len; i++)
		sink += plan[s.off + i];
}

static void walk(const uint8_t *plan)
{
	const struct plan_header *head = (const void *)plan;
	const struct step_header *step = (const void *)(plan + PLAN_HEADER_BYTES);
	for (uint32_t i = 0; i < head->steps; i++, step++) {
		const struct row *row = rows;
		while (row->op != step->op)
			row++;
		for (uint8_t f = 0; f < row->n_fields; f++)
			read_field(plan, plan + step->body + row->fields[f].offset, row->fields[f].kind);
	}
}

/* In a buffer of exactly its size, aligned as a mapping is. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	uint8_t *plan = malloc(size ? size : 1);
	memcpy(plan, data, size);
	if (plan_check(plan, (uint32_t)size) == 0)
		walk(plan);
	free(plan);
	return 0;
}

/* Magic, abi and size are given: a random change there would only ever be refused by the first comparison. */
size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned int seed)
{
	struct plan_header head;
	if (size < PLAN_HEADER_BYTES || seed % 64 == 0) {
		struct built b = build_plan();
		size = b.size <= max_size ? b.size : 0;
		memcpy(data, b.bytes, size);
		free(b.bytes);
	}
	size = LLVMFuzzerMutate(data, size, max_size);
	if (size < PLAN_HEADER_BYTES || seed % 16 == 1)
		return size;
	memcpy(&head, data, sizeof(head));
	head.magic = PLAN_MAGIC;
	head.abi = WIRE_ABI;
	head.size = (uint32_t)size;
	memcpy(data, &head, sizeof(head));
	return size;
}
