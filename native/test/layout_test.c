/* The printed shapes describe the printed structs: sizes, alignment, and no field over another. */
#include <stdio.h>

#include "plans.h"

static const uint8_t sizes[] = {
    [KIND_U32] = 4,  [KIND_I32] = 4,   [KIND_U64] = 8,	[KIND_I64] = 8,		 [KIND_STR] = 8,
    [KIND_STRS] = 8, [KIND_BYTES] = 8, [KIND_SLOT] = 4, [KIND_SLOT_OR_NONE] = 4,
};
static const uint8_t alignments[] = {
    [KIND_U32] = 4,  [KIND_I32] = 4,   [KIND_U64] = 8,	[KIND_I64] = 8,		 [KIND_STR] = 4,
    [KIND_STRS] = 4, [KIND_BYTES] = 4, [KIND_SLOT] = 4, [KIND_SLOT_OR_NONE] = 4,
};

#define STRUCT_SIZE(name, NAME, mask, size, n, ...) sizeof(struct op_##name),
static const size_t struct_sizes[] = {WIRE_OPS(STRUCT_SIZE)};

static int row_ok(const struct row *row, size_t struct_size)
{
	uint32_t end = 0;
	for (uint8_t i = 0; i < row->n_fields; i++) {
		const struct field_shape *f = &row->fields[i];
		if (f->offset < end || f->offset % alignments[f->kind])
			return 0;
		end = f->offset + sizes[f->kind];
	}
	return row->actors && end <= row->size && row->size % 8 == 0 && row->size - struct_size < 8;
}

int main(void)
{
	int failures = 0;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		if (row_ok(&rows[i], struct_sizes[i]))
			continue;
		printf("FAIL layout of op %u\n", rows[i].op);
		failures++;
	}
	if (!failures)
		printf("ok   layout: %zu ops\n", ARRAY_LEN(rows));
	return failures != 0;
}
