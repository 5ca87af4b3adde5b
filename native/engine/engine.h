/* Shared by the files of this room. */
#ifndef TEU_ENGINE_H
#define TEU_ENGINE_H

#include <stddef.h>
#include <stdint.h>
#include "call.h"
#include "quickjs.h"

/* heap.c */
extern const JSMallocFunctions heap_functions;
struct heap_roots {
	JSRuntime *runtime;
	JSContext *context;
	JSValue program;
};
/* NULL when no heap was built in. */
struct heap_roots *heap_roots(void);
/* Building: an empty heap, then its bytes up to the last one used. */
struct heap_roots *heap_begin(void);
size_t heap_size(const uint8_t **bytes);

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
