/*
 * globalThis.engine: the functions of libteu as src/native declares them, by the same declarations that koffi
 * reads in teu-core. All of their parameters are integers and pointers, which both ABIs pass alike in
 * registers.
 */
#include "engine.h"
#include "../lib/libteu.h"
#include <string.h>
#include <time.h>

#define PARAMETERS 8
#define FUNCTIONS  96

enum kind { INTEGER, TEXT, BYTES };
enum result { VOID, INT, INT64 };
struct function {
	int64_t (*code)(int64_t, int64_t, int64_t, int64_t, int64_t, int64_t, int64_t, int64_t);
	enum result result;
	int count;
	enum kind kinds[PARAMETERS];
};

static const struct {
	const char *name;
	void (*code)(void);
} exported[] = {
#define EXPORT(name) {#name, (void (*)(void))name},
#include "exports.h"
#undef EXPORT
};

static struct function functions[FUNCTIONS];
static int function_count;
static const struct engine_call *call_now;
static int64_t begun; /* CLOCK_MONOTONIC, in nanoseconds */

static int64_t nanoseconds(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

void native_begin(const struct engine_call *call)
{
	call_now = call;
	begun = nanoseconds();
}

static int argument(JSContext *ctx, enum kind kind, JSValueConst value, int64_t *out)
{
	size_t size;
	if (kind == INTEGER)
		return JS_IsBigInt(ctx, value) ? JS_ToBigInt64(ctx, out, value) : JS_ToInt64(ctx, out, value);
	*out = 0;
	if (JS_IsNull(value))
		return 0;
	if (kind == TEXT) {
		*out = (int64_t)(uintptr_t)text_utf8(ctx, value, &size);
		return *out ? 0 : -1;
	}
	*out = (int64_t)(uintptr_t)bytes_of(ctx, value, &size);
	return *out ? 0 : -1;
}

static JSValue call_function(JSContext *ctx, JSValueConst self, int argc, JSValueConst *argv, int magic,
			     JSValue *data)
{
	const struct function *f = &functions[magic];
	int64_t a[PARAMETERS] = {0};
	int count = 0, failed = argc < f->count;
	(void)self;
	(void)data;
	if (failed)
		JS_ThrowTypeError(ctx, "too few arguments");
	while (!failed && count < f->count) {
		failed = argument(ctx, f->kinds[count], argv[count], &a[count]) < 0;
		count += !failed;
	}
	int64_t result = failed ? 0 : f->code(a[0], a[1], a[2], a[3], a[4], a[5], a[6], a[7]);
	for (int i = 0; i < count; i++)
		if (f->kinds[i] == TEXT && a[i])
			JS_FreeCString(ctx, (const char *)(uintptr_t)a[i]);
	if (failed)
		return JS_EXCEPTION;
	if (f->result == VOID)
		return JS_UNDEFINED;
	if (f->result == INT)
		return JS_NewInt32(ctx, (int32_t)result);
	if (result > -(1ll << 53) && result < 1ll << 53)
		return JS_NewInt64(ctx, result);
	return JS_NewBigInt64(ctx, result);
}

static enum kind kind_of(const char *parameter, size_t length)
{
	if (!memchr(parameter, '*', length))
		return INTEGER;
	return memmem(parameter, length, "const char *", 12) ? TEXT : BYTES;
}

/* "int teu_name(const char *path, int flags)": false for a name that is not exported, or too much of
 * anything. */
static int read_declaration(struct function *f, const char *text)
{
	const char *name = strstr(text, "teu_"), *at = name ? strchr(name, '(') : NULL;
	if (!at)
		return 0;
	f->result = INT;
	if (memmem(text, (size_t)(name - text), "64", 2) || memchr(text, '*', (size_t)(name - text)))
		f->result = INT64;
	else if (!strncmp(text, "void", 4))
		f->result = VOID;
	f->code = NULL;
	for (size_t i = 0; i < sizeof(exported) / sizeof(*exported); i++)
		if (!strncmp(name, exported[i].name, (size_t)(at - name)) && !exported[i].name[at - name])
			f->code = (int64_t(*)(int64_t, int64_t, int64_t, int64_t, int64_t, int64_t, int64_t,
					      int64_t))exported[i]
				      .code;
	f->count = 0;
	at++;
	while (*at && *at != ')') {
		size_t length = strcspn(at, ",)");
		if (f->count == PARAMETERS)
			return 0;
		f->kinds[f->count++] = kind_of(at, length);
		at += length + (at[length] == ',');
	}
	return f->code != NULL;
}

static JSValue declare(JSContext *ctx, JSValueConst self, int argc, JSValueConst *argv)
{
	(void)self;
	(void)argc;
	if (!call_now)
		return JS_ThrowTypeError(ctx, "no system call while the heap is made");
	const char *text = JS_ToCString(ctx, argv[0]);
	if (!text)
		return JS_EXCEPTION;
	int known = function_count < FUNCTIONS && read_declaration(&functions[function_count], text);
	if (!known)
		JS_ThrowReferenceError(ctx, "cannot declare %s", text);
	JS_FreeCString(ctx, text);
	if (!known)
		return JS_EXCEPTION;
	function_count++;
	return JS_NewCFunctionData(ctx, call_function, functions[function_count - 1].count,
				   function_count - 1, 0, NULL);
}

/* Memory of libteu's, which stays its own. */
static JSValue view(JSContext *ctx, JSValueConst self, int argc, JSValueConst *argv)
{
	int64_t address, length;
	(void)self;
	(void)argc;
	if (JS_ToInt64Ext(ctx, &address, argv[0]) || JS_ToInt64(ctx, &length, argv[1]))
		return JS_EXCEPTION;
	if (!address || length < 0)
		return JS_ThrowRangeError(ctx, "no memory there");
	return JS_NewArrayBuffer(ctx, (uint8_t *)(uintptr_t)address, (size_t)length, NULL, NULL, 0);
}

static double milliseconds(clockid_t clock)
{
	struct timespec t;
	clock_gettime(clock, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static JSValue now(JSContext *ctx, JSValueConst self, int argc, JSValueConst *argv, int clock)
{
	(void)self;
	(void)argc;
	(void)argv;
	return JS_NewFloat64(ctx, milliseconds(clock));
}

static JSValue running(JSContext *ctx, JSValueConst self, int argc, JSValueConst *argv)
{
	(void)self;
	(void)argc;
	(void)argv;
	return JS_NewBigInt64(ctx, nanoseconds() - begun);
}

static JSValue leave(JSContext *ctx, JSValueConst self, int argc, JSValueConst *argv)
{
	(void)self;
	(void)argc;
	if (!call_now)
		return JS_ThrowTypeError(ctx, "nowhere to leave to while the heap is made");
	const char *report = JS_IsNull(argv[0]) ? NULL : JS_ToCString(ctx, argv[0]);
	/* Without its report the core would perform the call once more. */
	if (!report && !JS_IsNull(argv[0]))
		return JS_EXCEPTION;
	call_now->leave(call_now->launch, report);
	return JS_UNDEFINED;
}

static const JSCFunctionListEntry entries[] = {
    JS_CFUNC_DEF("func", 1, declare),
    JS_CFUNC_DEF("view", 2, view),
    JS_CFUNC_DEF("running", 0, running),
    JS_CFUNC_DEF("leave", 1, leave),
    JS_CFUNC_DEF("encode", 1, text_encode),
    JS_CFUNC_DEF("decode", 1, text_decode),
    JS_CFUNC_DEF("toBase64", 0, text_to_base64),
    JS_CFUNC_DEF("fromBase64", 1, text_from_base64),
    JS_CFUNC_MAGIC_DEF("monotonic", 0, now, CLOCK_MONOTONIC),
    JS_CFUNC_MAGIC_DEF("realtime", 0, now, CLOCK_REALTIME),
};

int native_define(JSContext *ctx, JSValueConst global)
{
	JSValue engine = JS_NewObject(ctx);
	JS_SetPropertyFunctionList(ctx, engine, entries, sizeof(entries) / sizeof(*entries));
	return JS_SetPropertyStr(ctx, global, "engine", engine);
}
