/*
 * mount(2): the named fallback for what the mount API cannot say (overlay data longer than 255 bytes, old
 * file systems) and for hosts that filter it. Its target is always a descriptor, through a procfs that is
 * ours.
 */
#include "common.h"
#include "mount_table.h"

/* mount(2) takes names: stand in proc for the moment of the call, so that self/fd/N is found there (R4). */
static int mount_on_fd(struct ctx *c, const struct op_mount_legacy *a, int target)
{
	char name[40];
	const char *source = a->source.len ? text(c, a->source) : 0;
	const char *fstype = a->fstype.len ? text(c, a->fstype) : 0;
	const char *data = a->data.len ? text(c, a->data) : 0;
	int here = sys_openat(AT_FDCWD, ".", O_PATH | O_DIRECTORY, 0);
	if (here < 0)
		return here;
	int r = sys_fchdir(slot_get(c, a->proc));
	if (r >= 0) {
		r = sys_mount(source, fd_name(name, target), fstype, a->flags, data);
		int back = sys_fchdir(here);
		r = r < 0 ? r : back;
	}
	sys_close(here);
	return r;
}

static int open_target(struct ctx *c, struct outcome *o, const struct op_mount_legacy *a)
{
	struct stat st;
	const char *target = text(c, a->target);
	int root = slot_get(c, a->root), r;
	int bind = (a->flags & MS_BIND) && !(a->flags & MS_REMOUNT);
	if (a->flags & MS_REMOUNT) {
		TRY(r, CALL_OPENAT2, open_in(root, target, O_PATH));
		return r;
	}
	if (bind) {
		CALL(r, CALL_MOUNT, sys_fstatat(AT_FDCWD, text(c, a->source), &st, 0));
		if (!S_ISDIR(st.st_mode))
			return make_file_in(c, o, root, target, 0755);
	}
	return make_dirs_in(c, o, root, target, 0755);
}

/*
 * The mount that was just made, by its name: nothing else leads to it. In a volume that others share the name
 * may lead elsewhere by now, but to no mount that is new: nobody else makes any in this namespace.
 */
static int open_new_mount(struct ctx *c, struct outcome *o, const struct op_mount_legacy *a,
			  const struct mount_ids *before)
{
	int fd;
	CALL(fd, CALL_OPENAT2, open_in(slot_get(c, a->root), text(c, a->target), O_PATH));
	int64_t id = mount_id(fd);
	if (!id || !mount_ids_have(before, id))
		return fd;
	sys_close(fd);
	return -EXDEV;
}

/* In its place, and in the register for what follows. */
static int mount_and_keep(struct ctx *c, struct outcome *o, const struct op_mount_legacy *a, int target)
{
	struct mount_ids before;
	int r;
	CALL(r, CALL_OPEN, mount_ids_read(slot_get(c, a->proc), &before));
	TRY(r, CALL_MOUNT, mount_on_fd(c, a, target));
	if (r >= 0)
		r = open_new_mount(c, o, a, &before);
	mount_ids_free(&before);
	if (r < 0)
		return r;
	slot_set(c, a->slot, r);
	c->attached[a->slot / 32] |= 1u << a->slot % 32;
	return 0;
}

int do_mount_legacy(struct ctx *c, const struct op_mount_legacy *a, struct outcome *o)
{
	/* mount(2) on an opened mountpoint; slot: the mount that is there, attached already. */
	int r, target = open_target(c, o, a);
	if (target < 0)
		return target;
	if (a->slot != SLOT_NONE)
		r = mount_and_keep(c, o, a, target);
	else
		TRY(r, CALL_MOUNT, mount_on_fd(c, a, target));
	sys_close(target);
	return r;
}
