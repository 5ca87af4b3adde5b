/* The spawner: single-threaded, in the caller's namespaces, with all the caller gave. It clones init once. */
#include "init.h"

#define ALL_SIGNALS (~UINT64_C(0))

static struct ctx process; /* init is a clone and goes on with its own copy */

/* Decimal, whole string; what the launcher wrote. */
static int number(const char *text, uint64_t *value)
{
	uint64_t sum = 0;
	const char *at = text;
	for (; at && *at >= '0' && *at <= '9'; at++)
		sum = sum * 10 + (uint64_t)(*at - '0');
	*value = sum;
	return at && at != text && !*at ? 0 : -EINVAL;
}

/* In the child of clone_init: from here on the director is heard over init's own socket. */
__attribute__((noreturn)) static void become_init(struct ctx *c)
{
	c->self = ACTOR_INIT;
	sys_close(c->sock);
	c->sock = c->init_sock;
	c->init_sock = -1;
	serve(c);
	sys_exit(1);
}

static int adopt(int fd)
{
	return sys_fcntl(fd, F_SETFD, FD_CLOEXEC);
}

static int set_up(struct ctx *c, const uint64_t *numbers, char **environment)
{
	c->self = ACTOR_SPAWNER;
	c->sock = (int)numbers[0];
	c->init_sock = (int)numbers[1];
	c->ring_fd = (int)numbers[2];
	c->keep_fds = (uint32_t)numbers[3];
	c->caller.nofile_soft = numbers[4];
	c->caller.nofile_hard = numbers[5];
	c->caller.umask = sys_umask(0);
	c->caller.ignored = signals_ignored();
	sys_umask(c->caller.umask);
	c->mounter_sock = c->mounter_control = c->mounter_pidfd = -1;
	c->init_pidfd = -1;
	c->resolved = -1;
	c->listener = -1;
	c->environ = environment;
	c->become_init = become_init;
	for (size_t i = 0; i < MAX_SLOTS; i++)
		c->slots[i] = -1;
	int r = adopt(c->sock);
	if (r >= 0)
		r = adopt(c->init_sock);
	if (r >= 0)
		r = adopt(c->ring_fd);
	return r < 0 ? r : ring_map(c->ring_fd, &c->ring);
}

#ifdef TEU_FAULTS
static void set_up_fault(struct ctx *c, const char *text)
{
	uint64_t fd;
	c->fault_pipe = -1;
	if (text && number(text, &fd) >= 0 && adopt((int)fd) >= 0)
		c->fault_pipe = (int)fd;
}
#endif

/* <socket> <init's socket> <ring> <preserved> <nofile soft> <nofile hard> */
int spawner(char **args, char **environment)
{
	const uint64_t blocked = ALL_SIGNALS;
	uint64_t numbers[6];
	/* Until execve: a signal of the terminal must not end a container half made. */
	sys_sigprocmask(SIG_SETMASK, &blocked, 0);
	sys_prctl(PR_SET_NAME, (unsigned long)"teu-init", 0, 0, 0);
	for (size_t i = 0; i < ARRAY_LEN(numbers); i++)
		if (!args[i] || number(args[i], &numbers[i]) < 0)
			return 2;
	if (set_up(&process, numbers, environment) < 0)
		return 2;
#ifdef TEU_FAULTS
	set_up_fault(&process, args[ARRAY_LEN(numbers)]);
#endif
	serve(&process);
	return 0;
}
