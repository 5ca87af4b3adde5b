/* How many descriptors init may use, and how many the payload. */
#ifndef TEU_NOFILE_H
#define TEU_NOFILE_H

#include "exec.h"
#include "sys.h"

/* Lifts a configured limit to what init (pid; 0: this process) itself needs until execve. */
void nofile_room(int pid, struct rlimit64 *limit);
/* Gives the payload exactly what was configured, or what the caller had. Only lowers, so it needs no
 * privilege. */
int nofile_final(const struct ctx *c);

#endif
