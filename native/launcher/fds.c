/* Descriptors at entry (R6): before anything is opened, only what the caller meant to give is left. */
#include "launcher.h"

static int is_open(int fd)
{
	return sys_fcntl(fd, F_GETFD, 0) >= 0;
}

/* sd_listen_fds(3): the variables are meant for this process only when LISTEN_PID names it. */
static uint32_t listen_fds(const struct launch *l)
{
	const char *pid_text = environment_value(l->environment, "LISTEN_PID=");
	const char *count_text = environment_value(l->environment, "LISTEN_FDS=");
	uint32_t pid, count;
	if (!pid_text || !count_text || parse_u32(pid_text, &pid) < 0 || parse_u32(count_text, &count) < 0)
		return 0;
	return pid == (uint32_t)sys_getpid() ? count : 0;
}

static void check_preserved(struct launch *l)
{
	uint64_t keep = (uint64_t)l->keep + l->listen_fds;
	for (uint64_t fd = 3; fd < 3 + keep; fd++) {
		if (fd <= INT32_MAX && is_open((int)fd))
			continue;
		l->bad_fd = (int)fd;
		l->bad_errno = EBADF;
		keep = 0; /* the core refuses the call; nothing of the caller's is needed any more */
	}
	l->keep = (uint32_t)keep;
	l->first = 3 + l->keep;
}

/* Where /dev/null cannot be had they stay closed: ours are all above 2 anyway. */
static void open_missing_stdio(void)
{
	for (int fd = 0; fd <= 2; fd++)
		if (!is_open(fd) && sys_openat(AT_FDCWD, "/dev/null", O_RDWR, 0) == fd)
			fd_inherit(fd);
}

void settle_descriptors(struct launch *l)
{
	l->listen_fds = listen_fds(l);
	if (l->needs_spawner)
		check_preserved(l);
	else
		l->first = 3;
	if (fds_close_from(l->first) < 0)
		die("cannot close inherited descriptors: close_range(2) and /proc/self/fd both fail");
	open_missing_stdio();
}

int own(struct launch *l, int fd, const char *sentence)
{
	int moved = fd_move(fd, l->first);
	if (moved < 0)
		die(sentence);
	return moved;
}
