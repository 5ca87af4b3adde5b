/*
 * tmpcopyup: what a tmpfs is about to cover appears in it. The source is hostile: everything is opened by
 * parent descriptor and one component, never following, and looked at after it is open.
 */
#include "common.h"

#define MAX_DEPTH   64 /* two descriptors each */
#define NAMES_BYTES 2048u
#define XATTR_BYTES 4096u
#define MODE_BITS   07777u

static char copy_buffer[65536];

struct entry {
	int from, to; /* directories */
	const char *name;
	struct stat st;
};

static int copy_tree(struct ctx *c, struct outcome *o, int from, int to, int depth);

static int copy_bytes(struct ctx *c, struct outcome *o, int from, int to)
{
	long size, r;
	for (;;) {
		TRY(size, CALL_READ, sys_read(from, copy_buffer, sizeof(copy_buffer)));
		if (size == -EINTR)
			continue;
		if (size <= 0)
			return (int)size;
		for (long at = 0; at < size; at += r) {
			TRY(r, CALL_WRITE, sys_write(to, copy_buffer + at, (size_t)(size - at)));
			if (r == -EINTR)
				r = 0;
			if (r < 0)
				return (int)r;
		}
	}
}

/* File systems differ in what they keep, and a label belongs to the new place: refusals are passed over. */
static void copy_xattrs(int from, int to)
{
	char names[NAMES_BYTES], value[XATTR_BYTES];
	long size = sys_flistxattr(from, names, sizeof(names));
	for (long at = 0; at < size; at += (long)strlen(names + at) + 1) {
		long length = sys_fgetxattr(from, names + at, value, sizeof(value));
		if (length >= 0 && !text_equal(names + at, "security.selinux"))
			sys_fsetxattr(to, names + at, value, (size_t)length, 0);
	}
}

/* Owner before mode: chown clears the set-id bits. */
static int copy_attributes(struct ctx *c, struct outcome *o, const struct stat *st, int from, int to)
{
	struct __kernel_timespec times[2] = {
	    {.tv_sec = (long long)st->st_atime, .tv_nsec = (long long)st->st_atime_nsec},
	    {.tv_sec = (long long)st->st_mtime, .tv_nsec = (long long)st->st_mtime_nsec},
	};
	int r;
	CALL(r, CALL_FCHOWN, sys_fchown(to, st->st_uid, st->st_gid));
	CALL(r, CALL_FCHMOD, sys_fchmod(to, st->st_mode & MODE_BITS));
	copy_xattrs(from, to);
	sys_utimensat(to, 0, times, 0);
	return 0;
}

static int copy_directory(struct ctx *c, struct outcome *o, const struct entry *e, int depth)
{
	int r, from, to = -1;
	CALL(r, CALL_MKDIRAT, sys_mkdirat(e->to, e->name, 0700));
	CALL(from, CALL_OPENAT2, sys_openat(e->from, e->name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW, 0));
	TRY(to, CALL_OPENAT2, sys_openat(e->to, e->name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW, 0));
	r = to;
	if (to >= 0)
		r = copy_tree(c, o, from, to, depth + 1);
	if (r >= 0)
		r = copy_attributes(c, o, &e->st, from, to);
	sys_close(from);
	if (to >= 0)
		sys_close(to);
	return r;
}

static int copy_file(struct ctx *c, struct outcome *o, const struct entry *e)
{
	struct stat now;
	int r, from, to = -1;
	CALL(from, CALL_OPENAT2,
	     sys_openat(e->from, e->name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY, 0));
	TRY(r, CALL_READ, sys_fstat(from, &now));
	if (r >= 0 && !S_ISREG(now.st_mode)) /* swapped meanwhile */
		r = -ELOOP;
	if (r >= 0) {
		TRY(to, CALL_OPENAT2,
		    sys_openat(e->to, e->name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0600));
		r = to;
	}
	if (r >= 0)
		r = copy_bytes(c, o, from, to);
	if (r >= 0)
		r = copy_attributes(c, o, &now, from, to);
	sys_close(from);
	if (to >= 0)
		sys_close(to);
	return r;
}

static int copy_link(struct ctx *c, struct outcome *o, const struct entry *e)
{
	char target[PATH_MAX];
	long size;
	int r;
	CALL(size, CALL_READ, sys_readlinkat(e->from, e->name, target, sizeof(target)));
	if (size == (long)sizeof(target))
		return -ENAMETOOLONG;
	target[size] = 0;
	CALL(r, CALL_SYMLINKAT, sys_symlinkat(target, e->to, e->name));
	CALL(r, CALL_FCHOWN, sys_fchownat(e->to, e->name, e->st.st_uid, e->st.st_gid, AT_SYMLINK_NOFOLLOW));
	return 0;
}

/* A device needs a privilege that a user namespace has not: the node is missing then, the rest is there. */
static int copy_node(struct ctx *c, struct outcome *o, const struct entry *e)
{
	uint32_t device = device_number(device_major(e->st.st_rdev), device_minor(e->st.st_rdev));
	int r;
	TRY(r, CALL_MKNODAT, sys_mknodat(e->to, e->name, e->st.st_mode, device));
	if (r == -EPERM)
		return 0;
	if (r < 0)
		return r;
	CALL(r, CALL_FCHOWN, sys_fchownat(e->to, e->name, e->st.st_uid, e->st.st_gid, AT_SYMLINK_NOFOLLOW));
	return 0;
}

static int copy_entry(struct ctx *c, struct outcome *o, struct entry *e, int depth)
{
	int r;
	if (text_equal(e->name, ".") || text_equal(e->name, ".."))
		return 0;
	CALL(r, CALL_READ, sys_fstatat(e->from, e->name, &e->st, AT_SYMLINK_NOFOLLOW));
	switch (e->st.st_mode & S_IFMT) {
	case S_IFDIR:
		return copy_directory(c, o, e, depth);
	case S_IFREG:
		return copy_file(c, o, e);
	case S_IFLNK:
		return copy_link(c, o, e);
	default:
		return copy_node(c, o, e);
	}
}

static int copy_tree(struct ctx *c, struct outcome *o, int from, int to, int depth)
{
	_Alignas(struct sys_dirent64) char names[NAMES_BYTES];
	struct entry e = {.from = from, .to = to};
	long size;
	if (depth == MAX_DEPTH)
		return -ENAMETOOLONG;
	for (;;) {
		CALL(size, CALL_GETDENTS64, sys_getdents64(from, names, sizeof(names)));
		if (size == 0)
			return 0;
		for (long at = 0; at < size;) {
			const struct sys_dirent64 *d = (const void *)(names + at);
			e.name = d->name;
			int r = copy_entry(c, o, &e, depth);
			if (r < 0)
				return r;
			at += d->reclen;
		}
	}
}

static int copy_root(struct ctx *c, struct outcome *o, int from, int mount)
{
	struct stat st;
	int r, to;
	CALL(to, CALL_OPENAT2, sys_openat(mount, ".", O_RDONLY | O_DIRECTORY, 0));
	r = copy_tree(c, o, from, to, 0);
	if (r >= 0)
		TRY(r, CALL_READ, sys_fstat(from, &st));
	if (r >= 0)
		r = copy_attributes(c, o, &st, from, to);
	sys_close(to);
	return r;
}

int do_mount_copyup(struct ctx *c, const struct op_mount_copyup *a, struct outcome *o)
{
	/* Fill a tmpfs with what it will cover, owners and modes included; nothing where there is nothing. */
	int from;
	TRY(from, CALL_OPENAT2, open_in(slot_get(c, a->root), text(c, a->target), O_RDONLY | O_DIRECTORY));
	if (from == -ENOENT)
		return 0;
	if (from < 0)
		return from;
	int r = copy_root(c, o, from, slot_get(c, a->mount));
	sys_close(from);
	return r;
}
