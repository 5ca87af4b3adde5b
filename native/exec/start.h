/* Entry of the freestanding programs: start.c sets the process up and calls this. */
#ifndef TEU_START_H
#define TEU_START_H

int program(int argc, char **argv, char **environment);

#endif
