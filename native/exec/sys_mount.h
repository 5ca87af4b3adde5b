/* System calls on mounts. */
#ifndef TEU_SYS_MOUNT_H
#define TEU_SYS_MOUNT_H

#include "sys_call.h"

static inline int sys_open_tree(int dir, const char *path, uint32_t flags)
{
	return (int)SYS3(open_tree, dir, path, flags | OPEN_TREE_CLOEXEC);
}

static inline int sys_move_mount(int from_dir, const char *from, int to_dir, const char *to, uint32_t flags)
{
	return (int)SYS5(move_mount, from_dir, from, to_dir, to, flags);
}

static inline int sys_fsopen(const char *fstype, uint32_t flags)
{
	return (int)SYS2(fsopen, fstype, flags | FSOPEN_CLOEXEC);
}

static inline int sys_fspick(int dir, const char *path, uint32_t flags)
{
	return (int)SYS3(fspick, dir, path, flags | FSPICK_CLOEXEC);
}

static inline int sys_fsconfig(int fd, uint32_t command, const char *key, const void *value, int aux)
{
	return (int)SYS5(fsconfig, fd, command, key, value, aux);
}

static inline int sys_fsmount(int fd, uint32_t flags, uint32_t attrs)
{
	return (int)SYS3(fsmount, fd, flags | FSMOUNT_CLOEXEC, attrs);
}

static inline int sys_mount_setattr(int dir, const char *path, uint32_t flags, const struct mount_attr *attr)
{
	return (int)SYS5(mount_setattr, dir, path, flags, attr, sizeof(*attr));
}

static inline int sys_mount(const char *source, const char *target, const char *fstype, unsigned long flags,
			    const void *data)
{
	return (int)SYS5(mount, source, target, fstype, flags, data);
}

static inline int sys_umount2(const char *path, int flags)
{
	return (int)SYS2(umount2, path, flags);
}

static inline int sys_pivot_root(const char *new_root, const char *put_old)
{
	return (int)SYS2(pivot_root, new_root, put_old);
}

#endif
