/* One call of teu in the engine, and the making of the heap it starts from. */
#include "engine.h"
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void print_exception(JSContext *ctx)
{
	JSValue error = JS_GetException(ctx);
	const char *text = JS_ToCString(ctx, error);
	JSValue stack = JS_GetPropertyStr(ctx, error, "stack");
	const char *where = JS_ToCString(ctx, stack);
	dprintf(2, "teu: %s\n%s", text ? text : "an exception without words", where ? where : "");
}

static JSValue environment_object(JSContext *ctx, char **environment)
{
	JSValue object = JS_NewObject(ctx);
	for (; *environment; environment++) {
		const char *equals = strchr(*environment, '=');
		char name[256];
		if (!equals || (size_t)(equals - *environment) >= sizeof(name))
			continue;
		memcpy(name, *environment, (size_t)(equals - *environment));
		name[equals - *environment] = 0;
		/* The first one counts, as for getenv(3). */
		JSAtom atom = JS_NewAtom(ctx, name);
		if (JS_HasProperty(ctx, object, atom) == 0)
			JS_SetProperty(ctx, object, atom, JS_NewString(ctx, equals + 1));
		JS_FreeAtom(ctx, atom);
	}
	return object;
}

static JSValue argument_list(JSContext *ctx, const struct engine_call *call)
{
	JSValue list = JS_NewArray(ctx);
	uint32_t count = 0;
	JS_SetPropertyUint32(ctx, list, count++, JS_NewString(ctx, call->executable));
	JS_SetPropertyUint32(ctx, list, count++, JS_NewString(ctx, call->executable));
	for (char **argument = call->argv + (call->argv[0] != NULL); *argument; argument++)
		JS_SetPropertyUint32(ctx, list, count++, JS_NewString(ctx, *argument));
	return list;
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
	JS_UpdateStackTop(roots->runtime);
	native_begin(call);
	JSValue arguments[] = {argument_list(ctx, call), environment_object(ctx, call->environment),
			       JS_NewString(ctx, call->argv[0] ? call->argv[0] : "")};
	JSValue result = JS_Call(ctx, roots->program, JS_UNDEFINED, 3, arguments);
	/* The program ends itself; what comes back is a failure of its own. */
	if (JS_IsException(result))
		print_exception(ctx);
	exit(1);
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

int engine_build(const char *bundle, const char *out)
{
	size_t size;
	char *text = read_whole(bundle, &size);
	if (!text) {
		dprintf(2, "teu: cannot read %s\n", bundle);
		return 1;
	}
	struct heap_roots *roots = heap_begin();
	JSRuntime *runtime = roots->runtime = JS_NewRuntime2(&heap_functions, NULL);
	JS_SetGCThreshold(runtime, (size_t)-1);
	JS_SetStripInfo(runtime, JS_STRIP_DEBUG);
	JS_SetMaxStackSize(runtime, 4u << 20);
	JSContext *ctx = roots->context = JS_NewContext(runtime);
	JSValue global = JS_GetGlobalObject(ctx);
	native_define(ctx, global);
	JSValue result = JS_Eval(ctx, text, size, "teu", JS_EVAL_TYPE_GLOBAL);
	if (JS_IsException(result)) {
		print_exception(ctx);
		return 1;
	}
	roots->program = JS_GetPropertyStr(ctx, global, "program");
	if (!JS_IsFunction(ctx, roots->program)) {
		dprintf(2, "teu: the bundle defines no program\n");
		return 1;
	}
	return write_heap(out);
}
