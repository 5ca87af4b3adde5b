/* The order of events in `teu`. */
#include "launcher.h"
#include "../engine/call.h"
#include "../lib/host.h"

#define MAKE_HEAP     "--make-heap"  /* BUNDLE OUT [REHEARSAL SCENE]: what a program without a heap is for */
#define NO_FAST	      "TEU_NO_FAST=" /* everything by teu-core */
#define NOFILE_NEEDED 64u /* of ours above the preserved ones, in the launcher, the spawner and init */

extern char **environ;

__attribute__((noreturn)) void die(const char *sentence)
{
	sys_write(2, "teu: ", 5);
	sys_write(2, sentence, text_length(sentence));
	sys_write(2, "\n", 1);
	sys_exit(1);
}

static void remember_caller(struct launch *l)
{
	sys_prlimit64(0, RLIMIT_NOFILE, 0, &l->nofile);
	l->umask = sys_umask(0);
	sys_umask(l->umask);
	sys_sigprocmask(SIG_BLOCK, 0, &l->blocked);
	l->ignored = signals_ignored();
}

/* A caller with a tiny limit: its value travels as data, and payload and hooks get it back. */
static void make_room(const struct launch *l)
{
	uint64_t needed = (uint64_t)l->first + NOFILE_NEEDED;
	struct rlimit64 limit = l->nofile;
	if (limit.rlim_cur >= needed)
		return;
	limit.rlim_cur = needed;
	if (limit.rlim_max < needed)
		limit.rlim_max = needed;
	if (sys_prlimit64(0, RLIMIT_NOFILE, &limit, 0) >= 0)
		return;
	limit = l->nofile; /* without CAP_SYS_RESOURCE: as far as allowed */
	limit.rlim_cur = limit.rlim_max;
	sys_prlimit64(0, RLIMIT_NOFILE, &limit, 0);
}

/* The caller would inherit a spawner it does not know. One that is reaped already is nobody's: its pid is not
 * signalled. */
static void end_spawner(const struct launch *l)
{
	if (l->spawner <= 0 || sys_wait4(l->spawner, 0, WNOHANG | __WALL) != 0)
		return;
	sys_kill(l->spawner, SIGKILL);
	while (sys_wait4(l->spawner, 0, __WALL) == -EINTR)
		;
}

static void find_core(struct launch *l)
{
	char *path = l->core;
	long length = sys_readlinkat(AT_FDCWD, "/proc/self/exe", path, PATH_MAX);
	if (length <= 0 || length == PATH_MAX) {
		end_spawner(l);
		die("cannot read /proc/self/exe: is /proc mounted?");
	}
	while (length > 0 && path[length - 1] != '/')
		length--;
	memcpy(path + length, CORE, sizeof(CORE));
}

/* The core works in "/": it pins no directory of the caller and cannot mistake one for its own. */
__attribute__((noreturn)) static void become_core(struct launch *l)
{
	if (l->environment_fd < 0) {
		save_environment(l);
		write_launch(l);
	}
	if (!*l->core)
		find_core(l);
	int fds[] = {l->host_sock, l->host_init_sock, l->ring_fd, l->environment_fd, l->image_fd};
	for (size_t i = 0; i < ARRAY_LEN(fds); i++)
		if (fds[i] >= 0)
			fd_inherit(fds[i]);
	sys_execve(l->core, l->argv, l->core_environment);
	end_spawner(l);
	die("cannot execute teu-core: it belongs in ../lib/teu beside bin/teu");
}

static void leave(void *launch, const char *report)
{
	if (report)
		pass_report(launch, report);
	become_core(launch);
}

__attribute__((noreturn)) static void give_up(void *launch)
{
	end_spawner(launch);
	sys_exit(1);
}

/* In this process; returns when no heap was built in. */
static void perform(struct launch *l)
{
	struct engine_call call = {
	    .argv = l->argv,
	    .environment = l->core_environment,
	    .executable = l->core,
	    .leave = leave,
	    .give_up = give_up,
	    .launch = l,
	};
	struct sys_sigaction ignore = {.handler = SIG_IGN};
	/* Whoever reads our words may be gone in the middle of a create; hooks and programs get their own
	 * back. */
	sys_sigaction(SIGPIPE, &ignore, 0);
	host_environment(l->environment);
	/* What libteu reads there is the launcher's word, as in teu-core. */
	environ = l->core_environment;
	engine_run(&call);
}

int main(int argc, char **argv, char **environment)
{
	static struct launch l;
	if (!engine_has_heap() && (argc == 4 || argc == 6) && text_equal(argv[1], MAKE_HEAP))
		return engine_build(argv[2], argv[3], argv[4], argc == 6 ? argv[5] : NULL);
	l = (struct launch){
	    .argv = argv,
	    .environment = environment,
	    .environment_fd = -1,
	    .image_fd = -1,
	    .ring_fd = -1,
	    .host_sock = -1,
	    .host_init_sock = -1,
	};
#ifdef TEU_FAULTS
	l.fault_pipe = -1;
#endif
	remember_caller(&l);
	find_verb(&l);
	settle_descriptors(&l);
	make_room(&l);
	if (l.needs_spawner) {
		/* What a supervisor is to hand on; who does without gets both when it leaves to the core. */
		save_environment(&l);
		l.image_fd = make_image(&l);
		start_spawner(&l);
		find_core(&l);
	}
	l.core_environment = core_environment(&l);
	if (sys_chdir("/") < 0) {
		end_spawner(&l);
		die("cannot enter /");
	}
	if (l.is_small && !environment_value(environment, NO_FAST))
		perform(&l);
	become_core(&l);
}
