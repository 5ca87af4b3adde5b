/* What the process of the container may: limits, credentials, where it stands. */
#include "common.h"
#include "nofile.h"

int do_rlimit(struct ctx *c, const struct op_rlimit *a, struct outcome *o)
{
	/* One limit: init's own, or set on init by the host, which may raise hard limits; prlimit64(2). */
	struct rlimit64 limit = {.rlim_cur = a->soft, .rlim_max = a->hard};
	int r, pid = c->self == ACTOR_HOST ? (int)c->init_pid : 0;
	if (c->self == ACTOR_HOST && pid <= 0)
		return -ESRCH;
	if (a->resource == RLIMIT_NOFILE)
		nofile_room(pid, &limit);
	CALL(r, CALL_PRLIMIT64, sys_prlimit64(pid, a->resource, &limit, 0));
	return 0;
}

/* An owner may open a file again for writing, which whoever gave it for reading did not mean. */
static int is_for_reading(int fd, const struct stat *st)
{
	return S_ISREG(st->st_mode) && (sys_fcntl(fd, F_GETFL, 0) & O_ACCMODE) == O_RDONLY;
}

/* The group stays (a tty's is special), /dev/null is everybody's (CVE-2026-88265). */
static int own_stream(struct ctx *c, struct outcome *o, int fd, uint32_t uid)
{
	struct stat st;
	int r;
	CALL(r, CALL_FSTAT, sys_fstat(fd, &st));
	if (st.st_uid == uid || (S_ISCHR(st.st_mode) && st.st_rdev == device_number(1, 3)))
		return 0;
	if (is_for_reading(fd, &st))
		return 0;
	TRY(r, CALL_FCHOWN, sys_fchown(fd, uid, ~0u));
	/* No privilege over it, an unmapped owner, a read-only place: as in runc nothing to fail for. */
	return r == -EPERM || r == -EINVAL || r == -EROFS ? 0 : r;
}

int do_stdio_owner(struct ctx *c, const struct op_stdio_owner *a, struct outcome *o)
{
	/* fchown(2) stdin, stdout and stderr, so that the user may open /dev/stdout again. item: which one
	 * failed. */
	for (int fd = 0; fd < 3; fd++) {
		o->item = fd;
		int r = own_stream(c, o, fd, a->uid);
		if (r < 0)
			return r;
	}
	o->item = -1;
	return 0;
}

int do_umask(struct ctx *c, const struct op_umask *a, struct outcome *o)
{
	/* umask(2) cannot fail. */
	(void)c;
	(void)o;
	sys_umask(a->mask);
	return 0;
}

static struct __user_cap_header_struct cap_header(void)
{
	struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
	return header;
}

/* KEEPCAPS keeps the permitted set only; the steps that follow need it in effect. */
static int restore_effective(void)
{
	struct __user_cap_header_struct header = cap_header();
	struct __user_cap_data_struct sets[_LINUX_CAPABILITY_U32S_3];
	int r = sys_capget(&header, sets);
	if (r < 0)
		return r;
	for (size_t i = 0; i < ARRAY_LEN(sets); i++)
		sets[i].effective = sets[i].permitted;
	return sys_capset(&header, sets);
}

int do_credentials(struct ctx *c, const struct op_credentials *a, struct outcome *o)
{
	/* Groups, gid, uid, keeping the capabilities for the steps that follow; credentials(7). */
	const void *groups = c->plan + a->groups.off;
	int r;
	CALL(r, CALL_PRCTL, sys_prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0));
	if (a->set_groups)
		CALL(r, CALL_SETGROUPS, sys_setgroups(a->groups.len / sizeof(uint32_t), groups));
	CALL(r, CALL_SETRESGID, sys_setresgid(a->gid, a->gid, a->gid));
	CALL(r, CALL_SETRESUID, sys_setresuid(a->uid, a->uid, a->uid));
	CALL(r, CALL_CAPSET, restore_effective());
	CALL(r, CALL_PRCTL, sys_prctl(PR_SET_KEEPCAPS, 0, 0, 0, 0));
	return 0;
}

int do_cwd(struct ctx *c, const struct op_cwd *a, struct outcome *o)
{
	/* Enter the directory, made when missing, and prove that it lies inside (R6, CVE-2024-21626). */
	char path[PATH_MAX + 16];
	int r, fd, root = slot_get(c, a->root);
	if (a->make)
		fd = make_dirs_in(c, o, root, text(c, a->path), 0755);
	else
		TRY(fd, CALL_OPENAT2, open_in(root, text(c, a->path), O_PATH | O_DIRECTORY));
	if (fd < 0)
		return fd;
	TRY(r, CALL_FCHDIR, sys_fchdir(fd));
	sys_close(fd);
	if (r < 0)
		return r;
	/* Outside of the root the kernel says "(unreachable)" in front of the path. */
	CALL(r, CALL_GETCWD, (int)sys_getcwd(path, sizeof(path)));
	return path[0] == '/' ? 0 : -ENOENT;
}

int do_no_new_privileges(struct ctx *c, const struct op_no_new_privileges *a, struct outcome *o)
{
	/* PR_SET_NO_NEW_PRIVS; prctl(2). */
	(void)a;
	int r;
	CALL(r, CALL_PRCTL, sys_prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0));
	return 0;
}
