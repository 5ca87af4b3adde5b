/* The order of events in the supervisor. */
#include "supervisor.h"

static struct supervision supervision;

/* "-1" is none. */
static int descriptor(const char *text, int *fd)
{
	uint32_t value;
	*fd = -1;
	if (text_equal(text, "-1"))
		return 0;
	int r = parse_u32(text, &value);
	if (r < 0 || value > INT32_MAX)
		return -EINVAL;
	*fd = (int)value;
	return sys_fcntl(*fd, F_SETFD, FD_CLOEXEC);
}

static int parse(struct supervision *s, char **args)
{
	uint32_t pid, count = 0;
	for (size_t i = 0; i < 5; i++)
		if (!args[i])
			return -EINVAL;
	if (parse_u32(args[0], &pid) < 0 || descriptor(args[1], &s->pidfd) < 0 ||
	    descriptor(args[2], &s->master) < 0 || parse_u32(args[4], &s->flags) < 0 || s->pidfd < 0)
		return -EINVAL;
	s->pid = (int)pid;
	s->teu = args[3];
	s->names = args + 5;
	while (s->names[count] && !text_equal(s->names[count], "--"))
		count++;
	s->names_count = count;
	s->cleanup = s->names + count + (s->names[count] ? 1 : 0);
	return 0;
}

static void watch(struct supervision *s)
{
	while (!s->ended) {
		struct pollfd fds[4] = {
		    {.fd = s->pidfd, .events = POLLIN},
		    {.fd = s->signals, .events = POLLIN},
		};
		int r = sys_ppoll(fds, 2 + relay_wants(s, fds + 2), 0);
		if (r < 0 && r != -EINTR)
			return;
		if (fds[1].revents)
			signals_handle(s);
		relay_move(s);
		if (fds[0].revents)
			reap_init(s);
	}
}

int supervisor(char **args, char **environment)
{
	struct supervision *s = &supervision;
	s->environment = environment;
	s->peer = -1;
	if (parse(s, args) < 0 || signals_open(s) < 0)
		return 2;
	sys_prctl(PR_SET_NAME, (unsigned long)"teu-supervisor", 0, 0, 0);
	if (s->flags & SUPERVISOR_SUBREAPER)
		sys_prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
	relay_start(s);
	if (s->master >= 0) {
		terminal_find(&s->terminal);
		terminal_copy_size(&s->terminal, s->master);
		terminal_raw(&s->terminal);
	}
	watch(s);
	relay_drain(s);
	terminal_restore(&s->terminal);
	if (remove_names(s->names, s->names_count) < 0)
		run_cleanup(s);
	return s->exit_code;
}
