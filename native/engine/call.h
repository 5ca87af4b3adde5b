/*
 * The engine in teu: the whole program of src/ as a heap that was made when teu was built (heap.c), run by
 * QuickJS inside the launcher's own process. What it cannot do (what needs a package of Node's world) it
 * leaves to teu-core.
 */
#ifndef TEU_ENGINE_CALL_H
#define TEU_ENGINE_CALL_H

/* What the engine needs of the launcher. */
struct engine_call {
	char **argv;	    /* of teu, NULL-terminated */
	char **environment; /* what the core would see */
	const char *executable;
	/* Replaces this process by teu-core with the same arguments; report: NULL, or what it is to print
	 * instead. */
	void (*leave)(void *launch, const char *report);
	/* Ends this process, whose engine has failed and has said so; nothing of it stays. */
	void (*give_up)(void *launch);
	void *launch;
};

/* Performs the call; does not return (the program exits by teu_exit, or leaves, or gives up). Returns when
 * there is no heap. */
void engine_run(const struct engine_call *call);
/* Makes the heap out of a bundle of JavaScript and writes it to `out`. Where both are given (else NULL):
 * `rehearsal` is what its `rehearse` is called with, `scene` another bundle, whose calls show which parts of
 * the heap are used. Exit status. */
int engine_build(const char *bundle, const char *out, const char *rehearsal, const char *scene);

/* False in the program that makes the heap. */
int engine_has_heap(void);

#endif
