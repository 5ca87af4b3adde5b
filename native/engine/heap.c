/*
 * The heap of the engine: a segment of the executable that the kernel maps privately, copy on write. It was
 * filled when teu was built: engine, context, and the whole evaluated program are there before the first
 * instruction. Addresses are those of the build, so this program is linked at fixed ones.
 *
 * Memory comes from the front of what is left, by size classes with lists of what was given back. Nothing is
 * collected: a call ends before that would pay.
 */
#include "engine.h"
#include <string.h>
#include <sys/mman.h>

#define MAGIC	  0x7465752d68656170u /* "teu-heap" */
#define CLASSES	  64u
#define GRANULE	  16u
#define FRESH_MIN (4u << 20)

struct block {
	uint32_t size; /* of what follows, a multiple of GRANULE */
	uint32_t unused;
	uint64_t padding;
};

struct heap {
	uint64_t magic;
	/* Addresses of this program that the heap holds many of: those of another build would be others. */
	const void *landmarks[3];
	struct heap_roots roots;
	size_t made;
	uint8_t *next, *end;	   /* what is left where memory is taken from */
	void *given_back[CLASSES]; /* by size in granules; each begins with the next one's address */
};

/* heap.S */
extern uint8_t heap_memory[] __attribute__((visibility("hidden")));
extern uint8_t heap_memory_end[] __attribute__((visibility("hidden")));
#define HEAP ((struct heap *)(void *)heap_memory)
size_t heap_made;

static struct block *block_of(const void *memory)
{
	return (struct block *)(uintptr_t)memory - 1;
}

/* More than is left: a region of the kernel's. What was left is lost. */
static int grow(struct heap *h, size_t size)
{
	size_t length = size > FRESH_MIN ? (size + 4095) & ~(size_t)4095 : FRESH_MIN;
	void *memory = mmap(NULL, length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (memory == MAP_FAILED)
		return -1;
	h->next = memory;
	h->end = h->next + length;
	return 0;
}

static void *take(struct heap *h, size_t wanted)
{
	size_t size = (wanted + GRANULE - 1) & ~(size_t)(GRANULE - 1);
	size_t class = size / GRANULE;
	if (size > UINT32_MAX - GRANULE)
		return NULL;
	if (class < CLASSES && h->given_back[class]) {
		void *memory = h->given_back[class];
		memcpy(&h->given_back[class], memory, sizeof(void *));
		return memory;
	}
	if ((size_t)(h->end - h->next) < size + sizeof(struct block) &&
	    grow(h, size + sizeof(struct block)) < 0)
		return NULL;
	struct block *block = (struct block *)(void *)h->next;
	h->next += sizeof(*block) + size;
	block->size = (uint32_t)size;
	return block + 1;
}

static void *heap_malloc(JSMallocState *state, size_t size)
{
	(void)state;
	return size ? take(HEAP, size) : NULL;
}

static void heap_free(JSMallocState *state, void *memory)
{
	(void)state;
	if (!memory)
		return;
	size_t class = block_of(memory)->size / GRANULE;
	if (class >= CLASSES)
		return;
	memcpy(memory, &HEAP->given_back[class], sizeof(void *));
	HEAP->given_back[class] = memory;
}

static void *heap_realloc(JSMallocState *state, void *memory, size_t size)
{
	if (!memory)
		return heap_malloc(state, size);
	if (!size) {
		heap_free(state, memory);
		return NULL;
	}
	struct block *block = block_of(memory);
	if (size <= block->size)
		return memory;
	struct heap *h = HEAP;
	size_t rounded = (size + GRANULE - 1) & ~(size_t)(GRANULE - 1);
	/* The newest one grows where it is. */
	if ((uint8_t *)memory + block->size == h->next && (size_t)(h->end - (uint8_t *)memory) >= rounded &&
	    rounded < UINT32_MAX) {
		h->next = (uint8_t *)memory + rounded;
		block->size = (uint32_t)rounded;
		return memory;
	}
	void *moved = take(h, size + size / 2);
	if (!moved)
		return NULL;
	memcpy(moved, memory, block->size);
	heap_free(state, memory);
	return moved;
}

static size_t heap_usable(const void *memory)
{
	return memory ? block_of(memory)->size : 0;
}

static const void *const landmarks[3] = {(const void *)heap_malloc, (const void *)JS_NewContext,
					 (const void *)native_define};
const JSMallocFunctions heap_functions = {heap_malloc, heap_free, heap_realloc, heap_usable};

static int are_landmarks_here(const struct heap *h)
{
	return !memcmp(h->landmarks, landmarks, sizeof(landmarks));
}

/* Nothing may be read from the heap that is being made: its memory is all zero, and so is the magic. */
struct heap_roots *heap_roots(void)
{
	if (heap_memory + sizeof(struct heap) > heap_memory_end || HEAP->magic != MAGIC ||
	    !are_landmarks_here(HEAP))
		return NULL;
	heap_made = HEAP->made;
	return &HEAP->roots;
}

struct heap_roots *heap_begin(void)
{
	struct heap *h = HEAP;
	h->magic = MAGIC;
	memcpy(h->landmarks, landmarks, sizeof(landmarks));
	h->next = heap_memory + 4096;
	h->end = heap_memory_end;
	return &h->roots;
}

/* What is taken later comes from fresh memory: no page of the file is copied to hold it. 0: it did not fit.
 */
size_t heap_size(const uint8_t **bytes)
{
	struct heap *h = HEAP;
	if (h->end != heap_memory_end)
		return 0;
	h->made = (size_t)(h->next - heap_memory);
	h->next = h->end;
	memset(h->given_back, 0, sizeof(h->given_back));
	*bytes = heap_memory;
	return h->made;
}
