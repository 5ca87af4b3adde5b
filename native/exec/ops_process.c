/* The process whose container is to be entered. */
#include "common.h"

#define START_TIME_FIELD 19 /* words after the command name: state is 0; proc_pid_stat(5) */

/* The start time in a line of /proc/PID/stat; the command name in it may hold anything. */
static int parse_start_time(const char *line, size_t size, uint64_t *ticks)
{
	size_t at = size;
	while (at > 0 && line[at - 1] != ')')
		at--;
	if (at == 0)
		return -EINVAL;
	for (int field = 0; field <= START_TIME_FIELD; field++) {
		while (at < size && line[at] != ' ')
			at++;
		if (at++ >= size)
			return -EINVAL;
	}
	*ticks = 0;
	for (; at < size && line[at] >= '0' && line[at] <= '9'; at++)
		*ticks = *ticks * 10 + (uint64_t)(line[at] - '0');
	return 0;
}

/* -ESRCH for a process that began at another time. */
static int compare_start_time(struct ctx *c, struct outcome *o, const struct op_process_open *a)
{
	char path[32], line[1024];
	uint64_t ticks = 0;
	long size;
	int r, fd;
	size_t at = format_u64(path, (uint64_t)a->pid);
	memcpy(path + at, "/stat", 6);
	CALL(fd, CALL_OPEN, open_below(slot_get(c, a->proc), path, O_RDONLY, 0));
	TRY(size, CALL_READ, sys_read(fd, line, sizeof(line)));
	sys_close(fd);
	if (size < 0)
		return (int)size;
	CALL(r, CALL_COMPARE, parse_start_time(line, (size_t)size, &ticks));
	return ticks == a->start_time ? 0 : -ESRCH;
}

int do_process_open(struct ctx *c, const struct op_process_open *a, struct outcome *o)
{
	/* A pidfd, then the proof that it is of the process we mean: its pid may be another's by now. */
	int r, fd;
	CALL(fd, CALL_PIDFD_OPEN, sys_pidfd_open(a->pid, 0));
	r = compare_start_time(c, o, a);
	return slot_take_checked(c, a->slot, fd, r == -ENOENT ? -ESRCH : r);
}
