/*
 * teu, the installed program: remembers what the caller gave, forks the spawner where the verb needs one, and
 * execs teu-core. What the caller gave (limits, signals, umask, environment, cwd, descriptors) reaches the
 * spawner by fork and never passes through the JavaScript engine, which changes most of it.
 */
#ifndef TEU_LAUNCHER_H
#define TEU_LAUNCHER_H

#include "../exec/exec.h"
#include "../exec/sys.h"
#include "../exec/fds.h"
#include "../exec/caller.h"

#define CORE	 "../lib/teu/teu-core"
#define TEXT_MAX 768u /* of TEU_LAUNCH */

struct launch {
	char **argv, **environment;
	int needs_spawner, is_small;
	uint32_t listen_fds;   /* of LISTEN_FDS, where LISTEN_PID means this process */
	uint32_t keep;	       /* descriptors 3 .. 2 + keep belong to the caller and stay where they are */
	uint32_t first;	       /* ours begin here: 3 + keep */
	int bad_fd, bad_errno; /* a descriptor named by --preserve-fds that is not open; errno 0: none */
	struct rlimit64 nofile;
	uint32_t umask;
	uint64_t blocked, ignored;
	int environment_fd, image_fd, ring_fd;
	int host_sock, spawner_sock, host_init_sock, init_sock;
	int spawner;
#ifdef TEU_FAULTS
	int fault_pipe;
#endif
	char launch_text[TEXT_MAX], cwd_text[PATH_MAX + 16];
	char report_text[40];
	char core[PATH_MAX + sizeof(CORE)], **core_environment;
};

/* One line on stderr, exit status 1: the core, which has better words, does not exist yet. */
__attribute__((noreturn)) void die(const char *sentence);

/* args.c: the verb and --preserve-fds, by the printed table of the command line. */
void find_verb(struct launch *l);
/* fds.c: checks what is preserved, closes what is foreign, opens what is missing of 0, 1, 2. */
void settle_descriptors(struct launch *l);
/* An own descriptor (or -errno, which dies with the sentence) moved out of the caller's range. */
int own(struct launch *l, int fd, const char *sentence);
/* env.c: the caller's environment into a memfd; the environment of the core. */
void save_environment(struct launch *l);
char **core_environment(struct launch *l);
/* TEU_LAUNCH, which is in it, anew: a descriptor has come. */
void write_launch(struct launch *l);
/* What the engine in teu leaves to teu-core to print: a memfd whose number is in the core's environment. */
void pass_report(struct launch *l, const char *report);
/* image.c: an executable, immutable copy of teu-init. */
int make_image(struct launch *l);
/* spawn.c: ring, sockets, and the spawner behind them. */
void start_spawner(struct launch *l);

#ifdef TEU_FAULTS
/* fault.c: TEU_FAULT=<step>:<kind> into the ring, and the process that kills the director for init. */
void arm_fault(struct launch *l, struct ring *ring);
#endif

#endif
