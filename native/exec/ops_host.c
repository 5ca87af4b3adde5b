/* Ops of the host: cgroup files, id maps, the pid file. They run inside libteu.so. */
#include "common.h"

#define UNUSED(c, a, o)                                                                                      \
	(void)(c);                                                                                           \
	(void)(a);                                                                                           \
	(void)(o)

int do_await(struct ctx *c, const struct op_await *a, struct outcome *o)
{
	/* The director waits for messages itself (run/director.ts): never reached. */
	UNUSED(c, a, o);
	return -ENOSYS;
}

int do_cgroup_mkdir(struct ctx *c, const struct op_cgroup_mkdir *a, struct outcome *o)
{
	/* One cgroup directory; mkdir(2). One that is there is kept and not ours to remove: value 1. */
	int r;
	TRY(r, CALL_MKDIR, sys_mkdirat(AT_FDCWD, text(c, a->path), 0755));
	o->value = r == -EEXIST;
	return r == -EEXIST ? 0 : r;
}

int do_cgroup_write(struct ctx *c, const struct op_cgroup_write *a, struct outcome *o)
{
	/* A control file takes one value per write(2); cgroups(7). */
	return write_host(c, o, text(c, a->file), text(c, a->value), a->value.len);
}

int do_cgroup_chown(struct ctx *c, const struct op_cgroup_chown *a, struct outcome *o)
{
	/* A cgroup of the container's own user: what cgroups(7) lets be delegated and no more. chown(2) */
	int r, dir;
	CALL(dir, CALL_OPEN, sys_openat(AT_FDCWD, text(c, a->path), O_RDONLY | O_DIRECTORY | O_NOFOLLOW, 0));
	TRY(r, CALL_FCHOWNAT, sys_fchownat(dir, "", a->uid, (uint32_t)-1, AT_EMPTY_PATH));
	for (uint32_t i = 0; r >= 0 && i < a->files.count; i++) {
		o->item = (int32_t)i;
		TRY(r, CALL_FCHOWNAT,
		    sys_fchownat(dir, text(c, item(c, a->files, i)), a->uid, (uint32_t)-1,
				 AT_SYMLINK_NOFOLLOW));
		/* Files of controllers that are not enabled here. */
		if (r == -ENOENT)
			r = 0;
	}
	if (r >= 0)
		o->item = -1;
	sys_close(dir);
	return r;
}

int do_id_map(struct ctx *c, const struct op_id_map *a, struct outcome *o)
{
	/* A map may be written once and in one write(2); user_namespaces(7). */
	char path[64] = "/proc/";
	const char *file = text(c, a->file);
	size_t size = strlen(file);
	if (c->init_pid <= 0)
		return -ESRCH;
	size_t at = 6 + format_u64(path + 6, (uint64_t)c->init_pid);
	if (at + 1 + size >= sizeof(path))
		return -ENAMETOOLONG;
	path[at++] = '/';
	memcpy(path + at, file, size + 1);
	return write_host(c, o, path, text(c, a->value), a->value.len);
}

/* R15: a helper that may become root belongs to root, or to whom we are anyway, and others cannot write it.
 */
static int is_trustworthy(const struct stat *st)
{
	return S_ISREG(st->st_mode) && !(st->st_mode & 022) &&
	       (st->st_uid == 0 || st->st_uid == sys_geteuid());
}

static int run_helper(struct ctx *c, struct outcome *o, const struct op_id_map_helper *a, int helper,
		      int input)
{
	char pid[21];
	char *no_environment[1] = {0};
	format_u64(pid, (uint64_t)c->init_pid);
	char **args = vector_make(c, a->args, 2);
	if (!args)
		return -ENOMEM;
	args[0] = (char *)(uintptr_t)text(c, a->helper);
	args[1] = pid;
	struct child child = {.exec_fd = helper, .args = args, .env = no_environment, .input = input};
	int r = child_run(c, o, &child);
	vector_free(args, a->args, 2);
	/* Its end has one name in this op's table. */
	if (o->call == CALL_EXIT || o->call == CALL_SIGNAL)
		o->call = CALL_WAIT;
	return r;
}

int do_id_map_helper(struct ctx *c, const struct op_id_map_helper *a, struct outcome *o)
{
	/* newuidmap(1), newgidmap(1): opened and verified, then executed by that descriptor. */
	struct stat st;
	int r, helper, input;
	if (c->init_pid <= 0)
		return -ESRCH;
	CALL(helper, CALL_OPEN, sys_openat(AT_FDCWD, text(c, a->helper), O_PATH, 0));
	TRY(r, CALL_FSTAT, sys_fstat(helper, &st));
	if (r >= 0 && !is_trustworthy(&st))
		r = -EPERM;
	if (r >= 0) {
		TRY(input, CALL_OPEN, sys_openat(AT_FDCWD, "/dev/null", O_RDONLY, 0));
		r = input < 0 ? input : run_helper(c, o, a, helper, input);
		if (input >= 0)
			sys_close(input);
	}
	sys_close(helper);
	return r;
}

int do_state_save(struct ctx *c, const struct op_state_save *a, struct outcome *o)
{
	/* state.json is made of what only the director knows (run/host-ops): never reached. */
	UNUSED(c, a, o);
	return -ENOSYS;
}

int do_filter_send(struct ctx *c, const struct op_filter_send *a, struct outcome *o)
{
	/* The director compiles the filter (run/director): never reached. */
	UNUSED(c, a, o);
	return -ENOSYS;
}

/* path with ".tmp" behind it, beside the file so that rename(2) can replace it. */
static int temporary_name(char out[PATH_MAX], const char *path, size_t size)
{
	static const char suffix[] = ".tmp";
	if (size + sizeof(suffix) > PATH_MAX)
		return -ENAMETOOLONG;
	memcpy(out, path, size);
	memcpy(out + size, suffix, sizeof(suffix));
	return 0;
}

int do_pid_file(struct ctx *c, const struct op_pid_file *a, struct outcome *o)
{
	/* Engines parse the whole file as a number, and may look at any moment: no newline, renamed into
	 * place. */
	char name[PATH_MAX], digits[21];
	const char *path = text(c, a->path);
	int r, fd;
	if (c->init_pid <= 0)
		return -ESRCH;
	r = temporary_name(name, path, a->path.len);
	if (r < 0)
		return r;
	sys_unlinkat(AT_FDCWD, name, 0);
	CALL(fd, CALL_OPEN, sys_openat(AT_FDCWD, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0644));
	size_t size = format_u64(digits, (uint64_t)c->init_pid);
	TRY(r, CALL_WRITE, write_once(fd, digits, size));
	sys_close(fd);
	if (r >= 0)
		TRY(r, CALL_RENAME, sys_renameat2(AT_FDCWD, name, AT_FDCWD, path, 0));
	if (r < 0)
		sys_unlinkat(AT_FDCWD, name, 0);
	return r;
}

int do_scope_start(struct ctx *c, const struct op_scope_start *a, struct outcome *o)
{
	/* The director talks to systemd (run/scope): never reached. */
	UNUSED(c, a, o);
	return -ENOSYS;
}

int do_scope_set(struct ctx *c, const struct op_scope_set *a, struct outcome *o)
{
	/* The director talks to systemd (run/scope): never reached. */
	UNUSED(c, a, o);
	return -ENOSYS;
}

int do_scope_attach(struct ctx *c, const struct op_scope_attach *a, struct outcome *o)
{
	/* The director talks to systemd (run/scope): never reached. */
	UNUSED(c, a, o);
	return -ENOSYS;
}

int do_socket_remove(struct ctx *c, const struct op_socket_remove *a, struct outcome *o)
{
	/* From here on the container is running; unlink(2). */
	int r;
	TRY(r, CALL_UNLINK, sys_unlinkat(AT_FDCWD, text(c, a->path), 0));
	return r == -ENOENT ? 0 : r;
}
