/* The caller's terminal. */
#include "supervisor.h"

void terminal_find(struct terminal *t)
{
	t->fd = -1;
	for (int fd = 0; fd <= 2 && t->fd < 0; fd++)
		if (sys_ioctl(fd, TCGETS, &t->before) >= 0)
			t->fd = fd;
}

/*
 * Raw, but with output processing (the container's pty adds no carriage returns), as containerd's console
 * package does for runc. SIGTTOU has its default disposition: in the background this stops us until the shell
 * brings us to the front.
 */
void terminal_raw(struct terminal *t)
{
	struct termios raw = t->before;
	if (t->fd < 0)
		return;
	raw.c_iflag &= ~(tcflag_t)(IGNBRK | BRKINT | PARMRK | ISTRIP | INLCR | IGNCR | ICRNL | IXON);
	raw.c_lflag &= ~(tcflag_t)(ECHO | ECHONL | ICANON | ISIG | IEXTEN);
	raw.c_cflag &= ~(tcflag_t)(CSIZE | PARENB);
	raw.c_cflag |= CS8;
	raw.c_cc[VMIN] = 1;
	raw.c_cc[VTIME] = 0;
	t->is_raw = sys_ioctl(t->fd, TCSETS, &raw) >= 0;
}

void terminal_restore(struct terminal *t)
{
	/* Also from the background: leaving a terminal raw is worse than touching it. */
	const uint64_t stop = SIGNAL_BIT(SIGTTOU);
	if (!t->is_raw)
		return;
	sys_sigprocmask(SIG_BLOCK, &stop, 0);
	sys_ioctl(t->fd, TCSETS, &t->before);
	t->is_raw = 0;
}

void terminal_copy_size(const struct terminal *t, int master)
{
	struct winsize size;
	if (t->fd >= 0 && master >= 0 && sys_ioctl(t->fd, TIOCGWINSZ, &size) >= 0)
		sys_ioctl(master, TIOCSWINSZ, &size);
}
