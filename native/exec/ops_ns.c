/* Ops of init on itself and its fresh namespaces. */
#include "common.h"

int do_dumpable(struct ctx *c, const struct op_dumpable *a, struct outcome *o)
{
	/* Not dumpable: nobody of a foreign namespace may trace this process or use its descriptors (R7, R8).
	 */
	int r;
	CALL(r, CALL_PRCTL, sys_prctl(PR_SET_DUMPABLE, a->value, 0, 0, 0));
	return 0;
}

int do_session(struct ctx *c, const struct op_session *a, struct outcome *o)
{
	/* A session without the caller's terminal; setsid(2). */
	(void)a;
	int r;
	CALL(r, CALL_SETSID, sys_setsid());
	return 0;
}

int do_userns_root(struct ctx *c, const struct op_userns_root *a, struct outcome *o)
{
	/* Become root of the user namespace; from a non-zero uid this keeps the capabilities. */
	int r;
	if (a->groups)
		CALL(r, CALL_SETGROUPS, sys_setgroups(0, 0));
	CALL(r, CALL_SETRESGID, sys_setresgid(0, 0, 0));
	CALL(r, CALL_SETRESUID, sys_setresuid(0, 0, 0));
	return 0;
}

int do_ns_unshare(struct ctx *c, const struct op_ns_unshare *a, struct outcome *o)
{
	/* A cgroup namespace is rooted where its maker is; clone3(CLONE_INTO_CGROUP) takes the parent's
	 * place. */
	int r;
	CALL(r, CALL_UNSHARE, sys_unshare(a->flags));
	return 0;
}

/* time_for_children is a magic link, followed from a directory that is procfs for certain. */
static int open_time_for_children(int proc)
{
	int dir = open_below(proc, "self/ns", O_PATH | O_DIRECTORY, 1);
	if (dir < 0)
		return dir;
	int fd = sys_openat(dir, "time_for_children", O_RDONLY, 0);
	sys_close(dir);
	return fd;
}

int do_time_enter(struct ctx *c, const struct op_time_enter *a, struct outcome *o)
{
	/* A new time namespace: its offsets can be written only before anybody is inside; time_namespaces(7).
	 */
	int r, fd, proc = slot_get(c, a->proc);
	CALL(r, CALL_UNSHARE, sys_unshare(CLONE_NEWTIME));
	if (a->offsets.len) {
		r = write_below(c, o, proc, "self/timens_offsets", 1, text(c, a->offsets), a->offsets.len);
		if (r < 0)
			return r;
	}
	CALL(fd, CALL_OPEN, open_time_for_children(proc));
	uint64_t before = now_ns();
	TRY(r, CALL_SETNS, sys_setns(fd, CLONE_NEWTIME));
	/* The clock of the outcome has jumped; the time this step took has not. */
	if (r >= 0)
		o->start_ns += now_ns() - before;
	sys_close(fd);
	return r;
}

/* Any socket will do for interface flags; kernels without IPv4 have AF_UNIX. */
static int control_socket(void)
{
	int fd = sys_socket(AF_INET, SOCK_DGRAM, 0);
	return fd < 0 ? sys_socket(AF_UNIX, SOCK_DGRAM, 0) : fd;
}

int do_loopback_up(struct ctx *c, const struct op_loopback_up *a, struct outcome *o)
{
	/* lo of a new network namespace is down; netdevice(7). */
	(void)a;
	struct sys_ifreq request = {.name = "lo"};
	int r, fd;
	CALL(fd, CALL_SOCKET, control_socket());
	TRY(r, CALL_IOCTL, sys_ioctl(fd, SIOCGIFFLAGS, &request));
	if (r >= 0 && !(request.u.flags & IFF_UP)) {
		request.u.flags = (int16_t)(request.u.flags | IFF_UP);
		TRY(r, CALL_IOCTL, sys_ioctl(fd, SIOCSIFFLAGS, &request));
	}
	sys_close(fd);
	return r;
}

int do_hostname(struct ctx *c, const struct op_hostname *a, struct outcome *o)
{
	/* sethostname(2) in the own UTS namespace. */
	int r;
	CALL(r, CALL_SETHOSTNAME, sys_sethostname(text(c, a->name), a->name.len));
	return 0;
}

int do_domainname(struct ctx *c, const struct op_domainname *a, struct outcome *o)
{
	/* setdomainname(2) in the own UTS namespace. */
	int r;
	CALL(r, CALL_SETDOMAINNAME, sys_setdomainname(text(c, a->name), a->name.len));
	return 0;
}

/* The parent may have died before PDEATHSIG was set; across a pid namespace only the socket tells. */
static int director_is_gone(const struct ctx *c)
{
	struct pollfd fd = {.fd = c->sock, .events = 0};
	struct __kernel_timespec now = {0};
	return c->sock >= 0 && sys_ppoll(&fd, 1, &now) > 0 && (fd.revents & POLLHUP);
}

int do_parent_death(struct ctx *c, const struct op_parent_death *a, struct outcome *o)
{
	/* Die with the director; credential changes clear this, so the plan has it after them. prctl(2) */
	int r;
	CALL(r, CALL_PRCTL, sys_prctl(PR_SET_PDEATHSIG, a->signal, 0, 0, 0));
	if (a->signal && director_is_gone(c))
		sys_exit(1);
	return 0;
}
