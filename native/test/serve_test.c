/*
 * What spawner and init take from their director: a plan and a filter, each once and only sealed, whoever
 * sends them. Includes the sources; performing steps is left to a stand-in.
 */
#include "../exec/message.c"
#include "../init/serve.c"

int printf(const char *format, ...);

#define ALL	     (F_SEAL_WRITE | F_SEAL_SHRINK | F_SEAL_GROW)
#define FILTER_BYTES 8u

static int failures;
/* Without a step. */
static const struct plan_header empty = {.magic = PLAN_MAGIC, .size = PLAN_HEADER_BYTES, .abi = WIRE_ABI};
static const uint8_t *const nothing = (const void *)&empty;
static struct ctx c;

/* A failure that says how large the filter is. */
int run_steps(struct ctx *ctx, uint32_t from, uint32_t to, uint32_t *failed)
{
	(void)from;
	*failed = to;
	return -1000 - (int)ctx->filter.size;
}

void slots_release(struct ctx *ctx, enum actor actor, uint32_t index)
{
	(void)ctx;
	(void)actor;
	(void)index;
}

static int sealed(uint32_t size, int seals)
{
	int fd = sys_memfd_create("test", MFD_ALLOW_SEALING);
	sys_write(fd, nothing, size);
	if (seals)
		sys_fcntl(fd, F_ADD_SEALS, seals);
	return fd;
}

static int started(enum actor self, const uint8_t *plan)
{
	int pair[2];
	if (sys_socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) < 0)
		return -1;
	if (sys_clone(SIGCHLD, 0) == 0) {
		sys_close(pair[0]);
		c = (struct ctx){
		    .sock = pair[1], .self = self, .plan = plan, .mounter_sock = -1, .mounter_control = -1};
		serve(&c);
		sys_exit(0);
	}
	sys_close(pair[1]);
	return pair[0];
}

static void tell(int sock, uint32_t type, int fd)
{
	struct message m = {.type = type, .from = 3, .to = 5};
	message_send(sock, &m, fd);
	if (fd >= 0)
		sys_close(fd);
}

/* The value of its one answer, after everything was told; 1 where it hung up without any. */
static int answered(int sock)
{
	struct message m = {0};
	int fd, r = message_receive(sock, &m, &fd);
	sys_close(sock);
	return r == 1 && m.type == MSG_DONE ? m.value : 1;
}

static void expect(const char *title, int got, int wanted)
{
	if (got == wanted)
		return;
	printf("FAIL %s: %d, expected %d\n", title, got, wanted);
	failures++;
}

/* Tells one thing and asks for a step. */
static int after(enum actor self, const uint8_t *plan, uint32_t type, int fd)
{
	int sock = started(self, plan);
	tell(sock, type, fd);
	tell(sock, MSG_RUN, -1);
	return answered(sock);
}

static void filters(void)
{
	expect("a sealed filter is there for the steps",
	       after(ACTOR_INIT, nothing, MSG_FILTER, sealed(FILTER_BYTES, ALL)), -1008);
	expect("one that may be written is refused",
	       after(ACTOR_INIT, nothing, MSG_FILTER, sealed(FILTER_BYTES, 0)), -EINVAL);
	expect("one that may shrink too",
	       after(ACTOR_INIT, nothing, MSG_FILTER, sealed(FILTER_BYTES, F_SEAL_WRITE | F_SEAL_GROW)),
	       -EINVAL);
	expect("one without an instruction too", after(ACTOR_INIT, nothing, MSG_FILTER, sealed(4, ALL)),
	       -EINVAL);
	expect("none at all too", after(ACTOR_INIT, nothing, MSG_FILTER, -1), -EINVAL);
	expect("the spawner takes none", after(ACTOR_SPAWNER, nothing, MSG_FILTER, sealed(FILTER_BYTES, ALL)),
	       -EINVAL);
	int sock = started(ACTOR_INIT, nothing);
	tell(sock, MSG_FILTER, sealed(FILTER_BYTES, ALL));
	tell(sock, MSG_FILTER, sealed(2 * FILTER_BYTES, ALL));
	tell(sock, MSG_RUN, -1);
	expect("a second one is refused", answered(sock), -EINVAL);
}

static void plans(void)
{
	expect("no step without a plan", after(ACTOR_INIT, 0, MSG_FILTER, sealed(FILTER_BYTES, ALL)),
	       -EINVAL);
	expect("a plan that may be written is refused",
	       after(ACTOR_SPAWNER, 0, MSG_PLAN, sealed(PLAN_HEADER_BYTES, 0)), -EINVAL);
	expect("one that nobody can change is taken",
	       after(ACTOR_SPAWNER, 0, MSG_PLAN, sealed(PLAN_HEADER_BYTES, ALL)), -1000);
	expect("a second one is refused",
	       after(ACTOR_SPAWNER, nothing, MSG_PLAN, sealed(PLAN_HEADER_BYTES, ALL)), -EINVAL);
	expect("whoever was told nothing wrong performs", after(ACTOR_INIT, nothing, MSG_HELLO, -1), -1000);
}

int main(void)
{
	filters();
	plans();
	if (!failures)
		printf("ok serve: plans and filters are taken once, sealed\n");
	return failures != 0;
}
