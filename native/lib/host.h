/* Shared by the files of libteu.so. */
#ifndef TEU_HOST_H
#define TEU_HOST_H

#include "../exec/exec.h"
#include "../exec/sys.h"
#include "../exec/fds.h"
#include "../exec/caller.h"
#include "libteu.h"

#ifndef MAP_ANONYMOUS
#define MAP_ANONYMOUS 0x20
#endif

/* A point in time for poll(2); ms < 0: never. */
uint64_t deadline_in(int ms);
/* poll(2) until the deadline of deadline_in, EINTR repeated. As poll: number of ready descriptors, 0, -errno.
 */
int poll_until(struct pollfd *fds, uint32_t count, uint64_t deadline);
/* What the caller of teu had (teu_attach). */
const struct ctx *host_ctx(void);
/* The caller's environment, for a process that has it: then teu_attach needs no memfd of it. */
void host_environment(char *const *callers);

#endif
