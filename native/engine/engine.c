/* One call of teu in the engine. */
#include "engine.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#define STACK_RESERVE (64u << 10) /* for the functions of C that it calls */

void print_exception(JSContext *ctx, int with_places)
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
