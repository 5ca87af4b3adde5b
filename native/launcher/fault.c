/* Fault injection (make FAULTS=1): the request from the environment into the ring, and the director's killer.
 */
#include "launcher.h"

#ifdef TEU_FAULTS

/* Waits for a byte; end of file (nobody holds the other end any more) ends it without harm. */
__attribute__((noreturn)) static void killer(int fd, struct ring *ring)
{
	char byte;
	sys_dup3(fd, 0, 0);
	fds_close_from(1);
	if (sys_read(0, &byte, 1) == 1)
		sys_kill(ring->host_pid, SIGKILL);
	sys_exit(0);
}

static void start_killer(struct launch *l, struct ring *ring)
{
	int fds[2];
	if (sys_pipe2(fds, 0) < 0)
		die("cannot make a pipe");
	long pid = sys_clone(0, 0);
	if (pid == 0)
		killer(fds[0], ring);
	sys_close(fds[0]);
	l->fault_pipe = own(l, fds[1], "cannot make a pipe");
}

static uint32_t number(const char **text)
{
	uint32_t value = 0;
	for (; **text >= '0' && **text <= '9'; (*text)++)
		value = value * 10 + (uint32_t)(**text - '0');
	return value;
}

void arm_fault(struct launch *l, struct ring *ring)
{
	const char *text = environment_value(l->environment, "TEU_FAULT=");
	if (!text)
		return;
	ring->fault_step = (int32_t)number(&text);
	if (*text == ':')
		text++;
	ring->fault_kind = (int32_t)number(&text);
	start_killer(l, ring);
}

#endif
