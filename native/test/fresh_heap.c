/*
 * In place of what makes and holds the heap (engine/heap.c, make.c, build.c), for sanitizers: none is built
 * in. The bundle PROGRAM is evaluated when the call begins, and every block comes from malloc(3), where
 * AddressSanitizer sees it. Nothing is immortal: all references are counted.
 */
#include "../engine/engine.h"
#include <fcntl.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

size_t heap_made;

static void *take(JSMallocState *state, size_t size)
{
	(void)state;
	return malloc(size);
}

static void give_back(JSMallocState *state, void *memory)
{
	(void)state;
	free(memory);
}

static void *change(JSMallocState *state, void *memory, size_t size)
{
	(void)state;
	if (size)
		return realloc(memory, size);
	free(memory);
	return NULL;
}

static size_t usable(const void *memory)
{
	return malloc_usable_size((void *)(uintptr_t)memory);
}

static const JSMallocFunctions functions = {take, give_back, change, usable};

int engine_build(const char *bundle, const char *out, const char *rehearsal, const char *scene)
{
	(void)bundle, (void)out, (void)rehearsal, (void)scene;
	return 1;
}

__attribute__((noreturn)) static void die(const char *why)
{
	dprintf(2, "fresh heap: %s: %s\n", PROGRAM, why);
	_exit(98);
}

static char *read_program(size_t *size)
{
	struct stat st;
	int fd = open(PROGRAM, O_RDONLY | O_CLOEXEC);
	if (fd < 0 || fstat(fd, &st) < 0)
		die("cannot be opened");
	char *text = calloc(1, (size_t)st.st_size + 1);
	for (*size = 0; text && *size < (size_t)st.st_size;) {
		ssize_t n = read(fd, text + *size, (size_t)st.st_size - *size);
		if (n <= 0)
			die("cannot be read");
		*size += (size_t)n;
	}
	close(fd);
	return text;
}

static void evaluate(struct heap_roots *roots)
{
	size_t size;
	char *text = read_program(&size);
	roots->runtime = JS_NewRuntime2(&functions, NULL);
	JS_SetGCThreshold(roots->runtime, (size_t)-1);
	JS_SetStripInfo(roots->runtime, JS_STRIP_DEBUG);
	JS_SetMaxStackSize(roots->runtime, STACK_MAX);
	roots->context = JS_NewContext(roots->runtime);
	JSValue global = JS_GetGlobalObject(roots->context);
	native_define(roots->context, global);
	JSValue result = JS_Eval(roots->context, text, size, "teu", JS_EVAL_TYPE_GLOBAL);
	if (JS_IsException(result))
		print_exception(roots->context, 1);
	if (JS_IsException(result))
		die("cannot be evaluated");
	roots->program = JS_GetPropertyStr(roots->context, global, "program");
	JS_FreeValue(roots->context, global);
	JS_FreeValue(roots->context, result);
	free(text);
}

struct heap_roots *heap_roots(void)
{
	static struct heap_roots roots;
	if (!roots.runtime)
		evaluate(&roots);
	return &roots;
}
