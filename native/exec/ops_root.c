/* The root of the container: cloned and attached at its host path, later made "/". */
#include "common.h"

/* A clone of everything below path, private from birth, covering path itself. */
static int cover(struct ctx *c, struct outcome *o, int directory)
{
	struct mount_attr private = {.propagation = MS_PRIVATE};
	int r, root;
	CALL(root, CALL_OPEN_TREE, clone_fd(directory, AT_RECURSIVE));
	TRY(r, CALL_MOUNT_SETATTR, sys_mount_setattr(root, "", AT_EMPTY_PATH | AT_RECURSIVE, &private));
	if (r >= 0)
		TRY(r, CALL_MOVE_MOUNT, attach_fd(root, directory));
	if (r >= 0)
		return root;
	sys_close(root);
	return r;
}

int do_rootfs_open(struct ctx *c, const struct op_rootfs_open *a, struct outcome *o)
{
	/* The root fd (R1). Attached at its host path, because hooks look for it there. */
	int directory, root;
	CALL(directory, CALL_OPEN_TREE, sys_openat(AT_FDCWD, text(c, a->path), O_PATH | O_DIRECTORY, 0));
	root = cover(c, o, directory);
	sys_close(directory);
	if (root < 0)
		return root;
	o->value = mount_id(root);
	slot_set(c, a->slot, root);
	return 0;
}

static int is_null_device(const struct stat *st)
{
	return S_ISCHR(st->st_mode) && device_major(st->st_rdev) == 1 && device_minor(st->st_rdev) == 3;
}

int do_null_open(struct ctx *c, const struct op_null_open *a, struct outcome *o)
{
	/* The host's /dev/null, verified on the descriptor that is cloned (R5, CVE-2025-31133). */
	struct stat st;
	int r, fd;
	CALL(fd, CALL_OPEN, sys_openat(AT_FDCWD, "/dev/null", O_PATH | O_NOFOLLOW, 0));
	TRY(r, CALL_FSTAT, sys_fstat(fd, &st));
	if (r >= 0 && !is_null_device(&st))
		r = -ENODEV;
	if (r >= 0)
		TRY(r, CALL_OPEN_TREE, clone_fd(fd, 0));
	sys_close(fd);
	return slot_take(c, a->slot, r);
}

/*
 * The old root lies over the new one now, and "." is reached through it. Slave first: where the rootfs is
 * shared, detaching would otherwise unmount in the peers, the host among them.
 */
static int detach_old_root(struct ctx *c, struct outcome *o, int old)
{
	struct mount_attr slave = {.propagation = MS_SLAVE};
	int r;
	CALL(r, CALL_FCHDIR, sys_fchdir(old));
	TRY(r, CALL_MOUNT_SETATTR, sys_mount_setattr(old, "", AT_EMPTY_PATH | AT_RECURSIVE, &slave));
	if (r == -ENOSYS || r == -EPERM)
		TRY(r, CALL_MOUNT, sys_mount(0, ".", 0, MS_SLAVE | MS_REC, 0));
	if (r < 0)
		return r;
	CALL(r, CALL_UMOUNT2, sys_umount2(".", MNT_DETACH));
	return 0;
}

int do_pivot_root(struct ctx *c, const struct op_pivot_root *a, struct outcome *o)
{
	/* pivot_root(".", ".") needs no place for the old root in the new one; pivot_root(2). */
	int r, old;
	CALL(old, CALL_CHDIR, sys_openat(AT_FDCWD, "/", O_PATH | O_DIRECTORY, 0));
	TRY(r, CALL_FCHDIR, sys_fchdir(slot_get(c, a->root)));
	if (r >= 0)
		TRY(r, CALL_PIVOT_ROOT, sys_pivot_root(".", "."));
	if (r >= 0)
		r = detach_old_root(c, o, old);
	sys_close(old);
	if (r < 0)
		return r;
	CALL(r, CALL_CHDIR, sys_chdir("/"));
	slots_release(c, c->self, step_index(c, o)); /* no way back to the host (R2) */
	return 0;
}

/* Whether a mount begins there; where that cannot be told, perhaps. */
static int may_be_mount(const char *path)
{
	struct statx st = {0};
	int r = sys_statx(AT_FDCWD, path, AT_SYMLINK_NOFOLLOW | AT_NO_AUTOMOUNT, 0, &st);
	if (r == -ENOENT)
		return 0;
	return r < 0 || !(st.stx_attributes_mask & STATX_ATTR_MOUNT_ROOT) ||
	       (st.stx_attributes & STATX_ATTR_MOUNT_ROOT);
}

/*
 * Full views of proc and sys must not survive below a root that is only covered. In a user namespace the
 * mounts of its parent are locked, and umount2 says EINVAL as it does where nothing is mounted: those are
 * covered.
 */
static int hide(const char *path)
{
	int r;
	do {
		r = sys_umount2(path, MNT_DETACH);
	} while (r >= 0);
	if (!may_be_mount(path))
		return 0;
	return sys_mount("tmpfs", path, "tmpfs", 0, 0);
}

int do_move_root(struct ctx *c, const struct op_move_root *a, struct outcome *o)
{
	/* --no-pivot, for an initramfs as root: move the root over "/" and chroot; mount(2) MS_MOVE. */
	int r;
	CALL(r, CALL_FCHDIR, sys_fchdir(slot_get(c, a->root)));
	CALL(r, CALL_UMOUNT2, hide("/proc"));
	CALL(r, CALL_UMOUNT2, hide("/sys"));
	CALL(r, CALL_MOUNT, sys_mount(".", "/", 0, MS_MOVE, 0));
	CALL(r, CALL_CHROOT, sys_chroot("."));
	CALL(r, CALL_CHDIR, sys_chdir("/"));
	slots_release(c, c->self, step_index(c, o)); /* no way back to the host (R2) */
	return 0;
}

int do_chroot(struct ctx *c, const struct op_chroot *a, struct outcome *o)
{
	/* Without a mount namespace of its own a container has only chroot(2). */
	int r;
	CALL(r, CALL_FCHDIR, sys_fchdir(slot_get(c, a->root)));
	CALL(r, CALL_CHROOT, sys_chroot("."));
	CALL(r, CALL_CHDIR, sys_chdir("/"));
	slots_release(c, c->self, step_index(c, o)); /* no way back to the host (R2) */
	return 0;
}
