/* The engine's heap: what is given back is used again, large blocks go back to the kernel, contents survive.
 */
#include "../engine/heap.c"
#include "../engine/make.c"
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

/* As heap.S has it, but anywhere. */
__asm__(".bss\n.balign 4096\n.globl heap_memory\nheap_memory: .skip 1 << 20\n.globl "
	"heap_memory_end\nheap_memory_end:\n.text\n");

/* Landmarks only. */
JSContext *JS_NewContext(JSRuntime *runtime)
{
	(void)runtime;
	abort();
}
int native_define(JSContext *context, JSValueConst global)
{
	(void)context;
	(void)global;
	abort();
}

static size_t address_space(void)
{
	size_t pages = 0;
	FILE *file = fopen("/proc/self/statm", "r");
	assert(file && fscanf(file, "%zu", &pages) == 1);
	fclose(file);
	return pages * 4096;
}

static void *get(size_t size)
{
	void *memory = heap_functions.js_malloc(NULL, size);
	assert(memory && (uintptr_t)memory % 8 == 0);
	assert(heap_functions.js_malloc_usable_size(memory) >= size);
	return memory;
}

static void *resize(void *memory, size_t size)
{
	return heap_functions.js_realloc(NULL, memory, size);
}

static void give(void *memory)
{
	heap_functions.js_free(NULL, memory);
}

static struct {
	uint8_t *untouched, *read, *written, *seldom, *seldom_written, *large, *gone;
} made;

static int make_some(void)
{
	heap_begin();
	assert(heap_roots() != NULL && heap_made == 0);
	made.untouched = get(100);
	uint8_t *gone = get(300);
	made.read = get(200);
	give(gone);
	made.written = get(300);
	made.seldom = get(150);
	made.seldom_written = get(160);
	made.large = resize(get(200000), 200100);
	made.gone = gone;
	return 0;
}

static void use_some(void)
{
	uint8_t *fresh;
	assert(heap_roots() != NULL && heap_made > 0);
	make_begin(MAKE_ALL);
	fresh = get(50);
	made.written[0] = made.read[0];
	give(fresh);
	make_begin(MAKE_SELDOM);
	made.seldom_written[0] = made.seldom[0];
	/* It stays with what is read more often. */
	made.read[0] = 1;
}

static void test_making(void)
{
	size_t size = make_heap(make_some, use_some);
	assert(size > 300000 && heap_memory + size < heap_memory_end);
	assert(heap_memory < made.written && made.written < made.read);
	assert(made.read < made.seldom_written && made.seldom_written < made.seldom);
	assert(made.seldom < made.large && made.large < made.untouched);
	assert(made.untouched + 100 <= heap_memory + size);
	assert(made.gone < heap_memory || made.gone >= heap_memory_end);
	assert(heap_roots() != NULL && heap_made == size);
	/* From here on nothing is taken from what was made, but for what was small and is given back. */
	uint8_t *fresh = get(100);
	assert(fresh < heap_memory || fresh >= heap_memory_end);
	give(fresh);
	assert(get(97) == fresh);
	puts("ok heap: what is made lies in the heap by its use, what comes later does not");
}

static void use_none(void)
{
	assert(heap_roots() != NULL);
}

static int make_otherwise(void)
{
	heap_begin();
	get(is_second ? 100 : 200);
	return 0;
}

static int forget_otherwise(void)
{
	heap_begin();
	uint8_t *memory = get(100);
	if (!is_second)
		give(memory);
	return 0;
}

static void test_not_twice(int (*make)(void), const char *what)
{
	int status;
	pid_t child = fork();
	if (child == 0) {
		dup2(1, 2);
		heap_made = 0;
		make_heap(make, use_none);
		_exit(0);
	}
	assert(child > 0 && waitpid(child, &status, 0) == child && WIFEXITED(status));
	assert(WEXITSTATUS(status) == 1);
	printf("ok heap: a maker that %s the second time is refused\n", what);
}

/* A call that runs for long: every size again and again. */
static void test_bounded(void)
{
	size_t before = 0;
	for (int round = 0; round < 120; round++) {
		for (size_t size = 1; size < 6u << 20; size = size * 5 / 4 + 1) {
			uint8_t *memory = get(size);
			memory[0] = memory[size - 1] = 1;
			memory = resize(memory, size + size / 3 + 1);
			assert(memory && memory[0] == 1 && memory[size - 1] == 1);
			give(memory);
		}
		if (round == 40)
			before = address_space();
	}
	assert(address_space() <= before + (8u << 20));
	puts("ok heap: large blocks are used again, or go back");
}

#define SLOTS 600

/* Each block holds a byte of its own all over. */
static void test_contents(void)
{
	static struct {
		uint8_t *memory, mark;
		size_t size;
	} slots[SLOTS];
	srand(7);
	for (int i = 0; i < 15000; i++) {
		int at = rand() % SLOTS;
		size_t size = (size_t)1 << (rand() % 21);
		size += (size_t)rand() % size;
		for (size_t k = 0; k < slots[at].size; k += 1 + slots[at].size / 64)
			assert(slots[at].memory[k] == slots[at].mark);
		if (slots[at].memory && rand() % 2) {
			size_t kept = size < slots[at].size ? size : slots[at].size;
			slots[at].memory = resize(slots[at].memory, size);
			assert(slots[at].memory && (!kept || slots[at].memory[kept - 1] == slots[at].mark));
		} else {
			give(slots[at].memory);
			slots[at].memory = get(size);
		}
		slots[at].size = size;
		slots[at].mark = (uint8_t)i;
		memset(slots[at].memory, slots[at].mark, size);
	}
	for (int at = 0; at < SLOTS; at++)
		give(slots[at].memory);
	puts("ok heap: no two blocks share a byte");
}

static void test_refused(void)
{
	struct rlimit limit, tight;
	assert(!heap_functions.js_malloc(NULL, 0));
	assert(!heap_functions.js_malloc(NULL, SIZE_MAX) && !heap_functions.js_malloc(NULL, (size_t)1 << 33));
	uint8_t *memory = get(5000);
	memory[4999] = 9;
	assert(!resize(memory, SIZE_MAX) && !resize(memory, (size_t)1 << 33));
	assert(getrlimit(RLIMIT_AS, &limit) == 0);
	tight = limit;
	tight.rlim_cur = address_space();
	assert(setrlimit(RLIMIT_AS, &tight) == 0);
	uint8_t *big = resize(memory, 64u << 20);
	void *other = heap_functions.js_malloc(NULL, 64u << 20);
	assert(setrlimit(RLIMIT_AS, &limit) == 0);
	assert(!big && !other && memory[4999] == 9);
	memory = resize(memory, 64u << 20);
	assert(memory && memory[4999] == 9);
	assert(resize(memory, 0) == NULL);
	give(NULL);
	puts("ok heap: what cannot be had is refused, and what was there stays");
}

int main(void)
{
	test_not_twice(make_otherwise, "takes another size");
	test_not_twice(forget_otherwise, "keeps what it gave back");
	test_making();
	test_bounded();
	test_contents();
	test_refused();
	return 0;
}
