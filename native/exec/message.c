/* SOCK_SEQPACKET messages of one fixed size with at most one descriptor. */
#include "common.h"

long send_with_fd(int sock, struct sys_iovec *parts, uint32_t count, int fd)
{
	struct sys_cmsg_fd passed = {
	    .head = {.size = SYS_CMSG_FD_LEN, .level = SOL_SOCKET, .type = SCM_RIGHTS},
	    .fd = fd,
	};
	struct sys_msghdr header = {
	    .iov = parts,
	    .iov_count = count,
	    .control = fd >= 0 ? &passed : 0,
	    .control_size = fd >= 0 ? sizeof(passed) : 0,
	};
	long r;
	do {
		r = sys_sendmsg(sock, &header, 0);
	} while (r == -EINTR);
	return r;
}

int message_send(int sock, const struct message *m, int fd)
{
	struct sys_iovec iov = {.base = (void *)(uintptr_t)m, .size = sizeof(*m)};
	long r = send_with_fd(sock, &iov, 1, fd);
	/* ECONNRESET: the peer closed without reading; either way nobody is there any more. */
	return r == -ECONNRESET ? -EPIPE : r < 0 ? (int)r : 0;
}

static int passed_fd(const struct sys_msghdr *header, const struct sys_cmsg_fd *passed)
{
	if (header->control_size < SYS_CMSG_FD_LEN || passed->head.size != SYS_CMSG_FD_LEN ||
	    passed->head.level != SOL_SOCKET || passed->head.type != SCM_RIGHTS)
		return -1;
	return passed->fd;
}

int message_receive(int sock, struct message *m, int *fd)
{
	struct sys_iovec iov = {.base = m, .size = sizeof(*m)};
	struct sys_cmsg_fd passed = {.fd = -1};
	struct sys_msghdr header = {
	    .iov = &iov,
	    .iov_count = 1,
	    .control = &passed,
	    .control_size = sizeof(passed),
	};
	long r;
	/*
	 * ECONNRESET is reported once when the peer closed with messages of ours unread, and before what the
	 * peer had sent: its last word (`done`) is still in the queue.
	 */
	do {
		r = sys_recvmsg(sock, &header, 0);
	} while (r == -EINTR || r == -ECONNRESET);
	*fd = -1;
	if (r <= 0)
		return (int)r;
	*fd = passed_fd(&header, &passed);
	if (r == sizeof(*m) && !(header.flags & (MSG_TRUNC | MSG_CTRUNC)))
		return 1;
	if (*fd >= 0)
		sys_close(*fd);
	*fd = -1;
	return -EPROTO;
}
