/* System calls on sockets. */
#ifndef TEU_SYS_SOCKET_H
#define TEU_SYS_SOCKET_H

#include "sys_call.h"

static inline int sys_socket(int family, int type, int protocol)
{
	return (int)SYS3(socket, family, type | SOCK_CLOEXEC, protocol);
}

static inline int sys_socketpair(int family, int type, int protocol, int fds[2])
{
	return (int)SYS4(socketpair, family, type | SOCK_CLOEXEC, protocol, fds);
}

static inline int sys_bind(int fd, const void *address, uint32_t size)
{
	return (int)SYS3(bind, fd, address, size);
}

static inline int sys_connect(int fd, const void *address, uint32_t size)
{
	return (int)SYS3(connect, fd, address, size);
}

static inline int sys_listen(int fd, int backlog)
{
	return (int)SYS2(listen, fd, backlog);
}

static inline int sys_accept4(int fd, int flags)
{
	return (int)SYS4(accept4, fd, 0, 0, flags | SOCK_CLOEXEC);
}

static inline long sys_sendmsg(int fd, const struct sys_msghdr *message, int flags)
{
	return SYS3(sendmsg, fd, message, flags | MSG_NOSIGNAL);
}

static inline long sys_recvmsg(int fd, struct sys_msghdr *message, int flags)
{
	return SYS3(recvmsg, fd, message, flags | MSG_CMSG_CLOEXEC);
}

static inline int sys_shutdown(int fd, int how)
{
	return (int)SYS2(shutdown, fd, how);
}

static inline int sys_setsockopt(int fd, int level, int name, const void *value, uint32_t size)
{
	return (int)SYS5(setsockopt, fd, level, name, value, size);
}

static inline int sys_getsockopt(int fd, int level, int name, void *value, uint32_t *size)
{
	return (int)SYS5(getsockopt, fd, level, name, value, size);
}

#endif
