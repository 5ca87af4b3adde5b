/*
 * The heap of the engine: a segment of the executable that the kernel maps privately, copy on write. It was
 * filled when teu was built: engine, context, and the whole evaluated program are there before the first
 * instruction. Addresses are those of the build, so this program is linked at fixed ones.
 *
 * Memory comes from the front of what is left, by size classes with lists of what was given back; what is
 * large comes from the kernel and goes back to it. No cycles are collected: a call ends before that would
 * pay.
 */
#include "engine.h"
#include <string.h>
#include <sys/mman.h>

#define MAGIC	  0x7465752d68656170u /* "teu-heap" */
#define CLASSES	  64u
#define GRANULE	  16u
#define FRESH_MIN (4u << 20)
/* Of what is not small, four classes to a doubling, from CLASSES * GRANULE up to MAPPED_MIN. */
#define SMALL_MAX  (CLASSES * GRANULE)
#define SMALL_LOG  10
#define MIDDLE	   40u
#define MAPPED_MIN (1u << 20)
#define SIZE_LIMIT (UINT32_MAX - 65536u) /* of one block */

struct heap {
	uint64_t magic;
	/* Addresses of this program that the heap holds many of: those of another build would be others. */
	const void *landmarks[3];
	struct heap_roots roots;
	size_t made;
	uint8_t *next, *end;	   /* what is left where memory is taken from */
	size_t regions;		   /* of the kernel's, so far */
	void *given_back[CLASSES]; /* by size in granules; each begins with the next one's address */
	void *middle[MIDDLE];	   /* likewise; none is smaller than its class says */
};

_Static_assert(sizeof(struct heap) <= HEAP_HEAD && HEAP_HEAD % GRANULE == 0, "engine.h");
#define HEAP ((struct heap *)(void *)heap_memory)
size_t heap_made;

static uint8_t *map(size_t length)
{
	void *memory = mmap(NULL, length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	return memory == MAP_FAILED ? NULL : memory;
}

/* More than is left: a region of the kernel's. What was left is lost. */
static int grow(struct heap *h, size_t size)
{
	size_t least = (size + 4095) & ~(size_t)4095;
	size_t length = size > FRESH_MIN ? least : FRESH_MIN;
	uint8_t *memory = map(length);
	/* Under a tight limit of the address space: what is needed now. */
	if (!memory) {
		length = least;
		memory = map(length);
	}
	if (!memory)
		return -1;
	h->next = memory;
	h->end = h->next + length;
	h->regions++;
	return 0;
}

/* Sizes of blocks from here on: with what stands before them. The class of the largest not above `size`,
 * which lies between SMALL_MAX and MAPPED_MIN. */
static size_t middle_class(size_t size)
{
	size_t log = 63u - (size_t)__builtin_clzl(size);
	return (log - SMALL_LOG) * 4 + (size >> (log - 2) & 3);
}

/* What a block of at least `size` has: the full size of a class. */
static size_t full_size(size_t size)
{
	if (size < SMALL_MAX || size >= MAPPED_MIN)
		return size;
	size_t class = size == SMALL_MAX ? 0 : middle_class(size - 1) + 1;
	return (4 + class % 4) << (SMALL_LOG - 2 + class / 4);
}

/* One that was given back and is large enough, and less than twice that; NULL. */
static void *reuse_middle(struct heap *h, size_t size)
{
	size_t class = middle_class(size);
	for (size_t i = class; i < MIDDLE && i < class + 4; i++) {
		void *memory = h->middle[i];
		if (!memory)
			continue;
		memcpy(&h->middle[i], memory, sizeof(void *));
		return memory;
	}
	return NULL;
}

static void *take_mapped(size_t size)
{
	size_t length = (size + 4095) & ~(size_t)4095;
	uint8_t *memory = map(length);
	return memory ? block_at(memory, length, 1) : NULL;
}

static void *take_next(struct heap *h, size_t size)
{
	if ((size_t)(h->end - h->next) < size && grow(h, size) < 0)
		return NULL;
	uint8_t *at = h->next;
	h->next += size;
	return block_at(at, size, 0);
}

static void *take(struct heap *h, size_t wanted)
{
	if (wanted > SIZE_LIMIT)
		return NULL;
	size_t size = block_total(wanted);
	size_t class = size / GRANULE;
	if (class < CLASSES && h->given_back[class]) {
		void *memory = h->given_back[class];
		memcpy(&h->given_back[class], memory, sizeof(void *));
		return memory;
	}
	if (class < CLASSES)
		return take_next(h, size);
	size = full_size(size);
	if (size >= MAPPED_MIN)
		return take_mapped(size);
	void *memory = reuse_middle(h, size);
	return memory ? memory : take_next(h, size);
}

static void *heap_malloc(JSMallocState *state, size_t size)
{
	(void)state;
	if (!size)
		return NULL;
	return heap_made ? take(HEAP, size) : make_take(size);
}

static void heap_free(JSMallocState *state, void *memory)
{
	(void)state;
	if (!memory)
		return;
	if (!heap_made) {
		make_give_back(memory);
		return;
	}
	struct block *block = block_of(memory);
	size_t total = block->size + sizeof(*block);
	void **list = NULL;
	if (block->mapped)
		munmap(block, total);
	else if (total / GRANULE < CLASSES)
		list = &HEAP->given_back[total / GRANULE];
	else if (total < MAPPED_MIN && !REF_MADE(block))
		/* What was made with the heap is not given out again: its pages would be copied for nothing.
		 */
		list = &HEAP->middle[middle_class(total)];
	if (!list)
		return;
	memcpy(memory, list, sizeof(void *));
	*list = memory;
}

static void *grow_mapped(struct block *block, size_t size)
{
	size_t length = (size + size / 2 + sizeof(*block) + 4095) & ~(size_t)4095;
	if (length > SIZE_LIMIT)
		length = SIZE_LIMIT & ~(size_t)4095;
	if (length < size + sizeof(*block))
		return NULL;
	struct block *moved = mremap(block, block->size + sizeof(*block), length, MREMAP_MAYMOVE);
	if (moved == MAP_FAILED)
		return NULL;
	moved->size = (uint32_t)(length - sizeof(*block));
	return moved + 1;
}

static void *move(JSMallocState *state, void *memory, size_t size)
{
	void *moved = heap_malloc(state, size + size / 2);
	if (!moved)
		moved = heap_malloc(state, size);
	if (!moved)
		return NULL;
	memcpy(moved, memory, block_of(memory)->size);
	heap_free(state, memory);
	return moved;
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
	if (size > SIZE_LIMIT)
		return NULL;
	/* Where a block comes to lie must not matter to its size, while the heap is made (make.c). */
	if (!heap_made)
		return move(state, memory, size);
	if (block->mapped)
		return grow_mapped(block, size);
	struct heap *h = HEAP;
	size_t total = full_size(block_total(size));
	/* The newest one grows where it is; in a long call no more, for its old size would have to be made
	 * anew each time. */
	int may_stay = h->regions <= 1 && total < MAPPED_MIN;
	if (may_stay && (uint8_t *)memory + block->size == h->next &&
	    (size_t)(h->end - (uint8_t *)block) >= total) {
		h->next = (uint8_t *)block + total;
		block->size = (uint32_t)(total - sizeof(*block));
		return memory;
	}
	return move(state, memory, size);
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
	return &h->roots;
}

/* What is taken later comes from fresh memory: no page of the file is copied to hold it. */
void heap_end(size_t size)
{
	HEAP->made = size;
}
