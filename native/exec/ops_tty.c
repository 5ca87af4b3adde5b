/* The terminal of the container: a pty of its own devpts, never one the rootfs could have prepared (R5). */
#include "common.h"

#define PTS_PREFIX "/dev/pts/"

struct pty {
	int master, slave;
	char name[40]; /* of the slave, inside */
};

/*
 * The configured size; in the foreground else that of the caller's terminal, which is still our stdio: the
 * supervisor, which follows it later, begins only when the payload runs, and the payload may look first.
 */
static int find_size(const struct ctx *c, const struct op_console *a, struct winsize *size)
{
	*size = (struct winsize){.ws_row = (uint16_t)a->height, .ws_col = (uint16_t)a->width};
	if (a->width && a->height)
		return 1;
	for (int fd = 0; slot_get(c, a->socket) < 0 && fd < 3; fd++)
		if (sys_ioctl(fd, TIOCGWINSZ, size) >= 0)
			return 1;
	return 0;
}

/* runc clears ONLCR too, and scripts rely on output without carriage returns. */
static int set_up_slave(const struct ctx *c, const struct op_console *a, int slave)
{
	struct termios mode;
	struct winsize size;
	int r = sys_ioctl(slave, TCGETS, &mode);
	if (r < 0)
		return r;
	mode.c_oflag &= ~(tcflag_t)ONLCR;
	r = sys_ioctl(slave, TCSETS, &mode);
	if (r < 0 || !find_size(c, a, &size))
		return r;
	return sys_ioctl(slave, TIOCSWINSZ, &size);
}

/* The slave comes from the kernel by TIOCGPTPEER, not by a name that could be swapped (CVE-2025-52565). */
static int open_pty(struct ctx *c, struct outcome *o, const struct op_console *a, struct pty *pty)
{
	int r, unlock = 0;
	uint32_t number;
	CALL(pty->master, CALL_OPENAT, sys_openat(slot_get(c, a->pts), "ptmx", O_RDWR | O_NOCTTY, 0));
	CALL(r, CALL_IOCTL, sys_ioctl(pty->master, TIOCSPTLCK, &unlock));
	CALL(r, CALL_IOCTL, sys_ioctl(pty->master, TIOCGPTN, &number));
	CALL(pty->slave, CALL_GRANTPT,
	     sys_ioctl(pty->master, TIOCGPTPEER, (void *)(uintptr_t)(O_RDWR | O_NOCTTY | O_CLOEXEC)));
	CALL(r, CALL_IOCTL, set_up_slave(c, a, pty->slave));
	format_fd_path(pty->name, PTS_PREFIX, (int)number);
	/* As runc: the user of the process owns its terminal, where its id is mapped. */
	TRY(r, CALL_FCHOWN, sys_fchown(pty->slave, a->uid, ~0u));
	return r == -EPERM || r == -EINVAL || r == -EROFS ? 0 : r;
}

/* Engines read the name of the slave with exactly one descriptor (ENGINES 2.5). */
static int send_to_engine(int socket, const struct pty *pty)
{
	struct sys_iovec iov = {.base = (void *)(uintptr_t)pty->name, .size = strlen(pty->name)};
	long r = send_with_fd(socket, &iov, 1, pty->master);
	if (r < 0)
		return (int)r;
	return (size_t)r == iov.size ? 0 : -EIO;
}

static int send_master(struct ctx *c, const struct op_console *a, const struct pty *pty)
{
	struct message m = {.type = MSG_CONSOLE};
	int socket = slot_get(c, a->socket);
	if (socket < 0)
		return message_send(c->sock, &m, pty->master);
	int r = send_to_engine(socket, pty);
	slot_set(c, a->socket, -1);
	return r;
}

static int become_stdio(struct ctx *c, struct outcome *o, int slave)
{
	int r;
	CALL(r, CALL_IOCTL, sys_ioctl(slave, TIOCSCTTY, 0));
	for (int fd = 0; fd < 3; fd++)
		CALL(r, CALL_DUP3, sys_dup3(slave, fd, 0));
	return 0;
}

static int use_pty(struct ctx *c, struct outcome *o, const struct op_console *a, const struct pty *pty)
{
	int r = 0;
	if (a->mount)
		r = bind_on_file(c, o, pty->slave, slot_get(c, a->root), "/dev/console");
	if (r < 0)
		return r;
	CALL(r, CALL_SENDMSG, send_master(c, a, pty));
	return become_stdio(c, o, pty->slave);
}

int do_console(struct ctx *c, const struct op_console *a, struct outcome *o)
{
	/* A pty in the own devpts becomes stdio and /dev/console; its master goes to the engine. pty(7) */
	struct pty pty = {.master = -1, .slave = -1};
	int r;
	if (slot_get(c, a->pts) < 0) {
		/* A ptmx of the host or of the rootfs is no substitute: it would be somebody else's terminal.
		 */
		o->call = CALL_OPENAT;
		return -ENODEV;
	}
	r = open_pty(c, o, a, &pty);
	if (r >= 0)
		r = use_pty(c, o, a, &pty);
	if (pty.slave >= 0)
		sys_close(pty.slave);
	if (pty.master >= 0)
		sys_close(pty.master);
	return r;
}
