/* teu-init: the spawner, and init as its clone; or the supervisor of a foreground container. */
#ifndef TEU_INIT_H
#define TEU_INIT_H

#include "../exec/exec.h"
#include "../exec/sys.h"
#include "../exec/fds.h"
#include "../exec/caller.h"

/* spawner.c: `teu-init spawner ...`, args after the mode. Exit status. */
int spawner(char **args, char **environment);
/* serve.c: performs what the director asks for until it hangs up. Returns when nothing is left to do. */
void serve(struct ctx *c);
/* supervisor/: `teu-init supervisor ...`. Exit status. */
int supervisor(char **args, char **environment);

#endif
