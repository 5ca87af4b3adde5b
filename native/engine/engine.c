/* One call of teu in the engine, and the making of the heap it starts from. */
#include "engine.h"
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#define STACK_MAX     (4u << 20)  /* of the program: deeper is an exception */
#define STACK_RESERVE (64u << 10) /* for the functions of C that it calls */

/* One line; with the places in the bundle where the heap is made. */
static void print_exception(JSContext *ctx, int with_places)
{
	JSValue error = JS_GetException(ctx);
	const char *text = JS_IsNull(error) ? NULL : JS_ToCString(ctx, error);
	/* Without words: there was no memory for them. */
	dprintf(2, "teu: cannot go on: %s\n", text ? text : "InternalError: out of memory");
	JSValue stack = with_places ? JS_GetPropertyStr(ctx, error, "stack") : JS_UNDEFINED;
	const char *where = with_places ? JS_ToCString(ctx, stack) : NULL;
	if (where)
		dprintf(2, "%s", where);
}

static int set_text(JSContext *ctx, JSValueConst object, JSAtom name, const char *text)
{
	JSValue value = text_new(ctx, text, strlen(text));
	return JS_IsException(value) ? -1 : JS_SetProperty(ctx, object, name, value);
}

static JSValue environment_object(JSContext *ctx, char **environment)
{
	JSValue object = JS_NewObject(ctx);
	for (; !JS_IsException(object) && *environment; environment++) {
		const char *equals = strchr(*environment, '=');
		if (!equals)
			continue;
		JSAtom name = JS_NewAtomLen(ctx, *environment, (size_t)(equals - *environment));
		/* The first one counts, as for getenv(3). */
		int has = name == JS_ATOM_NULL ? -1 : JS_HasProperty(ctx, object, name);
		int failed = has < 0 || (has == 0 && set_text(ctx, object, name, equals + 1) < 0);
		JS_FreeAtom(ctx, name);
		if (failed)
			return JS_EXCEPTION;
	}
	return object;
}

static int append(JSContext *ctx, JSValueConst list, uint32_t index, const char *text)
{
	JSAtom name = JS_NewAtomUInt32(ctx, index);
	return name == JS_ATOM_NULL ? -1 : set_text(ctx, list, name, text);
}

static JSValue argument_list(JSContext *ctx, const struct engine_call *call)
{
	JSValue list = JS_NewArray(ctx);
	uint32_t count = 0;
	int failed = JS_IsException(list) || append(ctx, list, count++, call->executable) < 0 ||
		     append(ctx, list, count++, call->executable) < 0;
	for (char **argument = call->argv + (call->argv[0] != NULL); !failed && *argument; argument++)
		failed = append(ctx, list, count++, *argument) < 0;
	return failed ? JS_EXCEPTION : list;
}

/* A caller with a small stack gets an exception where it ends, not a signal. */
static void bound_stack(JSRuntime *runtime)
{
	struct rlimit limit;
	JS_UpdateStackTop(runtime);
	if (getrlimit(RLIMIT_STACK, &limit) < 0 || limit.rlim_cur >= 2 * STACK_MAX)
		return;
	/* A quarter may be taken by arguments and environment, execve(2). */
	size_t usable = (size_t)limit.rlim_cur / 4 * 3;
	size_t most = usable > 2 * STACK_RESERVE ? usable - STACK_RESERVE : STACK_RESERVE;
	JS_SetMaxStackSize(runtime, most < STACK_MAX ? most : STACK_MAX);
}

int engine_has_heap(void)
{
	return heap_roots() != NULL;
}

void engine_run(const struct engine_call *call)
{
	struct heap_roots *roots = heap_roots();
	if (!roots)
		return;
	JSContext *ctx = roots->context;
	bound_stack(roots->runtime);
	native_begin(call);
	const char *argv0 = call->argv[0] ? call->argv[0] : "";
	JSValue arguments[] = {argument_list(ctx, call), environment_object(ctx, call->environment),
			       text_new(ctx, argv0, strlen(argv0))};
	int failed = 0;
	for (int i = 0; i < 3; i++)
		failed |= JS_IsException(arguments[i]);
	/* The program ends itself; what comes back is a failure of its own. */
	if (failed || JS_IsException(JS_Call(ctx, roots->program, JS_UNDEFINED, 3, arguments)))
		print_exception(ctx, 0);
	call->give_up(call->launch);
}

static char *read_whole(const char *path, size_t *size)
{
	struct stat st;
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0 || fstat(fd, &st) < 0)
		return NULL;
	char *text = calloc(1, (size_t)st.st_size + 1);
	for (*size = 0; text && *size < (size_t)st.st_size;) {
		ssize_t n = read(fd, text + *size, (size_t)st.st_size - *size);
		if (n <= 0)
			return NULL;
		*size += (size_t)n;
	}
	close(fd);
	return text;
}

static int write_heap(const char *out)
{
	const uint8_t *bytes;
	size_t size = heap_size(&bytes);
	if (!size)
		dprintf(2, "teu: the heap does not fit into heap.S\n");
	if (!size)
		return 1;
	int fd = open(out, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
	while (fd >= 0 && size) {
		ssize_t n = write(fd, bytes, size);
		if (n <= 0)
			return 1;
		bytes += n;
		size -= (size_t)n;
	}
	return fd < 0 || close(fd) < 0;
}

/*
 * Bytecode of the bundle, by a runtime of its own: what a compiler takes and gives back does not come to lie
 * between what the heap is to hold. Neither is ever freed.
 */
static uint8_t *compile(const char *bundle, size_t *length)
{
	size_t size;
	char *text = read_whole(bundle, &size);
	if (!text) {
		dprintf(2, "teu: cannot read %s\n", bundle);
		return NULL;
	}
	JSRuntime *runtime = JS_NewRuntime();
	JS_SetStripInfo(runtime, JS_STRIP_DEBUG);
	JS_SetMaxStackSize(runtime, STACK_MAX);
	JSContext *ctx = JS_NewContext(runtime);
	JSValue program = JS_Eval(ctx, text, size, "teu", JS_EVAL_TYPE_GLOBAL | JS_EVAL_FLAG_COMPILE_ONLY);
	uint8_t *code = NULL;
	if (!JS_IsException(program))
		code = JS_WriteObject(ctx, length, program, JS_WRITE_OBJ_BYTECODE);
	if (!code)
		print_exception(ctx, 1);
	return code;
}

int engine_build(const char *bundle, const char *out)
{
	size_t length;
	uint8_t *code = compile(bundle, &length);
	if (!code)
		return 1;
	struct heap_roots *roots = heap_begin();
	JSRuntime *runtime = roots->runtime = JS_NewRuntime2(&heap_functions, NULL);
	JS_SetGCThreshold(runtime, (size_t)-1);
	JS_SetMaxStackSize(runtime, STACK_MAX);
	JSContext *ctx = roots->context = JS_NewContext(runtime);
	JSValue global = JS_GetGlobalObject(ctx);
	native_define(ctx, global);
	JSValue program = JS_ReadObject(ctx, code, length, JS_READ_OBJ_BYTECODE);
	if (JS_IsException(program) || JS_IsException(JS_EvalFunction(ctx, program))) {
		print_exception(ctx, 1);
		return 1;
	}
	roots->program = JS_GetPropertyStr(ctx, global, "program");
	if (!JS_IsFunction(ctx, roots->program)) {
		dprintf(2, "teu: the bundle defines no program\n");
		return 1;
	}
	return write_heap(out);
}
