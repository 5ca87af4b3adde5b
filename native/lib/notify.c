/* A detached container's readiness, told to the caller while somebody waits for it. */
#include "host.h"
#include "../exec/notify.h"

#define BARRIER_MS 30000 /* runc's: a receiver that knows no barrier costs that much */

int teu_notify_bind(const char *path)
{
	return notify_bind(path);
}

int teu_notify_wait(int sock, int pidfd, int pid, const char *host)
{
	struct pollfd fds[2] = {{.fd = sock, .events = POLLIN}, {.fd = pidfd, .events = POLLIN}};
	for (;;) {
		int r = sys_ppoll(fds, 2, 0);
		if (r == -EINTR)
			continue;
		if (r >= 0)
			r = notify_take(sock);
		if (r > 0)
			r = notify_host(host, pid, BARRIER_MS);
		else if (r == 0 && !fds[1].revents)
			continue;
		else
			return r;
		return r < 0 ? r : 1;
	}
}
