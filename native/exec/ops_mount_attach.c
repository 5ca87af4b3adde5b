/* Mounts get their place below the root fd (R1, R3), or change where they are. */
#include "common.h"

#define MODE_BITS 07777u

/* The mountpoint, made of the kind of what will cover it where it is missing. */
static int open_mountpoint(struct ctx *c, struct outcome *o, const struct op_mount_attach *a, int mount)
{
	struct stat st;
	const char *target = text(c, a->target);
	int root = slot_get(c, a->root), r;
	if (a->no_follow) {
		/* A link in the place is covered itself, by whatever is no directory. */
		TRY(r, CALL_OPENAT2, open_in(root, target, O_PATH | O_NOFOLLOW));
		if (r != -ENOENT)
			return r;
	}
	if (!a->create) {
		TRY(r, CALL_OPENAT2, open_in(root, target, O_PATH));
		return r;
	}
	CALL(r, CALL_OPENAT2, sys_fstat(mount, &st));
	if (S_ISDIR(st.st_mode))
		return make_dirs_in(c, o, root, target, 0755);
	return make_file_in(c, o, root, target, 0755);
}

/* move_mount(2) says EINVAL of much. Item 1: no directory was to cover one, 2: a directory something else. */
static void compare_kinds(struct outcome *o, int mount, int target)
{
	struct stat what, where;
	if (sys_fstat(mount, &what) < 0 || sys_fstat(target, &where) < 0)
		return;
	if (S_ISDIR(what.st_mode) != S_ISDIR(where.st_mode))
		o->item = S_ISDIR(where.st_mode) ? 1 : 2;
}

static int attach(struct ctx *c, struct outcome *o, const struct op_mount_attach *a)
{
	int r, mount = slot_get(c, a->mount);
	int target = open_mountpoint(c, o, a, mount);
	if (target < 0)
		return target;
	TRY(r, CALL_MOVE_MOUNT, attach_fd(mount, target));
	if (r == -EINVAL)
		compare_kinds(o, mount, target);
	sys_close(target);
	return r;
}

int do_mount_attach(struct ctx *c, const struct op_mount_attach *a, struct outcome *o)
{
	/* Attach a detached mount to a place below the root fd; move_mount(2), descriptor to descriptor.
	 * value: its id. */
	int is_attached = c->attached[a->mount / 32] >> a->mount % 32 & 1u;
	int r = is_attached ? 0 : attach(c, o, a);
	if (r >= 0)
		o->value = mount_id(slot_get(c, a->mount));
	/* A hundred mounts must fit in the caller's RLIMIT_NOFILE. */
	if (r >= 0 && !a->keep)
		slot_set(c, a->mount, -1);
	return r;
}

/* The root of a mount fd, opened for use: mount fds are O_PATH. */
static int open_mount_root(int mount)
{
	return sys_openat(mount, ".", O_RDONLY | O_DIRECTORY, 0);
}

int do_mount_mode(struct ctx *c, const struct op_mount_mode *a, struct outcome *o)
{
	/* A tmpfs takes the mode of the directory it covers, sticky bit included, as in runc. */
	struct stat st;
	int r, covered, root;
	TRY(covered, CALL_OPENAT2, open_in(slot_get(c, a->root), text(c, a->target), O_PATH | O_DIRECTORY));
	if (covered == -ENOENT)
		return 0;
	if (covered < 0)
		return covered;
	TRY(r, CALL_FSTAT, sys_fstat(covered, &st));
	sys_close(covered);
	if (r < 0)
		return r;
	CALL(root, CALL_FCHMOD, open_mount_root(slot_get(c, a->mount)));
	TRY(r, CALL_FCHMOD, sys_fchmod(root, st.st_mode & MODE_BITS));
	sys_close(root);
	return r;
}

int do_mount_under(struct ctx *c, const struct op_mount_under *a, struct outcome *o)
{
	/* What mount(2) is about to cover: its mode and contents are wanted afterwards. */
	return slot_take(c, a->slot, make_dirs_in(c, o, slot_get(c, a->root), text(c, a->target), 0755));
}

static int reconfigure(struct ctx *c, struct outcome *o, const struct op_mount_remount *a, int target)
{
	int r, fs;
	CALL(fs, CALL_FSPICK, sys_fspick(target, "", FSPICK_EMPTY_PATH));
	for (uint32_t i = 0; i < a->data.count; i++) {
		r = fs_option(c, o, fs, a->data, i);
		if (r < 0)
			break;
	}
	if (a->data.count == 0 || o->item < 0)
		TRY(r, CALL_FSCONFIG, sys_fsconfig(fs, FSCONFIG_CMD_RECONFIGURE, 0, 0, 0));
	if (r < 0)
		note_fs_log(c, fs);
	sys_close(fs);
	return r;
}

int do_mount_remount(struct ctx *c, const struct op_mount_remount *a, struct outcome *o)
{
	/* Attributes of what is mounted at target; mount_setattr(2). Data of its super block; fspick(2). */
	struct mount_attr attr = {.attr_set = a->set, .attr_clr = a->clear, .propagation = a->propagation};
	uint32_t flags = AT_EMPTY_PATH | (a->recursive ? AT_RECURSIVE : 0u);
	int r = 0, target;
	CALL(target, CALL_OPENAT2, open_in(slot_get(c, a->root), text(c, a->target), O_PATH));
	if (a->set || a->clear || a->propagation)
		TRY(r, CALL_MOUNT_SETATTR, sys_mount_setattr(target, "", flags, &attr));
	if (r >= 0 && a->data.count)
		r = reconfigure(c, o, a, target);
	if (r >= 0)
		o->value = mount_id(target);
	sys_close(target);
	return r;
}
