/* Hooks: programs of the operator, in the host's or the container's namespaces;
 * config.md#posix-platform-hooks. */
#include "common.h"

#define PIPE_DEFAULT_BYTES 65536u
#define PAGE_BYTES	   4096u

static int write_part(int fd, const char *bytes, size_t size)
{
	while (size) {
		long r = sys_write(fd, bytes, size);
		if (r == -EINTR)
			continue;
		if (r == -EAGAIN) /* larger than the kernel lets a pipe become */
			return -E2BIG;
		if (r < 0)
			return (int)r;
		bytes += r;
		size -= (size_t)r;
	}
	return 0;
}

/*
 * The state lies complete in the pipe before the hook starts: no writer has to stay, and one that does not
 * read cannot raise SIGPIPE. The pid is the one its namespace knows (runtime.md#state).
 */
static int write_state(const struct ctx *c, const struct op_hook_run *a, int pipe)
{
	char pid[21];
	size_t total = (size_t)a->state_head.len + a->state_tail.len + sizeof(pid);
	if (total > PIPE_DEFAULT_BYTES - PAGE_BYTES)
		sys_fcntl(pipe, F_SETPIPE_SZ, total + 2 * PAGE_BYTES);
	size_t digits = format_u64(pid, (uint64_t)(c->self == ACTOR_HOST ? c->init_pid : sys_getpid()));
	int r = write_part(pipe, text(c, a->state_head), a->state_head.len);
	if (r >= 0)
		r = write_part(pipe, pid, digits);
	if (r >= 0)
		r = write_part(pipe, text(c, a->state_tail), a->state_tail.len);
	return r;
}

static int state_pipe(struct ctx *c, struct outcome *o, const struct op_hook_run *a)
{
	int fds[2], r;
	CALL(r, CALL_PIPE2, sys_pipe2(fds, 0));
	sys_fcntl(fds[1], F_SETFL, O_NONBLOCK);
	TRY(r, CALL_PIPE2, write_state(c, a, fds[1]));
	sys_close(fds[1]);
	if (r >= 0)
		return fds[0];
	sys_close(fds[0]);
	return r;
}

/* args as they are (argv[0] may choose what a program does), or the path alone. */
static int run(struct ctx *c, struct outcome *o, const struct op_hook_run *a, int input)
{
	static char *const nothing[1] = {0};
	char *path = (char *)(uintptr_t)text(c, a->path);
	char *alone[2] = {path, 0};
	char **args = vector_make(c, a->args, 0);
	char **env = vector_make(c, a->env, 0);
	int r = -ENOMEM;
	if (args && env) {
		struct child child = {
		    .path = path,
		    .exec_fd = -1,
		    .args = a->args.count ? args : alone,
		    .env = a->inherit_env ? (c->environ ? c->environ : nothing) : env,
		    .input = input,
		    .timeout_ms = a->timeout_ms,
		};
		r = child_run(c, o, &child);
	}
	if (args)
		vector_free(args, a->args, 0);
	if (env)
		vector_free(env, a->env, 0);
	return r;
}

int do_hook_run(struct ctx *c, const struct op_hook_run *a, struct outcome *o)
{
	/* Run one hook with the state on its stdin and wait; value: its exit code or signal. */
	int input = state_pipe(c, o, a);
	if (input < 0)
		return input;
	int r = run(c, o, a, input);
	sys_close(input);
	return r;
}
