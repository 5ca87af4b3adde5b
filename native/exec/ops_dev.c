/* Device nodes: made by parent descriptor and one component, or bound from the host. */
#include "common.h"

/* A fifo may carry numbers in config.json; they mean nothing (CONFORMANCE: linux_devices). */
static int is_same_node(const struct stat *st, uint32_t mode, uint32_t major, uint32_t minor)
{
	if ((st->st_mode & S_IFMT) != (mode & S_IFMT))
		return 0;
	if (!S_ISCHR(mode) && !S_ISBLK(mode))
		return 1;
	return device_major(st->st_rdev) == major && device_minor(st->st_rdev) == minor;
}

/* What is there already: with keep anything is left alone (the defaults), else it must be the same node. */
static int judge_existing(struct ctx *c, struct outcome *o, const struct op_device_node *a, int parent,
			  const char *name)
{
	struct stat st;
	int r;
	CALL(r, CALL_MISMATCH, sys_fstatat(parent, name, &st, AT_SYMLINK_NOFOLLOW));
	o->value = 1;
	if (a->keep || is_same_node(&st, a->mode, a->major, a->minor))
		return 0;
	return -EEXIST;
}

/* The mode is right from the beginning, not after a chmod that a swapped name could redirect. */
static int make_node(struct ctx *c, struct outcome *o, const struct op_device_node *a, int parent,
		     const char *name)
{
	uint32_t device = S_ISFIFO(a->mode) ? 0 : device_number(a->major, a->minor);
	uint32_t umask = sys_umask(0);
	int r;
	TRY(r, CALL_MKNODAT, sys_mknodat(parent, name, a->mode, device));
	sys_umask(umask);
	if (r == -EEXIST)
		return judge_existing(c, o, a, parent, name);
	if (r < 0)
		return r;
	CALL(r, CALL_FCHOWNAT, sys_fchownat(parent, name, a->uid, a->gid, AT_SYMLINK_NOFOLLOW));
	return 0;
}

int do_device_node(struct ctx *c, const struct op_device_node *a, struct outcome *o)
{
	/* A device node or fifo with exact mode and owner; mknod(2). value 1: something was there and is
	 * kept. */
	char name[256];
	int parent = open_parent_in(c, o, slot_get(c, a->root), text(c, a->path), 1, name);
	if (parent < 0)
		return parent;
	int r = make_node(c, o, a, parent, name);
	sys_close(parent);
	return r;
}

/* A file to bind on. A link in its place is refused: it would be followed or covered, both wrong. */
static int open_bind_target(struct ctx *c, struct outcome *o, int root, const char *path)
{
	struct stat st;
	char name[256];
	int r, fd = -1, parent = open_parent_in(c, o, root, path, 1, name);
	if (parent < 0)
		return parent;
	TRY(r, CALL_MKNODAT, sys_mknodat(parent, name, S_IFREG | 0600, 0));
	if (r == -EEXIST)
		r = 0;
	if (r >= 0) {
		TRY(fd, CALL_OPENAT2, sys_openat(parent, name, O_PATH | O_NOFOLLOW, 0));
		r = fd < 0 ? fd : sys_fstat(fd, &st);
	}
	sys_close(parent);
	if (r >= 0 && S_ISLNK(st.st_mode))
		r = -ELOOP;
	if (r >= 0)
		return fd;
	if (fd >= 0)
		sys_close(fd);
	return r;
}

int bind_on_file(struct ctx *c, struct outcome *o, int source, int root, const char *path)
{
	int r, mount, target;
	CALL(mount, CALL_OPEN_TREE, clone_fd(source, 0));
	target = open_bind_target(c, o, root, path);
	r = target;
	if (target >= 0) {
		TRY(r, CALL_MOVE_MOUNT, attach_fd(mount, target));
		sys_close(target);
	}
	sys_close(mount);
	return r;
}

int do_device_bind(struct ctx *c, const struct op_device_bind *a, struct outcome *o)
{
	/* The host's node, checked on the descriptor that is cloned (R5), where mknod(2) is EPERM. */
	struct stat st;
	int r, source;
	CALL(source, CALL_OPEN_TREE, sys_openat(AT_FDCWD, text(c, a->source), O_PATH, 0));
	TRY(r, CALL_FSTAT, sys_fstat(source, &st));
	if (r >= 0 && !is_same_node(&st, a->mode, a->major, a->minor)) {
		o->call = CALL_MISMATCH;
		r = -ENODEV;
	}
	if (r >= 0)
		r = bind_on_file(c, o, source, slot_get(c, a->root), text(c, a->path));
	sys_close(source);
	return r;
}
