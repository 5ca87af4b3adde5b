/*
 * teu-init supervisor <pid> <pidfd> <master|-1> <path of teu> <flags> <notify|-1> [names to remove] [-- argv
 * of the clean-up]
 *
 * What stays of a foreground `run`: it passes signals on to init and bytes between the caller's terminal and
 * the container's, waits for init, runs the clean-up, and exits with the payload's code (128 + n for a
 * signal).
 */
#ifndef TEU_SUPERVISOR_H
#define TEU_SUPERVISOR_H

#include "../init/init.h"

#define BUFFER_BYTES 4096u /* PIPE_BUF: a pipe that polls writable takes that much without blocking */

/* flags */
#define SUPERVISOR_SUBREAPER                                                                                 \
	1u /* adopt and reap what init's relatives leave behind in a shared pid namespace */

struct buffer {
	uint32_t from, to; /* bytes[from..to) wait to be written */
	uint8_t bytes[BUFFER_BYTES];
};

/* One direction: in is read while the buffer is empty, out written while it is not. -1: finished. */
struct stream {
	int in, out;
	int discard; /* the reader is gone: read on, so that the payload does not block, and drop it */
	struct buffer buffer;
};

struct terminal {
	int fd; /* the caller's terminal, first of 0, 1, 2; -1: none */
	int is_raw;
	struct termios before;
};

struct supervision {
	int pid, pidfd, master, signals;
	int notify; /* where the payload says that it is ready, until it has; -1: nobody asks */
	int peer;   /* the slave side, held open: without it poll reports a hang-up for ever when the payload
		       closes its own */
	const char *teu;
	uint32_t flags;
	char **names; /* the lock, then what to remove: removals.c */
	uint32_t names_count;
	char **cleanup; /* NULL-terminated; empty: none */
	char **environment;
	struct terminal terminal;
	struct stream input, output;
	int ended;
	int exit_code;
};

/* terminal.c */
void terminal_find(struct terminal *t);
void terminal_raw(struct terminal *t);
void terminal_restore(struct terminal *t);
void terminal_copy_size(const struct terminal *t, int master);

/* relay.c */
void relay_start(struct supervision *s);
/* Fills in what the two streams wait for; fds has room for 4. */
uint32_t relay_wants(struct supervision *s, struct pollfd *fds);
void relay_move(struct supervision *s);
/* Everything the payload had written before it ended reaches the caller. */
void relay_drain(struct supervision *s);

/* signals.c */
int signals_open(struct supervision *s);
void signals_handle(struct supervision *s);
/* When init is gone: true when one of the waiting signals would have ended this process. */
int signals_ask_to_end(const struct supervision *s);

/* removals.c: 0 when all is removed; -errno: the clean-up must look after the rest (always, for an empty
 * list). */
int remove_names(char *const *list, uint32_t count);

/* end.c */
/* Reaps init (and others that ended); sets ended and exit_code. */
void reap_init(struct supervision *s);
void reap_others(struct supervision *s);
void run_cleanup(const struct supervision *s);

#endif
