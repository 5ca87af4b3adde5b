/* The executor of the host actor: one plan and one outcome table per process. */
#include "host.h"
#include "../exec/netlink.h"

#define MAX_ENVIRONMENT 4096u

static struct ctx host = {
    .self = ACTOR_HOST,
    .sock = -1,
    .init_sock = -1,
    .ring_fd = -1,
    .mounter_sock = -1,
    .init_pidfd = -1,
    .resolved = -1,
    .listener = -1,
};
static char *split[MAX_ENVIRONMENT + 1];
static char *const *environment = split; /* the caller's */

/* libc's, that of this process: the launcher left TEU_CWD and TEU_LAUNCH in it. */
extern char **environ __attribute__((weak));

const struct ctx *host_ctx(void)
{
	return &host;
}

int64_t teu_abi(void)
{
	return (int64_t)WIRE_ABI;
}

int64_t teu_now(void)
{
	return (int64_t)now_ns();
}

void *teu_ring(void)
{
	return host.ring;
}

static int private_ring(struct ring **ring)
{
	struct ring *at =
	    sys_mmap(0, sizeof(struct ring), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (sys_is_error(at))
		return (int)(long)at;
	ring_reset(at, sys_getpid());
	*ring = at;
	return 0;
}

void host_environment(char *const *callers)
{
	environment = callers;
}

/* Points into the mapping, which stays for the life of the process. */
static int split_environment(char *bytes, size_t size)
{
	uint32_t count = 0;
	for (size_t at = 0; at < size && bytes[at]; at += strlen(bytes + at) + 1) {
		if (count == MAX_ENVIRONMENT)
			return -E2BIG;
		split[count++] = bytes + at;
	}
	split[count] = 0;
	environment = host.environ = split;
	return 0;
}

/* The memfd ends with a NUL, which the check below makes sure of; its pages behind the end are zero anyway.
 */
static int map_environment(int fd)
{
	struct stat st;
	int r = sys_fstat(fd, &st);
	if (r < 0 || st.st_size == 0)
		return r;
	size_t size = (size_t)st.st_size;
	char *bytes = sys_mmap(0, size, PROT_READ, MAP_PRIVATE, fd, 0);
	if (sys_is_error(bytes))
		return (int)(long)bytes;
	return bytes[size - 1] ? -EINVAL : split_environment(bytes, size);
}

/* The field sigign=<hex> of TEU_LAUNCH; 0 where it is missing. */
static uint64_t ignored_signals(const char *launch)
{
	uint64_t bits = 0;
	while (launch && *launch && !text_begins(launch, "sigign="))
		launch++;
	if (!launch || !*launch)
		return 0;
	for (launch += sizeof("sigign=") - 1; *launch && *launch != ' '; launch++)
		bits = bits << 4 | (uint64_t)(*launch <= '9' ? *launch - '0' : *launch - 'a' + 10);
	return bits;
}

static void remember_caller(void)
{
	char *const *own = &environ ? environ : 0;
	const char *cwd = environment_value(own, "TEU_CWD=");
	host.caller.ignored = ignored_signals(environment_value(own, "TEU_LAUNCH="));
	host.caller.cwd = cwd && *cwd ? cwd : 0;
}

int teu_attach(int ring_fd, int env_fd, int64_t nofile_soft, int64_t nofile_hard, int umask)
{
	struct ring *ring = 0;
	int r = ring_fd < 0 ? private_ring(&ring) : ring_map(ring_fd, &ring);
	if (r < 0)
		return r;
	host.ring = ring;
	host.environ = environment;
	host.caller.nofile_soft = (uint64_t)nofile_soft;
	host.caller.nofile_hard = (uint64_t)nofile_hard;
	host.caller.umask = (uint32_t)umask;
	remember_caller();
#ifdef TEU_FAULTS
	/* The director of `start` is another process than that of `create`. */
	ring->host_pid = sys_getpid();
	host.fault_pipe = -1;
#endif
	for (size_t i = 0; i < MAX_SLOTS; i++)
		host.slots[i] = -1;
	return env_fd < 0 ? 0 : map_environment(env_fd);
}

int teu_seal(const uint8_t *bytes, uint32_t len)
{
	int fd = sys_memfd_create("teu-plan", MFD_ALLOW_SEALING | MFD_NOEXEC_SEAL);
	if (fd == -EINVAL) /* MFD_NOEXEC_SEAL: Linux 6.3 */
		fd = sys_memfd_create("teu-plan", MFD_ALLOW_SEALING);
	if (fd < 0)
		return fd;
	int r = teu_write(fd, bytes, len);
	if (r >= 0)
		r = sys_fcntl(fd, F_ADD_SEALS, F_SEAL_WRITE | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL);
	if (r >= 0)
		return fd;
	sys_close(fd);
	return r;
}

static int keep_mapping(int fd, uint32_t len)
{
	const uint8_t *plan = sys_mmap(0, len, PROT_READ, MAP_SHARED, fd, 0);
	if (sys_is_error(plan))
		return (int)(long)plan;
	int r = plan_check(plan, len);
	if (r < 0) {
		sys_munmap((void *)(uintptr_t)plan, len);
		return r;
	}
	if (host.plan)
		sys_munmap((void *)(uintptr_t)host.plan, host.plan_size);
	host.plan = plan;
	host.plan_size = len;
	return 0;
}

int teu_plan(const uint8_t *bytes, uint32_t len)
{
	if (len < PLAN_HEADER_BYTES)
		return -EINVAL;
	int fd = teu_seal(bytes, len);
	if (fd < 0)
		return fd;
	int r = keep_mapping(fd, len);
	if (r >= 0)
		return fd;
	sys_close(fd);
	return r;
}

static int is_ours(uint32_t index)
{
	return host.plan && host.ring && index < plan_head(&host)->steps &&
	       plan_step(&host, index)->actor == ACTOR_HOST;
}

int teu_step(uint32_t index, int64_t init_pid, int init_pidfd)
{
	uint32_t failed;
	if (!is_ours(index))
		return -EINVAL;
	host.init_pid = init_pid;
	host.init_pidfd = init_pidfd;
	return run_steps(&host, index, index, &failed);
}

int teu_give_back(uint32_t index)
{
	if (!is_ours(index) || plan_step(&host, index)->op != OP_NET_DEVICE)
		return 0;
	const struct op_net_device *a = (const void *)(host.plan + plan_step(&host, index)->body);
	int there = (int)host.ring->outcomes[index].value; /* 0: it was not moved, or is back already */
	return there > 0 ? net_give_back(&host, a, there) : 0;
}

int teu_take_listener(int fd)
{
	if (host.listener >= 0)
		sys_close(host.listener);
	host.listener = fd;
	return 0;
}

int teu_begin(uint32_t index)
{
	return is_ours(index) ? step_begin(&host, index) : -EINVAL;
}

int teu_end(uint32_t index, int error)
{
	return is_ours(index) ? step_end(&host, index, -error) : -EINVAL;
}
