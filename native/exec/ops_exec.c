/* Becoming the program of the container; process.args, config.md#process. */
#include "common.h"
#include "fds.h"
#include "lines.h"
#include "nofile.h"

#define LINE_BYTES   512u
#define PASSWD_BYTES (1u << 20)

/* 0: may be executed; else why not. Judged with the effective ids, as execve will. */
static int judge_candidate(struct ctx *c, struct outcome *o, const char *path)
{
	struct stat st;
	int r;
	TRY(r, CALL_ACCESS, sys_faccessat2(AT_FDCWD, path, X_OK, AT_EACCESS));
	if (r == -ENOSYS || r == -EPERM) /* before 5.8, or a filter */
		TRY(r, CALL_ACCESS, sys_faccessat(AT_FDCWD, path, X_OK));
	if (r < 0)
		return r;
	CALL(r, CALL_STAT, sys_fstatat(AT_FDCWD, path, &st, 0));
	if (S_ISDIR(st.st_mode))
		return -EISDIR;
	return S_ISREG(st.st_mode) ? 0 : -EACCES;
}

int do_exec_resolve(struct ctx *c, const struct op_exec_resolve *a, struct outcome *o)
{
	/*
	 * The first candidate that may be executed; value: its index. As execvp(3): one that is there and may
	 * not be used is remembered, one that is not there is not. A single candidate's own error is kept.
	 */
	int result = -ENOENT;
	uint16_t call = CALL_ACCESS;
	for (uint32_t i = 0; i < a->candidates.count; i++) {
		int r = judge_candidate(c, o, text(c, item(c, a->candidates, i)));
		if (r == 0) {
			c->resolved = (int)i;
			o->value = i;
			return 0;
		}
		if (a->candidates.count == 1 || r == -EACCES) {
			result = r;
			call = o->call;
		}
	}
	o->call = call;
	return result;
}

/* Field n of a passwd line, ended in place; NULL when there are fewer. passwd(5) */
static char *field(char *line, int n)
{
	for (; n > 0; n--) {
		while (*line && *line != ':')
			line++;
		if (!*line)
			return 0;
		line++;
	}
	char *end = line;
	while (*end && *end != ':')
		end++;
	*end = 0;
	return line;
}

/* The whole string is a decimal number and it is uid (R11: never a name, nothing that overflows). */
static int is_uid(const char *digits, uint32_t uid)
{
	uint64_t value = 0;
	const char *at = digits;
	for (; *at >= '0' && *at <= '9' && at - digits < 11; at++)
		value = value * 10 + (uint64_t)(*at - '0');
	return at != digits && !*at && value == uid;
}

/* home: a buffer that holds "HOME=". Left at "HOME=/" where passwd knows no better. */
static void find_home(char home[LINE_BYTES + 8], uint32_t uid)
{
	struct reader in = {.fd = -1, .limit = PASSWD_BYTES};
	char line[LINE_BYTES];
	struct stat st;
	memcpy(home, "HOME=/", 7);
	in.fd = sys_openat(AT_FDCWD, "/etc/passwd", O_RDONLY | O_NONBLOCK | O_NOCTTY, 0);
	if (in.fd < 0)
		return;
	int found = sys_fstat(in.fd, &st) < 0 || !S_ISREG(st.st_mode);
	while (!found && next_line(&in, line, sizeof(line)) >= 0) {
		/* The later field first: fields are ended in place. */
		const char *directory = field(line, 5), *number = directory ? field(line, 2) : 0;
		found = number && is_uid(number, uid);
		if (found && directory[0])
			memcpy(home + 5, directory, strlen(directory) + 1);
	}
	sys_close(in.fd);
}

/*
 * The preserved descriptors stay as they are in number, and lose CLOEXEC; all of ours go (R6). However many
 * the plan names: what the launcher did not see open at the very start may be ours.
 */
static int leave_descriptors(uint32_t preserved, uint32_t seen)
{
	if (preserved > seen)
		preserved = seen;
	int r = fds_cloexec_from(3 + preserved);
	for (uint32_t i = 0; i < preserved; i++)
		fd_inherit((int)(3 + i));
	return r;
}

/* NULL-terminated vectors for execve(2), in pages that end with the process. */
static int make_vectors(struct ctx *c, const struct op_exec_prepare *a)
{
	static char home[LINE_BYTES + 8];
	char **args = vector_make(c, a->args, 0);
	char **env = vector_make(c, a->env, a->home ? 1 : 0);
	if (!args || !env)
		return -ENOMEM;
	if (a->home) {
		find_home(home, a->uid);
		env[0] = home;
	}
	c->exec_args = args;
	c->exec_env = env;
	return 0;
}

static int prepare(struct ctx *c, struct outcome *o, const struct op_exec_prepare *a)
{
	int r = make_vectors(c, a);
	if (r < 0)
		return r;
	CALL(r, CALL_CLOSE_RANGE, leave_descriptors(a->preserve_fds, c->keep_fds));
	nofile_final(c);
	sys_prctl(PR_SET_PDEATHSIG, 0, 0, 0, 0);
	/* Payloads start with default dispositions and nothing blocked, whatever the caller had
	 * (ENGINES 2.11). */
	c->caller.ignored = 0;
	signals_restore(c);
	return 0;
}

int do_exec_prepare(struct ctx *c, const struct op_exec_prepare *a, struct outcome *o)
{
	/* Descriptors, limits, signals: done before a filter that may forbid these calls; close_range(2). */
	return prepare(c, o, a);
}

int do_execve(struct ctx *c, const struct op_execve *a, struct outcome *o)
{
	/* execve(2). The socket and the outcome table are CLOEXEC: an end of file says that it worked. */
	const struct op_exec_prepare rest = {a->args, a->env, a->home, a->uid, a->preserve_fds};
	uint32_t index = c->resolved < 0 ? 0 : (uint32_t)c->resolved;
	const uint64_t all = ~0ull;
	int r = 0;
	if (index >= a->candidates.count)
		return -ENOENT;
	if (!c->exec_args)
		r = prepare(c, o, &rest);
	if (r >= 0)
		TRY(r, CALL_EXECVE,
		    sys_execve(text(c, item(c, a->candidates, index)), c->exec_args, c->exec_env));
	if (!c->filtered)
		sys_sigprocmask(SIG_SETMASK, &all, 0);
	return r;
}
