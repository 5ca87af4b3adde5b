/*
 * Names below a directory (R1): what the rootfs says is hostile, so the kernel resolves within the root
 * (openat2), and where it has no openat2, or something is to be made on the way, this walker does: one
 * component at a time, never following, with a stack of descriptors so that ".." cannot leave the root
 * whatever is renamed meanwhile.
 */
#include "exec.h"
#include "sys.h"

#define MAX_DEPTH     128
#define MAX_LINKS     40 /* as the kernel */
#define MAX_COMPONENT 255
/* A loaded host renames all the time; each attempt is a few microseconds (SECURITY: EAGAIN is normal). */
#define OPENAT2_TRIES 4096

struct walk {
	struct ctx *c;
	struct outcome *o;
	uint32_t mode; /* of what is made */
	uint32_t
	    make; /* S_IFDIR, S_IFREG: make what is missing, the last component of this type; 0: nothing */
	int no_follow; /* do not follow a link in the last component */
	int links, depth;
	size_t at;
	int stack[MAX_DEPTH]; /* stack[0] is the root and not ours */
	char name[MAX_COMPONENT + 1];
	char rest[2 * PATH_MAX];
};

static void walk_pop(struct walk *w)
{
	if (w->depth > 0)
		sys_close(w->stack[w->depth--]);
}

static void walk_end(struct walk *w)
{
	while (w->depth > 0)
		walk_pop(w);
}

/* Puts target in front of what is left of the path: nothing, or a slash and more. */
static int walk_prepend(struct walk *w, const char *target, size_t size)
{
	const char *left = w->rest + w->at;
	size_t length = strlen(left);
	if (size + length >= sizeof(w->rest))
		return -ENAMETOOLONG;
	memmove(w->rest + size, left, length + 1);
	memcpy(w->rest, target, size);
	w->at = 0;
	return 0;
}

/* The next component into w->name: its length, 0 at the end (the name of the last one stays). */
static int walk_next(struct walk *w)
{
	while (w->rest[w->at] == '/')
		w->at++;
	size_t size = 0;
	while (w->rest[w->at] && w->rest[w->at] != '/') {
		if (size == MAX_COMPONENT)
			return -ENAMETOOLONG;
		w->name[size++] = w->rest[w->at++];
	}
	if (size)
		w->name[size] = 0;
	return (int)size;
}

static int walk_is_last(const struct walk *w)
{
	size_t at = w->at;
	while (w->rest[at] == '/')
		at++;
	return !w->rest[at];
}

static int walk_follow(struct walk *w, int link)
{
	char target[PATH_MAX];
	if (++w->links > MAX_LINKS)
		return -ELOOP;
	long size = sys_readlinkat(link, "", target, sizeof(target));
	if (size < 0)
		return (int)size;
	if (size == 0 || size == (long)sizeof(target))
		return size ? -ENAMETOOLONG : -ENOENT;
	if (target[0] == '/')
		walk_end(w);
	return walk_prepend(w, target, (size_t)size);
}

/* The umask of the caller must not decide whether a container user may pass its mountpoints. */
static int walk_make(struct walk *w)
{
	struct ctx *c = w->c;
	struct outcome *o = w->o;
	int r, top = w->stack[w->depth];
	uint32_t umask = sys_umask(0);
	if (walk_is_last(w) && w->make == S_IFREG)
		TRY(r, CALL_MKNODAT, sys_mknodat(top, w->name, S_IFREG | w->mode, 0));
	else
		TRY(r, CALL_MKDIRAT, sys_mkdirat(top, w->name, w->make == S_IFREG ? 0755 : w->mode));
	sys_umask(umask);
	return r == -EEXIST ? 0 : r;
}

static int walk_open(struct walk *w)
{
	int top = w->stack[w->depth];
	int fd = sys_openat(top, w->name, O_PATH | O_NOFOLLOW, 0);
	if (fd != -ENOENT || !w->make)
		return fd;
	int r = walk_make(w);
	return r < 0 ? r : sys_openat(top, w->name, O_PATH | O_NOFOLLOW, 0);
}

/* A link is followed unless it is the very end; with a slash behind it, it must lead to a directory. */
static int walk_enter(struct walk *w, int fd)
{
	struct stat st;
	char next = w->rest[w->at];
	int r = sys_fstat(fd, &st);
	if (r < 0)
		return r;
	if (S_ISLNK(st.st_mode) && (next || !w->no_follow))
		return walk_follow(w, fd);
	if (next && !S_ISDIR(st.st_mode))
		return -ENOTDIR;
	if (w->depth + 1 == MAX_DEPTH)
		return -ENAMETOOLONG;
	w->stack[++w->depth] = fd;
	return 1; /* the stack owns it now */
}

static int walk_step(struct walk *w)
{
	if (text_equal(w->name, "."))
		return 0;
	if (text_equal(w->name, "..")) {
		walk_pop(w);
		return 0;
	}
	int fd = walk_open(w);
	if (fd < 0)
		return fd;
	int r = walk_enter(w, fd);
	if (r <= 0)
		sys_close(fd);
	return r;
}

/* What was found, opened as the caller wants it. The last name cannot be followed: a swapped link is ELOOP.
 */
static int walk_result(struct walk *w, uint64_t flags)
{
	struct stat st;
	int top = w->stack[w->depth];
	int r = sys_fstat(top, &st);
	if (r < 0)
		return r;
	if (S_ISDIR(st.st_mode))
		return sys_openat(top, ".", (int)flags, 0);
	if (flags & O_DIRECTORY)
		return -ENOTDIR;
	if (flags & O_PATH) {
		w->depth--;
		return top;
	}
	return sys_openat(w->stack[w->depth - 1], w->name, (int)flags | O_NOFOLLOW, 0);
}

static int walk_run(struct walk *w, int root, const char *path, uint64_t flags)
{
	size_t size = strlen(path);
	if (size >= PATH_MAX)
		return -ENAMETOOLONG;
	memcpy(w->rest, path, size + 1);
	w->stack[0] = root;
	int r;
	while ((r = walk_next(w)) > 0) {
		r = walk_step(w);
		if (r < 0)
			break;
	}
	if (r >= 0)
		r = walk_result(w, flags);
	walk_end(w);
	return r;
}

int open_in(int root, const char *path, uint64_t flags)
{
	struct open_how how = {
	    .flags = flags | O_CLOEXEC,
	    .resolve = RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS,
	};
	int r = -EAGAIN;
	for (int i = 0; i < OPENAT2_TRIES && (r == -EAGAIN || r == -EINTR); i++)
		r = sys_openat2(root, path, &how);
	/* ENOSYS: before 5.6, or a filter; EPERM: another kind of filter. Asked anew each time: a filter may
	 * arrive later. */
	if (r != -ENOSYS && r != -EPERM && r != -EAGAIN)
		return r;
	struct walk w = {.no_follow = (flags & O_NOFOLLOW) != 0};
	return walk_run(&w, root, path, flags);
}

static int make_in(struct ctx *c, struct outcome *o, int root, const char *path, uint32_t type, uint32_t mode)
{
	int r;
	uint64_t flags = O_PATH | (type == S_IFDIR ? O_DIRECTORY : 0);
	TRY(r, CALL_OPENAT2, open_in(root, path, flags));
	if (r != -ENOENT)
		return r;
	struct walk w = {.c = c, .o = o, .mode = mode, .make = type};
	return walk_run(&w, root, path, flags);
}

int make_dirs_in(struct ctx *c, struct outcome *o, int root, const char *path, uint32_t mode)
{
	return make_in(c, o, root, path, S_IFDIR, mode);
}

int make_file_in(struct ctx *c, struct outcome *o, int root, const char *path, uint32_t mode)
{
	return make_in(c, o, root, path, S_IFREG, mode);
}

int open_parent_in(struct ctx *c, struct outcome *o, int root, const char *path, int make, char name[256])
{
	char parent[PATH_MAX];
	size_t end = strlen(path);
	while (end > 0 && path[end - 1] == '/')
		end--;
	size_t start = end;
	while (start > 0 && path[start - 1] != '/')
		start--;
	if (end - start > MAX_COMPONENT || start >= sizeof(parent))
		return -ENAMETOOLONG;
	memcpy(name, path + start, end - start);
	name[end - start] = 0;
	if (!name[0] || text_equal(name, ".") || text_equal(name, ".."))
		return -EINVAL;
	memcpy(parent, path, start);
	parent[start] = 0;
	const char *directory = start ? parent : ".";
	if (make)
		return make_dirs_in(c, o, root, directory, 0755);
	int r;
	TRY(r, CALL_OPENAT2, open_in(root, directory, O_PATH | O_DIRECTORY));
	return r;
}
