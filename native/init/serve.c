/*
 * The message loop of spawner and init: a plan once, then ranges of it to perform, until the director hangs
 * up. After a failure nothing more is performed; the director hears of the first one only.
 */
#include "init.h"

#define NO_STEP UINT32_MAX

struct progress {
	uint32_t waiting; /* the start_wait step behind the present connection, or NO_STEP */
	int touched;	  /* something was performed over this connection */
	int failed;
};

static int is_immutable(int fd)
{
	const int needed = F_SEAL_WRITE | F_SEAL_SHRINK | F_SEAL_GROW;
	int seals = sys_fcntl(fd, F_GET_SEALS, 0);
	return seals >= 0 && (seals & needed) == needed;
}

/* Maps what nobody can change any more. */
static int map_sealed(int fd, uint32_t least, const void **at, uint32_t *size)
{
	struct stat st;
	int r = sys_fstat(fd, &st);
	if (r < 0)
		return r;
	if (!is_immutable(fd) || st.st_size < (int64_t)least || st.st_size > UINT32_MAX)
		return -EINVAL;
	const void *map = sys_mmap(0, (size_t)st.st_size, PROT_READ, MAP_SHARED, fd, 0);
	if (sys_is_error(map))
		return (int)(long)map;
	*at = map;
	*size = (uint32_t)st.st_size;
	return 0;
}

static int map_plan(struct ctx *c, int fd)
{
	const void *plan;
	uint32_t size;
	int r = map_sealed(fd, PLAN_HEADER_BYTES, &plan, &size);
	if (r < 0)
		return r;
	r = plan_check(plan, size);
	if (r < 0) {
		sys_munmap((void *)(uintptr_t)plan, size);
		return r;
	}
	c->plan = plan;
	c->plan_size = size;
	return 0;
}

static int take_plan(struct ctx *c, int fd)
{
	if (fd < 0 || c->plan) /* one plan per process */
		return -EINVAL;
	return map_plan(c, fd);
}

/* What it says is for the kernel to judge, when it is loaded. */
static int take_filter(struct ctx *c, int fd)
{
	if (fd < 0 || c->filter.program || c->self != ACTOR_INIT)
		return -EINVAL;
	return map_sealed(fd, sizeof(struct sock_filter), &c->filter.program, &c->filter.size);
}

static void answer(struct ctx *c, const struct message *m, uint32_t to, int value)
{
	struct message done = {.type = MSG_DONE, .from = m->from, .to = to, .value = value};
	/* Behind its filter init can say nothing: the table and the end of file say it all. */
	if (c->filtered)
		sys_exit(1);
	/* Nobody there: the end of file that follows says so. */
	message_send(c->sock, &done, -1);
}

static int perform(struct ctx *c, const struct message *m, uint32_t *last)
{
	*last = m->from;
	if (!c->plan)
		return -EINVAL;
	if (m->pid > 0)
		c->init_pid = m->pid;
	c->replied = 0;
	return run_steps(c, m->from, m->to, last);
}

/*
 * Who has failed performs nothing more, and holds nothing for which another waits: init, which waits for the
 * mounter, learns from an end of file that nobody will send to it.
 */
static void give_up(struct ctx *c)
{
	int *const held[] = {&c->mounter_sock, &c->mounter_control};
	for (size_t i = 0; i < ARRAY_LEN(held); i++) {
		if (*held[i] >= 0)
			sys_close(*held[i]);
		*held[i] = -1;
	}
}

static void run(struct ctx *c, const struct message *m, struct progress *p)
{
	uint32_t last;
	p->touched = 1;
	int r = perform(c, m, &last);
	p->failed = r < 0;
	if (r < 0) {
		give_up(c);
		answer(c, m, last, r);
	} else if (!c->replied) {
		answer(c, m, m->to, 0);
		/* Now, while the director works, and not when it waits. The spawner's are for init too. */
		if (c->self == ACTOR_INIT)
			slots_release(c, c->self, m->to);
	} else {
		*p = (struct progress){.waiting = last};
	}
}

static void handle(struct ctx *c, const struct message *m, int fd, struct progress *p)
{
	int r = 0;
	if (m->type == MSG_RUN && !p->failed)
		run(c, m, p);
	else if (m->type == MSG_PLAN)
		r = take_plan(c, fd);
	else if (m->type == MSG_FILTER)
		r = take_filter(c, fd);
	if (r < 0) {
		p->failed = 1;
		answer(c, m, m->from, r);
	}
	if (fd >= 0)
		sys_close(fd);
}

/* A `start` that hung up without a step (killed, or of another protocol) changed nothing: wait for the next.
 */
static int wait_again(struct ctx *c, const struct progress *p)
{
	uint32_t last;
	if (p->waiting == NO_STEP || p->touched)
		return -EPIPE;
	sys_close(c->sock);
	c->sock = -1;
	return run_steps(c, p->waiting, p->waiting, &last);
}

/* The director reaps the spawner, and would have to wait for its end otherwise: it goes when its work is
 * done. */
static int is_done(const struct ctx *c, const struct message *m, const struct progress *p)
{
	if (c->self != ACTOR_SPAWNER || m->type != MSG_RUN || p->failed)
		return 0;
	for (uint32_t i = m->to + 1; i < plan_head(c)->steps; i++)
		if (plan_step(c, i)->actor == ACTOR_SPAWNER || plan_step(c, i)->actor == ACTOR_MOUNTER)
			return 0;
	return 1;
}

void serve(struct ctx *c)
{
	struct progress p = {.waiting = NO_STEP};
	for (;;) {
		struct message m;
		int fd;
		int r = message_receive(c->sock, &m, &fd);
		if (r == 1)
			handle(c, &m, fd, &p);
		else if (wait_again(c, &p) < 0)
			return;
		if (r == 1 && is_done(c, &m, &p))
			return;
	}
}
