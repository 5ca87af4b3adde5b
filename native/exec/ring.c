/* The outcome table: plain stores into shared memory, so it also works behind seccomp and outlives the
 * writer. */
#include "exec.h"
#include "sys.h"

uint64_t now_ns(void)
{
	struct __kernel_timespec now = {0};
	sys_clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000000000ull + (uint64_t)now.tv_nsec;
}

void note(struct ctx *c, const char *bytes, uint32_t len)
{
	uint32_t used = c->ring->note_len;
	if (used > RING_NOTE_BYTES)
		return;
	if (len > RING_NOTE_BYTES - used)
		len = RING_NOTE_BYTES - used;
	memcpy(c->ring->note + used, bytes, len);
	c->ring->note_len = used + len;
}

void ring_reset(struct ring *ring, int host_pid)
{
	ring->magic = RING_MAGIC;
	ring->note_len = 0;
	ring->host_pid = host_pid;
	ring->fault_step = -1;
	ring->fault_kind = 0;
}

int ring_map(int fd, struct ring **ring)
{
	struct stat st;
	int r = sys_fstat(fd, &st);
	if (r < 0)
		return r;
	int seals = sys_fcntl(fd, F_GET_SEALS, 0);
	if (seals < 0 || !(seals & F_SEAL_SHRINK) || (uint64_t)st.st_size < sizeof(struct ring))
		return -EINVAL;
	struct ring *at = sys_mmap(0, sizeof(struct ring), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (sys_is_error(at))
		return (int)(long)at;
	if (at->magic != RING_MAGIC) {
		sys_munmap(at, sizeof(struct ring));
		return -EINVAL;
	}
	*ring = at;
	return 0;
}
