/* Directories, links, masks, read-only paths and sysctls: after the pivot, when a fooled step can reach only
 * the container. */
#include "common.h"

#define COMPARE_BYTES 256u

int do_directory(struct ctx *c, const struct op_directory *a, struct outcome *o)
{
	/* A directory and its missing parents. value 1: it was there. */
	const char *path = text(c, a->path);
	int fd, root = slot_get(c, a->root);
	TRY(fd, CALL_OPENAT2, open_in(root, path, O_PATH | O_DIRECTORY));
	o->value = fd >= 0;
	if (fd < 0)
		fd = make_dirs_in(c, o, root, path, 0755);
	/* NFS with root_squash, FUSE: the user of the process may still enter it; `cwd` will tell. */
	if (fd == -EACCES)
		return 0;
	if (fd < 0)
		return fd;
	sys_close(fd);
	return 0;
}

#define LINK_EQUAL 2

static int compare_link(struct ctx *c, struct outcome *o, int parent, const char *name, const char *target)
{
	char found[PATH_MAX];
	long size;
	CALL(size, CALL_READLINKAT, sys_readlinkat(parent, name, found, sizeof(found)));
	if ((size_t)size == strlen(target) && memcmp(found, target, (size_t)size) == 0) {
		o->value = 1;
		return 0;
	}
	o->call = CALL_MISMATCH;
	return -EEXIST;
}

int do_symlink(struct ctx *c, const struct op_symlink *a, struct outcome *o)
{
	/* A link by parent descriptor; symlink(2). value 1: something was there and is kept. */
	char name[256];
	const char *target = text(c, a->target);
	int r, parent = open_parent_in(c, o, slot_get(c, a->root), text(c, a->path), 1, name);
	if (parent < 0)
		return parent;
	TRY(r, CALL_SYMLINKAT, sys_symlinkat(target, parent, name));
	if (r == -EEXIST && a->replace == LINK_EQUAL) {
		r = compare_link(c, o, parent, name, target);
	} else if (r == -EEXIST && a->replace) {
		TRY(r, CALL_MISMATCH, sys_unlinkat(parent, name, 0));
		if (r >= 0)
			TRY(r, CALL_SYMLINKAT, sys_symlinkat(target, parent, name));
	} else if (r == -EEXIST) {
		o->value = 1;
		r = 0;
	}
	sys_close(parent);
	return r;
}

/*
 * The first use attaches the mount itself, later ones clone it. Kernels before 6.15 cannot clone a mount that
 * is attached nowhere; all of them wait for a grace period of RCU when one that never was is closed.
 */
static int attach_copy(struct ctx *c, struct outcome *o, uint32_t slot, int target)
{
	int r, copy, mount = slot_get(c, slot);
	uint32_t bit = 1u << slot % 32;
	if (!(c->attached[slot / 32] & bit)) {
		CALL(r, CALL_MOVE_MOUNT, attach_fd(mount, target));
		c->attached[slot / 32] |= bit;
		o->value = mount_id(mount);
		return 0;
	}
	CALL(copy, CALL_OPEN_TREE, clone_fd(mount, 0));
	TRY(r, CALL_MOVE_MOUNT, attach_fd(copy, target));
	o->value = mount_id(copy);
	sys_close(copy);
	return r;
}

/* What is not there needs no cover: value 1, and no error. */
static int excuse_absent(struct outcome *o, int r)
{
	if (r != -ENOENT && r != -ENOTDIR)
		return r;
	o->value = 1;
	return 0;
}

int do_mask_path(struct ctx *c, const struct op_mask_path *a, struct outcome *o)
{
	/* Cover a path; a link is resolved within the root. config-linux.md#masked-paths. value 1: not there,
	 * else the id of what covers it. */
	struct stat st;
	int r, target;
	TRY(target, CALL_OPENAT2, open_in(slot_get(c, a->root), text(c, a->path), O_PATH));
	if (target < 0)
		return excuse_absent(o, target);
	r = sys_fstat(target, &st);
	if (r >= 0)
		r = attach_copy(c, o, S_ISDIR(st.st_mode) ? a->directory : a->file, target);
	sys_close(target);
	return r;
}

/*
 * Everything below comes along, but only the top becomes read-only, as in runc: a volume that config.json
 * mounts below a read-only path has its own options.
 */
static int bind_read_only(struct ctx *c, struct outcome *o, int target)
{
	struct mount_attr read_only = {.attr_set = MOUNT_ATTR_RDONLY};
	int r, mount;
	CALL(mount, CALL_OPEN_TREE, clone_fd(target, AT_RECURSIVE));
	TRY(r, CALL_MOUNT_SETATTR, sys_mount_setattr(mount, "", AT_EMPTY_PATH, &read_only));
	if (r >= 0)
		TRY(r, CALL_MOVE_MOUNT, attach_fd(mount, target));
	if (r >= 0)
		o->value = mount_id(mount);
	sys_close(mount);
	return r;
}

int do_readonly_path(struct ctx *c, const struct op_readonly_path *a, struct outcome *o)
{
	/* Bind a path on itself, read-only before it is attached. config-linux.md#readonly-paths. value 1:
	 * not there, else the id of the mount. */
	int r, target;
	TRY(target, CALL_OPENAT2, open_in(slot_get(c, a->root), text(c, a->path), O_PATH));
	if (target < 0)
		return excuse_absent(o, target);
	r = bind_read_only(c, o, target);
	sys_close(target);
	return r;
}

static int is_space(char byte)
{
	return byte == ' ' || byte == '\t' || byte == '\n';
}

/* The same words, whatever is between them: the kernel prints tabs and newlines of its own. */
static int is_same_value(const char *a, const char *b)
{
	for (;;) {
		while (is_space(*a))
			a++;
		while (is_space(*b))
			b++;
		if (!*a || !*b)
			return *a == *b;
		while (*a && !is_space(*a))
			if (*a++ != *b++)
				return 0;
		if (*b && !is_space(*b))
			return 0;
	}
}

/* The kernel may round, clamp or forbid reading: a difference is worth a word, not a failure. */
static int holds_other_value(int directory, const char *path, const char *value)
{
	char now[COMPARE_BYTES];
	int fd = open_below(directory, path, O_RDONLY, 0);
	if (fd < 0)
		return 0;
	long size = sys_read(fd, now, sizeof(now) - 1);
	sys_close(fd);
	if (size < 0 || size == (long)sizeof(now) - 1)
		return 0;
	now[size] = 0;
	return !is_same_value(now, value);
}

static int write_sysctl(struct ctx *c, struct outcome *o, const struct op_sysctl *a, int directory)
{
	const char *path = text(c, a->path), *value = text(c, a->value);
	int r, fd;
	CALL(fd, CALL_OPENAT2, open_below(directory, path, O_WRONLY, 0));
	TRY(r, CALL_WRITE, write_once(fd, value, a->value.len));
	sys_close(fd);
	if (r >= 0)
		o->value = holds_other_value(directory, path, value);
	return r;
}

int do_sysctl(struct ctx *c, const struct op_sysctl *a, struct outcome *o)
{
	/* One file beneath sys of our own procfs, by no link and on no other mount (R4). value 1: reads
	 * otherwise. */
	int r, directory;
	CALL(directory, CALL_OPENAT2, open_below(slot_get(c, a->proc), "sys", O_PATH | O_DIRECTORY, 0));
	r = write_sysctl(c, o, a, directory);
	sys_close(directory);
	return r;
}
