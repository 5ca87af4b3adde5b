/* plan_check accepts a plan of every op and refuses each single damage to it. */
#include <errno.h>
#include <stdio.h>

#include "plans.h"

static int failures;

static void expect(const char *title, int got, int wanted)
{
	if (got == wanted)
		return;
	printf("FAIL %s: %d, expected %d\n", title, got, wanted);
	failures++;
}

static struct plan_header *head(struct built *b)
{
	return (struct plan_header *)(void *)b->bytes;
}

static struct step_header *step(struct built *b, uint16_t op)
{
	struct step_header *at = (struct step_header *)(void *)(b->bytes + PLAN_HEADER_BYTES);
	while (at->op != op)
		at++;
	return at;
}

static struct step_header *last_step(struct built *b)
{
	return (struct step_header *)(void *)(b->bytes + PLAN_HEADER_BYTES) + head(b)->steps - 1;
}

/* The first step that another actor follows. */
static struct step_header *last_of_its_actor(struct built *b)
{
	struct step_header *at = (struct step_header *)(void *)(b->bytes + PLAN_HEADER_BYTES);
	while (at->actor == at[1].actor)
		at++;
	return at;
}

static void *body(struct built *b, uint16_t op)
{
	return b->bytes + step(b, op)->body;
}

/* Each damages a fresh plan; all must be refused. */
#define DAMAGES(X)                                                                                           \
	X("another magic", head(b)->magic++)                                                                 \
	X("another abi", head(b)->abi ^= 1)                                                                  \
	X("a size that is not the size", head(b)->size--)                                                    \
	X("a reserved header field", head(b)->zero = 1)                                                      \
	X("more steps than the limit", head(b)->steps = MAX_STEPS + 1)                                       \
	X("more steps than bytes", head(b)->steps = MAX_STEPS)                                               \
	X("a start behind the last step", head(b)->start = head(b)->steps + 1)                               \
	X("more slots than the limit", head(b)->n_slots = MAX_SLOTS + 1)                                     \
	X("an unknown op", step(b, OP_HOSTNAME)->op = MAX_OP + 1)                                            \
	X("op 0", step(b, OP_HOSTNAME)->op = 0)                                                              \
	X("an actor that may not perform the op", step(b, OP_HOSTNAME)->actor = ACTOR_HOST)                  \
	X("an actor that does not exist", step(b, OP_HOSTNAME)->actor = 7)                                   \
	X("a body behind the end", step(b, OP_HOSTNAME)->body = b->size)                                     \
	X("a body that ends behind the end", step(b, OP_HOSTNAME)->body = (b->size - 4) & ~7u)               \
	X("a body offset that wraps", step(b, OP_HOSTNAME)->body = 0xfffffff8u)                              \
	X("an unaligned body", step(b, OP_HOSTNAME)->body += 4)                                              \
	X("a body size that is not the op's", step(b, OP_HOSTNAME)->body_size += 8)                          \
	X("a reserved step field", step(b, OP_HOSTNAME)->zero = 1)                                           \
	X("a chain behind the last step", last_step(b)->alt = 1)                                             \
	X("a chain across actors", last_of_its_actor(b)->alt = 1)                                            \
	X("a chain that does not count down", step(b, OP_ID_MAP)->alt = 2)                                   \
	X("a string behind the end", ((struct op_hostname *)body(b, OP_HOSTNAME))->name.off = b->size)       \
	X("a string that ends behind the end",                                                               \
	  ((struct op_hostname *)body(b, OP_HOSTNAME))->name.len = b->size)                                  \
	X("a string length that wraps", ((struct op_hostname *)body(b, OP_HOSTNAME))->name.len = UINT32_MAX) \
	X("a string without NUL at its end", ((struct op_hostname *)body(b, OP_HOSTNAME))->name.len -= 1)    \
	X("a string with NUL inside", ((struct op_hostname *)body(b, OP_HOSTNAME))->name.len += 1)           \
	X("an unaligned list", ((struct op_execve *)body(b, OP_EXECVE))->args.off += 2)                      \
	X("a list behind the end", ((struct op_execve *)body(b, OP_EXECVE))->args.count = UINT32_MAX)        \
	X("unaligned bytes", ((struct op_credentials *)body(b, OP_CREDENTIALS))->groups.off += 4)            \
	X("bytes behind the end", ((struct op_credentials *)body(b, OP_CREDENTIALS))->groups.len = b->size)  \
	X("a slot that does not exist", ((struct op_pivot_root *)body(b, OP_PIVOT_ROOT))->root = 4)          \
	X("no slot where one is needed", ((struct op_pivot_root *)body(b, OP_PIVOT_ROOT))->root = SLOT_NONE)

static void each_damage_is_refused(void)
{
#define TRY_DAMAGE(title, damage)                                                                            \
	{                                                                                                    \
		struct built plan = build_plan(), *b = &plan;                                                \
		damage;                                                                                      \
		expect(title, plan_check(b->bytes, b->size), -EINVAL);                                       \
		free(b->bytes);                                                                              \
	}
	DAMAGES(TRY_DAMAGE)
}

static void every_cut_is_refused(void)
{
	struct built b = build_plan();
	for (uint32_t size = 0; size < b.size; size++) {
		uint8_t *exact = malloc(size + 1);
		memcpy(exact, b.bytes, size);
		if (size >= PLAN_HEADER_BYTES)
			((struct plan_header *)(void *)exact)->size = size;
		uint8_t *tight = realloc(exact, size ? size : 1);
		expect("a cut plan", plan_check(tight, size), -EINVAL);
		free(tight);
	}
	free(b.bytes);
}

/* Whatever one byte is changed to: no read outside the plan (the sanitizer watches), and a verdict. */
static void every_changed_byte_is_judged(void)
{
	struct built b = build_plan();
	static const uint8_t values[] = {0, 1, 0x7f, 0x80, 0xff};
	for (uint32_t at = 0; at < b.size; at++) {
		uint8_t before = b.bytes[at];
		for (size_t v = 0; v < sizeof(values); v++) {
			b.bytes[at] = values[v];
			int r = plan_check(b.bytes, b.size);
			if (r != 0)
				expect("a changed byte", r, -EINVAL);
		}
		b.bytes[at] = before;
	}
	expect("the plan restored", plan_check(b.bytes, b.size), 0);
	free(b.bytes);
}

static void shared_strings_are_accepted_within_the_budget(void)
{
	struct built b = {0};
	reserve(&b, PLAN_HEADER_BYTES + MAX_STEPS * STEP_HEADER_BYTES);
	char *large = malloc(1 << 20);
	memset(large, 'x', (1 << 20) - 1);
	large[(1 << 20) - 1] = 0;
	struct wire_str s = put_string(&b, large);
	for (uint32_t i = 0; i < MAX_STEPS; i++) {
		struct step_header h = {
		    .op = OP_HOSTNAME, .actor = ACTOR_INIT, .body_size = 8, .body = reserve(&b, 8)};
		memcpy(b.bytes + h.body, &s, sizeof(s));
		memcpy(b.bytes + PLAN_HEADER_BYTES + i * STEP_HEADER_BYTES, &h, sizeof(h));
	}
	struct plan_header p = {.magic = PLAN_MAGIC, .size = b.size, .abi = WIRE_ABI, .steps = 200};
	memcpy(b.bytes, &p, sizeof(p));
	expect("200 references to one megabyte", plan_check(b.bytes, b.size), 0);
	head(&b)->steps = MAX_STEPS;
	expect("4096 references to one megabyte", plan_check(b.bytes, b.size), -EINVAL);
	free(large);
	free(b.bytes);
}

static int check_file(const char *path)
{
	static uint8_t bytes[1 << 20] __attribute__((aligned(8)));
	FILE *file = fopen(path, "rb");
	if (!file)
		return -errno;
	size_t size = fread(bytes, 1, sizeof(bytes), file);
	fclose(file);
	return plan_check(bytes, (uint32_t)size);
}

/* Arguments: files with plans that the encoder made (seeds.ts). */
int main(int argc, char **argv)
{
	struct built b = build_plan();
	for (int i = 1; i < argc; i++)
		expect(argv[i], check_file(argv[i]), 0);
	expect("a plan of every op", plan_check(b.bytes, b.size), 0);
	free(b.bytes);
	each_damage_is_refused();
	every_cut_is_refused();
	every_changed_byte_is_judged();
	shared_strings_are_accepted_within_the_budget();
	if (!failures)
		printf("ok   plan_check: %zu ops, %d real plans\n", ARRAY_LEN(rows), argc - 1);
	return failures != 0;
}
