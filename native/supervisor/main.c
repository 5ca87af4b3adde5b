/* The order of events in the supervisor. */
#include "supervisor.h"
#include "../exec/notify.h"

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
	for (size_t i = 0; i < 6; i++)
		if (!args[i])
			return -EINVAL;
	if (parse_u32(args[0], &pid) < 0 || descriptor(args[1], &s->pidfd) < 0 ||
	    descriptor(args[2], &s->master) < 0 || parse_u32(args[4], &s->flags) < 0 ||
	    descriptor(args[5], &s->notify) < 0 || s->pidfd < 0)
		return -EINVAL;
	s->pid = (int)pid;
	s->teu = args[3];
	s->names = args + 6;
	while (s->names[count] && !text_equal(s->names[count], "--"))
		count++;
	s->names_count = count;
	s->cleanup = s->names + count + (s->names[count] ? 1 : 0);
	return 0;
}

/*
 * For the caller the service is this process, which outlives the payload and has its status. Nobody is there
 * to be told when the telling fails: a caller that waits for it gives up by itself.
 */
static void tell_ready(struct supervision *s)
{
	const char *host = environment_value(s->environment, "NOTIFY_SOCKET=");
	int r = notify_take(s->notify);
	if (r == 0)
		return;
	if (r > 0 && host)
		notify_host(host, sys_getpid(), 0);
	sys_close(s->notify);
	s->notify = -1;
}

static void watch(struct supervision *s)
{
	while (!s->ended) {
		struct pollfd fds[5] = {
		    {.fd = s->pidfd, .events = POLLIN},
		    {.fd = s->signals, .events = POLLIN},
		    {.fd = s->notify, .events = POLLIN},
		};
		int r = sys_ppoll(fds, 3 + relay_wants(s, fds + 3), 0);
		if (r < 0 && r != -EINTR)
			return;
		if (fds[1].revents)
			signals_handle(s);
		if (fds[2].revents)
			tell_ready(s);
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
