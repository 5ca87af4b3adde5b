/* sd_notify(3) for a container: what its payload says of itself is told to the caller's NOTIFY_SOCKET. */
#ifndef TEU_NOTIFY_H
#define TEU_NOTIFY_H

#include <stdint.h>

/* Binds a datagram socket that everybody may write to at an absolute path of any length. The fd, or -errno.
 */
int notify_bind(const char *path);
/* Reads what has arrived: 1 when a message says READY=1, 0 when none does, -errno. */
int notify_take(int fd);
/*
 * Tells the socket at address (a path, or "@name" for an abstract one) that the service is ready and which is
 * its main process. barrier_ms != 0: waits at most that long until all of it was read, because the receiver
 * asks for the sender's cgroup and a sender that is gone has none. 0 or -errno.
 */
int notify_host(const char *address, int pid, int barrier_ms);

#endif
