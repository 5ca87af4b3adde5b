/*
 * What the heap is made of, and for: the program is evaluated and rehearsed (src/engine/rehearse.ts), then
 * calls are played (src/engine/scene.ts), so that make.c sees what they touch.
 */
#include "engine.h"
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static char *read_whole(const char *path, size_t *size)
{
	struct stat st;
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0 || fstat(fd, &st) < 0) {
		dprintf(2, "teu: cannot read %s\n", path);
		return NULL;
	}
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

static int write_heap(const char *out, size_t size)
{
	const uint8_t *bytes = heap_memory;
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

enum { PLAY_OVER = 100, PLAY_LEFT, PLAY_FAILED };
#define PLAY_SECONDS 10

struct code {
	uint8_t *bytes;
	size_t length;
};

/* What the heap is made of, and what it is used for to see how. */
static struct {
	struct code program, scene;
	char *rehearsal; /* what the program's `rehearse` is called with; NULL: nothing */
	size_t rehearsal_length;
	char kept[PATH_MAX]; /* a file of the scene's own */
	JSValue rehearse;
} source;

/*
 * Bytecode of a bundle, by a runtime of its own: what a compiler takes and gives back does not come to lie
 * between what the heap is to hold. Neither is ever freed.
 */
static int compile(const char *bundle, struct code *code)
{
	size_t size;
	char *text = read_whole(bundle, &size);
	if (!text)
		return -1;
	JSRuntime *runtime = JS_NewRuntime();
	JS_SetStripInfo(runtime, JS_STRIP_DEBUG);
	JS_SetMaxStackSize(runtime, STACK_MAX);
	JSContext *ctx = JS_NewContext(runtime);
	JSValue program = JS_Eval(ctx, text, size, "teu", JS_EVAL_TYPE_GLOBAL | JS_EVAL_FLAG_COMPILE_ONLY);
	if (!JS_IsException(program))
		code->bytes = JS_WriteObject(ctx, &code->length, program, JS_WRITE_OBJ_BYTECODE);
	if (!code->bytes)
		print_exception(ctx, 1);
	return code->bytes ? 0 : -1;
}

static int rehearse(JSContext *ctx)
{
	if (!source.rehearsal || !JS_IsFunction(ctx, source.rehearse))
		return 0;
	JSValue text = JS_NewStringLen(ctx, source.rehearsal, source.rehearsal_length);
	JSValue result = JS_Call(ctx, source.rehearse, JS_UNDEFINED, 1, &text);
	if (JS_IsException(result))
		print_exception(ctx, 1);
	JS_FreeValue(ctx, text);
	return JS_IsException(result) ? -1 : 0;
}

static void end_use(void *launch, const char *report)
{
	(void)launch;
	(void)report;
	_exit(PLAY_LEFT);
}

__attribute__((noreturn)) static void end_call(void *launch)
{
	(void)launch;
	_exit(PLAY_FAILED);
}

static JSValue evaluate(JSContext *ctx, const struct code *code)
{
	JSValue program = JS_ReadObject(ctx, code->bytes, code->length, JS_READ_OBJ_BYTECODE);
	return JS_IsException(program) ? program : JS_EvalFunction(ctx, program);
}

/* One call of src/engine/scene.ts; what it says is for nobody. By exit(3): where the engine is trained, it
 * counts. */
__attribute__((noreturn)) static void play(int32_t index)
{
	static const struct engine_call call = {.leave = end_use, .give_up = end_call};
	JSContext *ctx = heap_roots()->context;
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);
	for (int fd = 0; fd <= 2; fd++)
		dup2(null, fd);
	alarm(PLAY_SECONDS);
	native_begin(&call);
	if (JS_IsException(evaluate(ctx, &source.scene)))
		exit(PLAY_FAILED);
	JSValue global = JS_GetGlobalObject(ctx);
	JSValue arguments[] = {JS_NewInt32(ctx, index),
			       JS_NewStringLen(ctx, source.rehearsal, source.rehearsal_length),
			       JS_NewString(ctx, source.kept)};
	JSValue phase = JS_Call(ctx, JS_GetPropertyStr(ctx, global, "phase"), JS_UNDEFINED, 1, arguments);
	int32_t number = -1;
	if (JS_ToInt32(ctx, &number, phase) < 0 || number < MAKE_ALL || number > MAKE_SELDOM)
		exit(PLAY_FAILED);
	make_begin((enum make_phase)number);
	JSValue result = JS_Call(ctx, JS_GetPropertyStr(ctx, global, "play"), JS_UNDEFINED, 3, arguments);
	int32_t status;
	if (JS_IsException(result) || JS_ToInt32(ctx, &status, result) < 0)
		exit(PLAY_FAILED);
	exit(status < 0 ? PLAY_OVER : status);
}

/* In a process of its own: what one has touched is open to it, and no longer seen. */
static int used(int32_t index)
{
	int status = 0;
	pid_t child = fork();
	if (child == 0 && index >= 0)
		play(index);
	if (child == 0) {
		make_begin(MAKE_PLANS);
		exit(rehearse(heap_roots()->context) < 0);
	}
	return child < 0 || waitpid(child, &status, 0) < 0 ? -1 : status;
}

/* What calls touch of the heap. Where one does not go as it should, later ones are a little slower. */
static void use(void)
{
	for (int32_t index = -1; source.rehearsal; index++) {
		int status = used(index);
		if (WIFEXITED(status) && WEXITSTATUS(status) == PLAY_OVER)
			break;
		if (status)
			dprintf(1, "engine: call %d of src/engine/scene.ts ends with status 0x%x\n", index,
				status);
	}
	unlink(source.kept);
}

static int make(void)
{
	struct heap_roots *roots = heap_begin();
	JSRuntime *runtime = roots->runtime = JS_NewRuntime2(&heap_functions, NULL);
	JS_SetGCThreshold(runtime, (size_t)-1);
	JS_SetMaxStackSize(runtime, STACK_MAX);
	JSContext *ctx = roots->context = JS_NewContext(runtime);
	JSValue global = JS_GetGlobalObject(ctx);
	native_define(ctx, global);
	if (JS_IsException(evaluate(ctx, &source.program))) {
		print_exception(ctx, 1);
		return -1;
	}
	roots->program = JS_GetPropertyStr(ctx, global, "program");
	if (!JS_IsFunction(ctx, roots->program)) {
		dprintf(2, "teu: the bundle defines no program\n");
		return -1;
	}
	source.rehearse = JS_GetPropertyStr(ctx, global, "rehearse");
	JSAtom name = JS_NewAtom(ctx, "rehearse");
	int failed = JS_DeleteProperty(ctx, global, name, 0) < 0 || rehearse(ctx) < 0;
	JS_FreeAtom(ctx, name);
	return failed ? -1 : 0;
}

int engine_build(const char *bundle, const char *out, const char *rehearsal, const char *scene)
{
	if (compile(bundle, &source.program) < 0 || (scene && compile(scene, &source.scene) < 0))
		return 1;
	if (rehearsal && !(source.rehearsal = read_whole(rehearsal, &source.rehearsal_length)))
		return 1;
	snprintf(source.kept, sizeof(source.kept), "%s.scene", out);
	size_t size = make_heap(make, use);
	return size ? write_heap(out, size) : 1;
}
