/*
 * The executor: walks the steps of a plan that belong to one actor and records what became of each.
 * Compiled into teu-init (spawner, mounter, init) and libteu.so (host). It knows no policy and makes no text.
 */
#ifndef TEU_EXEC_H
#define TEU_EXEC_H

#include "../gen/ops.h"

#define ARRAY_LEN(a) (sizeof(a) / sizeof((a)[0]))

struct ctx {
	const uint8_t *plan; /* checked by plan_check; read-only mapping */
	uint32_t plan_size;
	struct ring *ring; /* shared outcome table; never NULL */
	enum actor self;
	int sock;	  /* to the director; -1 in the host and while start_wait has none */
	int init_sock;	  /* spawner: init's end of its own pair; init makes it its sock. -1 in the host */
	int mounter_sock; /* pair between mounter and init; -1 where there is none */
	int mounter_control, mounter_pidfd; /* spawner: a mounter that waits to be let go; else -1 */
	uint32_t mounter_step;		    /* the step that forked it */
	int ring_fd;	  /* memfd of ring: spawner and init, handed on with the hello; else -1 */
	uint32_t blame;	  /* step of the mounter that failed mounter_run: it is the one to report; 0: none */
	int64_t init_pid; /* init in the director's pid namespace; 0 before it exists */
	int init_pidfd;	  /* host and spawner; -1 before init exists */
	char *const *environ; /* the caller's environment, for hooks that inherit it */
	/* What the caller had when it ran teu; restored for hooks and the payload. */
	struct {
		uint64_t nofile_soft, nofile_hard;
		uint32_t umask;
		uint64_t ignored; /* signals the caller ignored, SIGNAL_BIT; 0 where unknown */
		const char *cwd;  /* where hooks start; NULL: stay */
	} caller;
	uint32_t keep_fds;	      /* descriptors 3 .. 2 + keep_fds belong to the caller and stay open */
	int resolved;		      /* index of the candidate found by exec_resolve, -1 before */
	char **exec_args, **exec_env; /* for execve(2), NULL before they are made */
	/* Init: the filter that it will load, mapped from what the director has sealed; NULL before. */
	struct {
		const void *program;
		uint32_t size;
	} filter;
	/*
	 * Init: when it began to load its filter, 0 before. From then on a call may be answered with anything
	 * or with death, so nothing is asked of the kernel but execve(2), not even the time, and a failure is
	 * told by the outcome table alone.
	 */
	uint64_t filtered;
	int listener; /* host: of init's filter, received and not yet sent on; -1 */
	/*
	 * Set by a handler that answered the director itself (start_wait sends `done` for its own step before
	 * it waits, and sock then is another connection): the message loop sends nothing for this segment.
	 * When such a connection ends before any step was performed over it, the loop performs that step once
	 * more.
	 */
	int replied;
	/* Called by clone_init in the child, with self and the parent's fds unchanged; never returns (init/).
	 */
	void (*become_init)(struct ctx *c);
#ifdef TEU_FAULTS
	int fault_pipe; /* a byte into it kills the director: init cannot name a pid outside its namespace */
#endif
	int slots[MAX_SLOTS];		   /* fd registers, -1 when unset */
	uint32_t attached[MAX_SLOTS / 32]; /* a bit per register whose mount has its place: mount(2), masks */
};

/* --- plan.c: the bounds checker, the only reader of bytes that came over a socket ------------------- */

/* 0 when every offset, length, string end, slot, op, actor and body size of the plan is in range; else
 * -EINVAL. */
int plan_check(const uint8_t *plan, uint32_t size);

static inline const struct plan_header *plan_head(const struct ctx *c)
{
	return (const struct plan_header *)(const void *)c->plan;
}

static inline const struct step_header *plan_step(const struct ctx *c, uint32_t index)
{
	return (const struct step_header *)(const void *)(c->plan + PLAN_HEADER_BYTES) + index;
}

/* Strings of a checked plan: NUL-terminated, never NULL. */
static inline const char *text(const struct ctx *c, struct wire_str s)
{
	return (const char *)(c->plan + s.off);
}

static inline struct wire_str item(const struct ctx *c, struct wire_strs list, uint32_t index)
{
	return ((const struct wire_str *)(const void *)(c->plan + list.off))[index];
}

/* --- loop.c ------------------------------------------------------------------------------------------ */

/*
 * Performs the steps from..to (inclusive) whose actor is c->self, in order; alternatives as their errno
 * lists say. Returns 0, or -errno of the first step that failed with *failed set to its index.
 */
int run_steps(struct ctx *c, uint32_t from, uint32_t to, uint32_t *failed);

/* The record of one step, around its effect, for steps that are performed elsewhere (by the director itself).
 */
int step_begin(struct ctx *c, uint32_t index);
/* r: 0 or -errno of the effect. Returns it, or what fault injection makes of it. */
int step_end(struct ctx *c, uint32_t index, int r);

/* --- handlers: one per op, printed prototypes; 0 or -errno ------------------------------------------- */

#define DECLARE_HANDLER(name, NAME, mask, size, n, ...)                                                      \
	int do_##name(struct ctx *c, const struct op_##name *a, struct outcome *o);
WIRE_OPS(DECLARE_HANDLER)
#undef DECLARE_HANDLER

/*
 * The only error path: remembers which call is being made and returns its -errno from the handler.
 * `r` receives the result (>= 0). In the fault-injection build the hook may fail the call before or after it.
 */
#ifdef TEU_FAULTS
/* Once per step, around the handler: what ring->fault_step and fault_kind ask for (fault.c). */
int step_fault_before(struct ctx *c, uint32_t index);
int step_fault_after(struct ctx *c, uint32_t index);
long fault_before(struct ctx *c, struct outcome *o);
long fault_after(struct ctx *c, struct outcome *o, long result);
#else
static inline int step_fault_before(struct ctx *c, uint32_t index)
{
	(void)c;
	(void)index;
	return 0;
}
static inline int step_fault_after(struct ctx *c, uint32_t index)
{
	(void)c;
	(void)index;
	return 0;
}
static inline long fault_before(struct ctx *c, struct outcome *o)
{
	(void)c;
	(void)o;
	return 0;
}
static inline long fault_after(struct ctx *c, struct outcome *o, long result)
{
	(void)c;
	(void)o;
	return result;
}
#endif

#define TRY(r, which, expr)                                                                                  \
	do {                                                                                                 \
		o->call = (uint16_t)(which);                                                                 \
		(r) = (__typeof__(r))fault_before(c, o);                                                     \
		if ((r) >= 0)                                                                                \
			(r) = (__typeof__(r))fault_after(c, o, (long)(expr));                                \
	} while (0)

#define CALL(r, which, expr)                                                                                 \
	do {                                                                                                 \
		TRY(r, which, expr);                                                                         \
		if ((r) < 0)                                                                                 \
			return (int)(r);                                                                     \
	} while (0)

/* --- slots ------------------------------------------------------------------------------------------- */

/* Stores fd in the register, closing what was there. The register owns it. */
void slot_set(struct ctx *c, uint32_t slot, int fd);
/* The end of an op that opens: stores fd and returns 0, or returns the -errno that it is. */
int slot_take(struct ctx *c, uint32_t slot, int fd);
/* As slot_take, of an fd that was looked at: where that found r < 0, fd is closed and r returned. */
int slot_take_checked(struct ctx *c, uint32_t slot, int fd, int r);
/* The fd in a register, or -1. */
int slot_get(const struct ctx *c, uint32_t slot);
/* release.c: closes every register that no step of the actor behind index names. */
void slots_release(struct ctx *c, enum actor actor, uint32_t index);

/* --- walk.c: names below a directory fd (R1) ---------------------------------------------------------- */

/*
 * Opens path below root as if root were "/": openat2(RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS), EAGAIN
 * retried; without openat2 a walk by components that re-checks containment. flags as open(2), O_CLOEXEC
 * added.
 */
int open_in(int root, const char *path, uint64_t flags);
/* Opens the directory path below root, making what is missing with mode. */
int make_dirs_in(struct ctx *c, struct outcome *o, int root, const char *path, uint32_t mode);
/* Opens (O_PATH) the regular file path below root, making it empty with mode, and its directories with 0755.
 */
int make_file_in(struct ctx *c, struct outcome *o, int root, const char *path, uint32_t mode);
/* Opens the parent of path (making it where make is set); name receives the last component (NAME_MAX + 1
 * bytes). */
int open_parent_in(struct ctx *c, struct outcome *o, int root, const char *path, int make, char name[256]);

/* --- ring.c ------------------------------------------------------------------------------------------- */

/* Makes a fresh table: magic, no fault. */
void ring_reset(struct ring *ring, int host_pid);
/* Maps the table behind fd, writable and shared, after checking size, magic and that nobody can shrink it. */
int ring_map(int fd, struct ring **ring);
/* Appends evidence for the failing step (truncated at RING_NOTE_BYTES). */
void note(struct ctx *c, const char *bytes, uint32_t len);
uint64_t now_ns(void);

/* --- message.c: SOCK_SEQPACKET messages with fds; lengths checked ------------------------------------- */

int message_send(int sock, const struct message *m, int fd);
/* 1: a message (fd receives the passed fd or -1), 0: end of file, or -errno. */
int message_receive(int sock, struct message *m, int *fd);

#endif
