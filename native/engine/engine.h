/* Shared by the files of this room. */
#ifndef TEU_ENGINE_H
#define TEU_ENGINE_H

#include <stddef.h>
#include <stdint.h>
#include "call.h"
#include "quickjs.h"

/* heap.S */
extern uint8_t heap_memory[] __attribute__((visibility("hidden")));
extern uint8_t heap_memory_end[] __attribute__((visibility("hidden")));

/* What stands before a piece of memory. */
struct block {
	uint32_t size;	 /* of what follows; together a multiple of 16 */
	uint32_t mapped; /* a region of its own */
};

static inline struct block *block_of(const void *memory)
{
	return (struct block *)(uintptr_t)memory - 1;
}

/* What a block for so much takes. */
static inline size_t block_total(size_t wanted)
{
	return (wanted + sizeof(struct block) + 15) & ~(size_t)15;
}

static inline void *block_at(uint8_t *at, size_t total, uint32_t mapped)
{
	struct block *block = (struct block *)(void *)at;
	block->size = (uint32_t)(total - sizeof(*block));
	block->mapped = mapped;
	return block + 1;
}

/* engine.c */
#define STACK_MAX (4u << 20) /* of the program: deeper is an exception */
/* One line; with the places in the bundle where the heap is made. */
void print_exception(JSContext *ctx, int with_places);

/* heap.c */
#define HEAP_HEAD 2048u /* bytes of the heap that are its own */
extern const JSMallocFunctions heap_functions;
struct heap_roots {
	JSRuntime *runtime;
	JSContext *context;
	JSValue program;
};
/* NULL when no heap was built in. */
struct heap_roots *heap_roots(void);
/* Building: an empty heap; then it has so many bytes. */
struct heap_roots *heap_begin(void);
void heap_end(size_t size);

/* make.c: memory while the heap is made. */
void *make_take(size_t size);
void make_give_back(void *memory);
/* Makes the heap twice by `make`, which is to do the same both times: in a process of its own, to learn what
 * of it stays and what `use` touches, then here, the one behind the other. Bytes of the heap, 0: it failed
 * and said why. */
size_t make_heap(int (*make)(void), void (*use)(void));
/* What this process does next: what every call does, what those do that plan, what the less frequent ones do.
 * src/engine/scene.ts counts them alike. */
enum make_phase { MAKE_ALL, MAKE_PLANS, MAKE_SELDOM };
void make_begin(enum make_phase next);

/* native.c: globalThis.engine */
int native_define(JSContext *ctx, JSValueConst global);
void native_begin(const struct engine_call *call);
/* text.c */
/* What TextDecoder makes of the bytes; an exception when memory is short. */
JSValue text_new(JSContext *ctx, const char *bytes, size_t length);
/* UTF-8 without surrogates, to be given to JS_FreeCString; NULL with an exception pending. */
const char *text_utf8(JSContext *ctx, JSValueConst value, size_t *length);
/* The memory of a typed array, which stays its own; NULL with an exception pending for anything else. */
uint8_t *bytes_of(JSContext *ctx, JSValueConst array, size_t *length);
JSValue text_encode(JSContext *ctx, JSValueConst self, int argc, JSValueConst *argv);
JSValue text_decode(JSContext *ctx, JSValueConst self, int argc, JSValueConst *argv);
JSValue text_to_base64(JSContext *ctx, JSValueConst self, int argc, JSValueConst *argv);
JSValue text_from_base64(JSContext *ctx, JSValueConst self, int argc, JSValueConst *argv);

#endif
