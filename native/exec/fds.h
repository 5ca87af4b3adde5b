/* Descriptor hygiene (R6): everything from a number on, whatever it is. */
#ifndef TEU_FDS_H
#define TEU_FDS_H

#include <stdint.h>

/* Closes every descriptor >= first. 0 or -errno of reading /proc/self/fd. */
int fds_close_from(uint32_t first);
/* Marks every descriptor >= first close-on-exec. */
int fds_cloexec_from(uint32_t first);
/* Moves fd to a number >= at_least, close-on-exec; the old number is closed. The new number or -errno. */
int fd_move(int fd, uint32_t at_least);
/* Clears close-on-exec. */
int fd_inherit(int fd);

#endif
