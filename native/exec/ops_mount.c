/* Mounts without a place: made, cloned and given their attributes by descriptor before they are attached
 * (R3). */
#include "common.h"

#define KEY_BYTES 256u /* the kernel's own limit for a parameter */
#define LOG_BYTES 1024u

/* Flags of the super block, as fsconfig(2) names them. The kernel has no name for MS_SILENT. */
static const struct {
	uint64_t flag;
	const char *name;
} super_block_flags[] = {
    {MS_RDONLY, "ro"},	       {MS_SYNCHRONOUS, "sync"}, {MS_DIRSYNC, "dirsync"},
    {MS_LAZYTIME, "lazytime"}, {MS_MANDLOCK, "mand"},
};

int clone_fd(int fd, uint32_t flags)
{
	return sys_open_tree(fd, "", OPEN_TREE_CLONE | AT_EMPTY_PATH | flags);
}

int64_t mount_id(int fd)
{
	struct statx st = {0};
	int r = sys_statx(fd, "", AT_EMPTY_PATH | AT_NO_AUTOMOUNT, STATX_MNT_ID, &st);
	return r < 0 || !(st.stx_mask & STATX_MNT_ID) ? 0 : (int64_t)st.stx_mnt_id;
}

int attach_fd(int mount, int onto)
{
	return sys_move_mount(mount, "", onto, "", MOVE_MOUNT_F_EMPTY_PATH | MOVE_MOUNT_T_EMPTY_PATH);
}

void note_fs_log(struct ctx *c, int fs)
{
	char line[LOG_BYTES];
	long size;
	while ((size = sys_read(fs, line, sizeof(line))) > 0) {
		note(c, line, (uint32_t)size);
		if (line[size - 1] != '\n')
			note(c, "\n", 1);
	}
}

int fs_option(struct ctx *c, struct outcome *o, int fs, struct wire_strs data, uint32_t index)
{
	char key[KEY_BYTES];
	const char *option = text(c, item(c, data, index));
	size_t size = 0;
	int r;
	o->item = (int32_t)index;
	while (option[size] && option[size] != '=') {
		if (size + 1 == sizeof(key))
			return -ENAMETOOLONG;
		key[size] = option[size];
		size++;
	}
	key[size] = 0;
	if (option[size])
		CALL(r, CALL_FSCONFIG, sys_fsconfig(fs, FSCONFIG_SET_STRING, key, option + size + 1, 0));
	else
		CALL(r, CALL_FSCONFIG, sys_fsconfig(fs, FSCONFIG_SET_FLAG, key, 0, 0));
	o->item = -1;
	return 0;
}

/* What a file system is told of itself before there is a mount of it. */
struct settings {
	struct wire_str source;
	struct wire_strs data;
	uint64_t sb_flags;
};

static int configure(struct ctx *c, struct outcome *o, const struct settings *a, int fs)
{
	int r;
	if (a->source.len)
		CALL(r, CALL_FSCONFIG,
		     sys_fsconfig(fs, FSCONFIG_SET_STRING, "source", text(c, a->source), 0));
	for (size_t i = 0; i < ARRAY_LEN(super_block_flags); i++)
		if (a->sb_flags & super_block_flags[i].flag)
			CALL(r, CALL_FSCONFIG,
			     sys_fsconfig(fs, FSCONFIG_SET_FLAG, super_block_flags[i].name, 0, 0));
	/* Not a flag of every file system any more: those that count versions anyway refuse the name. */
	if (a->sb_flags & MS_I_VERSION)
		sys_fsconfig(fs, FSCONFIG_SET_FLAG, "iversion", 0, 0);
	for (uint32_t i = 0; i < a->data.count; i++) {
		r = fs_option(c, o, fs, a->data, i);
		if (r < 0)
			return r;
	}
	CALL(r, CALL_FSCONFIG, sys_fsconfig(fs, FSCONFIG_CMD_CREATE, 0, 0, 0));
	return 0;
}

int do_mount_new(struct ctx *c, const struct op_mount_new *a, struct outcome *o)
{
	/* A new, detached mount; fsopen(2), fsconfig(2), fsmount(2). item: the failing data item. */
	const struct settings settings = {a->source, a->data, a->sb_flags};
	int r, fs;
	CALL(fs, CALL_FSOPEN, sys_fsopen(text(c, a->fstype), 0));
	r = configure(c, o, &settings, fs);
	if (r >= 0)
		TRY(r, CALL_FSMOUNT, sys_fsmount(fs, 0, (uint32_t)a->attrs));
	if (r < 0)
		note_fs_log(c, fs);
	sys_close(fs);
	return slot_take(c, a->slot, r);
}

int do_fs_new(struct ctx *c, const struct op_fs_new *a, struct outcome *o)
{
	/* A file system that init will mount; fsopen(2), fsconfig(2). item: the failing data item. */
	const struct settings settings = {a->source, a->data, a->sb_flags};
	int r, fs;
	CALL(fs, CALL_FSOPEN, sys_fsopen(text(c, a->fstype), 0));
	r = configure(c, o, &settings, fs);
	if (r < 0) {
		note_fs_log(c, fs);
		sys_close(fs);
		return r;
	}
	slot_set(c, a->slot, fs);
	return 0;
}

int do_fs_mount(struct ctx *c, const struct op_fs_mount *a, struct outcome *o)
{
	/* A new, detached mount of what the spawner has made; fsmount(2). */
	int mount;
	CALL(mount, CALL_FSMOUNT, sys_fsmount(slot_get(c, a->fs), 0, (uint32_t)a->attrs));
	slot_set(c, a->fs, -1);
	slot_set(c, a->slot, mount);
	return 0;
}

int do_mount_clone(struct ctx *c, const struct op_mount_clone *a, struct outcome *o)
{
	/* Clone a host path in this mount namespace, so that its locked flags stay locked; open_tree(2). */
	uint32_t flags = OPEN_TREE_CLONE;
	int fd;
	if (a->recursive)
		flags |= AT_RECURSIVE;
	if (a->no_follow)
		flags |= AT_SYMLINK_NOFOLLOW;
	CALL(fd, CALL_OPEN_TREE, sys_open_tree(AT_FDCWD, text(c, a->source), flags));
	slot_set(c, a->slot, fd);
	return 0;
}

int do_mount_attrs(struct ctx *c, const struct op_mount_attrs *a, struct outcome *o)
{
	/* Attributes and propagation of a mount by descriptor; mount_setattr(2). */
	struct mount_attr attr = {.attr_set = a->set, .attr_clr = a->clear, .propagation = a->propagation};
	uint32_t flags = AT_EMPTY_PATH | (a->recursive ? AT_RECURSIVE : 0u);
	int r;
	CALL(r, CALL_MOUNT_SETATTR, sys_mount_setattr(slot_get(c, a->mount), "", flags, &attr));
	return 0;
}

int do_propagation(struct ctx *c, const struct op_propagation *a, struct outcome *o)
{
	/* Propagation of a mount of this namespace by a path of the host; mount_namespaces(7). */
	struct mount_attr attr = {.propagation = a->propagation};
	const char *path = text(c, a->path);
	int r;
	TRY(r, CALL_MOUNT_SETATTR,
	    sys_mount_setattr(AT_FDCWD, path, a->recursive ? AT_RECURSIVE : 0u, &attr));
	/* Before 5.12, or behind a filter: mount(2) says the same. */
	if (r == -ENOSYS || r == -EPERM)
		CALL(r, CALL_MOUNT_SETATTR,
		     sys_mount(0, path, 0, a->propagation | (a->recursive ? MS_REC : 0u), 0));
	return r;
}

/* A private procfs of the own pid namespace; without subset=pid, because sysctls are written through it. */
static int make_proc(struct ctx *c, struct outcome *o, int fs)
{
	int r, mount;
	CALL(r, CALL_FSCONFIG, sys_fsconfig(fs, FSCONFIG_CMD_CREATE, 0, 0, 0));
	TRY(mount, CALL_FSMOUNT,
	    sys_fsmount(fs, 0, MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV | MOUNT_ATTR_NOEXEC));
	return mount;
}

int do_proc_open(struct ctx *c, const struct op_proc_open *a, struct outcome *o)
{
	/* procfs that no mount of the rootfs can redirect: it is never attached anywhere (R4). */
	int fs, mount;
	CALL(fs, CALL_FSOPEN, sys_fsopen("proc", 0));
	mount = make_proc(c, o, fs);
	sys_close(fs);
	return slot_take(c, a->slot, mount);
}
