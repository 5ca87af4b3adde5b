/*
 * Sockets of the caller that get a descriptor. The agent that answers for a filter: it gets the listener and
 * a ContainerProcessState over a socket of the host; config-linux.md#seccomp.
 */
#include "common.h"

/* For a busy agent to accept, and to read. */
#define PATIENCE_SECONDS 10
#define MAX_PARTS	 8u

int unix_connect(struct ctx *c, struct outcome *o, const char *path, int type)
{
	const struct __kernel_old_timeval patience = {.tv_sec = PATIENCE_SECONDS};
	struct sockaddr_un address = {0};
	int r, fd, dir;
	r = unix_address(c, o, path, &address, &dir);
	if (r < 0)
		return r;
	TRY(fd, CALL_SOCKET, sys_socket(AF_UNIX, type, 0));
	r = fd;
	if (fd >= 0)
		TRY(r, CALL_SOCKET,
		    sys_setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO_OLD, &patience, sizeof(patience)));
	if (r >= 0)
		TRY(r, CALL_CONNECT, sys_connect(fd, &address, sizeof(address)));
	return unix_socket_end(fd, dir, r);
}

int do_agent_check(struct ctx *c, const struct op_agent_check *a, struct outcome *o)
{
	/*
	 * A datagram socket may not connect to one of a stream: EPROTOTYPE says that it is there, before
	 * anything is made, and the agent, which may expect one connection only, sees none. unix(7)
	 */
	int fd = unix_connect(c, o, text(c, a->path), SOCK_DGRAM);
	if (fd == -EPROTOTYPE)
		return 0;
	if (fd < 0)
		return fd;
	sys_close(fd);
	return -EPROTOTYPE;
}

int do_agent_connect(struct ctx *c, const struct op_agent_connect *a, struct outcome *o)
{
	/* Connect, from the host's own namespaces: init never holds this socket. */
	return slot_take(c, a->slot, unix_connect(c, o, text(c, a->path), SOCK_STREAM));
}

struct letter {
	struct sys_iovec iov[2 * MAX_PARTS];
	uint32_t count;
	size_t size;
};

static void add(struct letter *l, const char *bytes, size_t size)
{
	l->iov[l->count++] = (struct sys_iovec){.base = (void *)(uintptr_t)bytes, .size = size};
	l->size += size;
}

/* The parts, with the pid between them. */
static int write_letter(const struct ctx *c, struct wire_strs parts, const char *pid, struct letter *l)
{
	if (parts.count > MAX_PARTS)
		return -E2BIG;
	for (uint32_t i = 0; i < parts.count; i++) {
		struct wire_str part = item(c, parts, i);
		if (i > 0)
			add(l, pid, strlen(pid));
		add(l, text(c, part), part.len);
	}
	return 0;
}

/* Whole or not at all: a stream that took a part of it would take the rest only from a second call. */
static long send_letter(int sock, struct letter *l, int fd)
{
	long r = send_with_fd(sock, l->iov, l->count, fd);
	return r >= 0 && (size_t)r != l->size ? -EAGAIN : r;
}

int do_agent_send(struct ctx *c, const struct op_agent_send *a, struct outcome *o)
{
	/* One state per connection, which ends with it; ours of the listener goes, so only the agent has it.
	 */
	struct letter letter = {.count = 0};
	char pid[21];
	long r;
	if (c->listener < 0)
		return -EBADF;
	format_u64(pid, (uint64_t)c->init_pid);
	r = write_letter(c, a->state, pid, &letter);
	if (r >= 0)
		TRY(r, CALL_SENDMSG, send_letter(slot_get(c, a->slot), &letter, c->listener));
	sys_close(c->listener);
	c->listener = -1;
	slot_set(c, a->slot, -1);
	return r < 0 ? (int)r : 0;
}

int do_pidfd_send(struct ctx *c, const struct op_pidfd_send *a, struct outcome *o)
{
	/* A pidfd of init for whoever waits on a socket of the host; the name is runc's ("standard",
	 * "setns"). */
	struct letter letter = {.count = 0};
	int fd;
	long r;
	if (c->init_pidfd < 0)
		return -ESRCH;
	fd = unix_connect(c, o, text(c, a->path), SOCK_STREAM);
	if (fd < 0)
		return fd;
	add(&letter, text(c, a->name), a->name.len);
	TRY(r, CALL_SENDMSG, send_letter(fd, &letter, c->init_pidfd));
	sys_close(fd);
	return r < 0 ? (int)r : 0;
}
