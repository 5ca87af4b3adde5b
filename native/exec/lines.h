/* Text of the kernel or of a container, read as it comes: no file is too long, and no line. */
#ifndef TEU_LINES_H
#define TEU_LINES_H

#include "sys.h"

struct reader {
	int fd;
	size_t limit; /* a hostile file ends after so many bytes; 0: none */
	size_t at, size, total;
	char bytes[4096];
};

/* The next byte, or -1 at the end. */
int next_byte(struct reader *in);
/* One line without its newline; of a longer one the beginning. -1 at the end of the file. */
int next_line(struct reader *in, char *line, size_t capacity);

#endif
