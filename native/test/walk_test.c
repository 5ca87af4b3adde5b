/*
 * Names below a root (R1), by openat2 and by the walk that replaces it: both give the same object or error,
 * and neither ever leaves the root, whatever is exchanged meanwhile. Includes the source, to call the walk
 * itself.
 */
#include "../exec/walk.c"

int printf(const char *format, ...);

#define RACES 20000

static int failures, box, root;

static void expect(const char *title, const char *path, int got, int wanted)
{
	if (got == wanted)
		return;
	printf("FAIL %s: %s: %d, expected %d\n", title, path, got, wanted);
	failures++;
}

/* box/outside is what must never be reached; everything else lies in box/root. */
static void build_tree(void)
{
	static const char *const dirs[] = {"outside",	 "root",   "root/a",	  "root/a/b",
					   "root/a/b/c", "root/d", "root/outside"};
	static const char *const links[][2] = {
	    {"/a/b", "root/absolute"},	     {"a/b", "root/relative"},
	    {"../../../../a", "root/above"}, {"../../outside", "root/a/out"},
	    {"loop", "root/loop"},	     {"/new/place", "root/dangling"},
	    {"absolute/c", "root/twice"},    {"/../../../outside", "root/a/b/escape"},
	    {"/a/file", "root/tofile"},	     {"a/file/", "root/slashed"},
	};
	for (size_t i = 0; i < ARRAY_LEN(dirs); i++)
		sys_mkdirat(box, dirs[i], 0755);
	for (size_t i = 0; i < ARRAY_LEN(links); i++)
		sys_symlinkat(links[i][0], box, links[i][1]);
	sys_close(sys_openat(box, "root/a/file", O_WRONLY | O_CREAT, 0644));
}

static uint64_t inode_of(int dir, const char *path)
{
	struct stat st = {0};
	return sys_fstatat(dir, path, &st, AT_SYMLINK_NOFOLLOW) < 0 ? 0 : st.st_ino;
}

static int walked(const char *path, uint64_t flags)
{
	struct walk w = {.no_follow = (flags & O_NOFOLLOW) != 0};
	return walk_run(&w, root, path, flags);
}

/* Where `is` is NULL the error is expected, else the object of that name, which has no link in it. */
static const struct {
	const char *path, *is;
	int error;
	uint64_t flags;
} cases[] = {
    {"/", ".", 0, O_PATH},
    {"", ".", 0, O_RDONLY | O_DIRECTORY},
    {"..", ".", 0, O_PATH},
    {"../../../..", ".", 0, O_PATH},
    {"a/b/../../..", ".", 0, O_PATH},
    {"//a///b/./c/", "a/b/c", 0, O_PATH},
    {"absolute", "a/b", 0, O_PATH},
    {"absolute/../file", "a/file", 0, O_PATH},
    {"relative/c", "a/b/c", 0, O_PATH | O_DIRECTORY},
    {"above/file", "a/file", 0, O_PATH},
    {"a/out", "outside", 0, O_PATH},
    {"a/b/escape", "outside", 0, O_PATH},
    {"twice", "a/b/c", 0, O_PATH},
    {"tofile", "a/file", 0, O_RDONLY},
    {"a/file", "a/file", 0, O_RDWR},
    {"tofile", "tofile", 0, O_PATH | O_NOFOLLOW},
    {"absolute", "absolute", 0, O_PATH | O_NOFOLLOW},
    {"loop", 0, -ELOOP, O_PATH},
    {"dangling", 0, -ENOENT, O_PATH},
    {"missing", 0, -ENOENT, O_PATH},
    {"missing/..", 0, -ENOENT, O_PATH},
    {"a/file/x", 0, -ENOTDIR, O_PATH},
    {"a/file", 0, -ENOTDIR, O_PATH | O_DIRECTORY},
    {"a/file/", 0, -ENOTDIR, O_PATH},
    {"slashed", 0, -ENOTDIR, O_PATH},
};

static void expect_object(const char *title, size_t i, int fd)
{
	struct stat st = {0};
	if (cases[i].is && fd >= 0) {
		sys_fstat(fd, &st);
		expect(title, cases[i].path, st.st_ino == inode_of(root, cases[i].is), 1);
	} else {
		expect(title, cases[i].path, fd < 0 ? fd : 0, cases[i].error);
	}
	if (fd >= 0)
		sys_close(fd);
}

static void both_ways_find_the_same(void)
{
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		if (cases[i].path[0]) /* the kernel has no empty name; the walk calls it the root */
			expect_object("openat2", i, open_in(root, cases[i].path, cases[i].flags));
		expect_object("walk", i, walked(cases[i].path, cases[i].flags));
	}
}

static void a_long_name_is_refused(void)
{
	static char name[MAX_COMPONENT + 2], path[PATH_MAX + 2];
	memset(name, 'n', sizeof(name) - 1);
	memset(path, 'a', sizeof(path) - 1);
	for (size_t i = 1; i < sizeof(path) - 1; i += 2)
		path[i] = '/';
	expect("walk", "a name of 256 bytes", walked(name, O_PATH), -ENAMETOOLONG);
	expect("openat2", "a name of 256 bytes", open_in(root, name, O_PATH), -ENAMETOOLONG);
	expect("walk", "a path of 4097 bytes", walked(path, O_PATH), -ENAMETOOLONG);
	expect("openat2", "a path of 4097 bytes", open_in(root, path, O_PATH), -ENAMETOOLONG);
}

static void missing_directories_are_made_inside(void)
{
	struct ctx c;
	struct outcome o;
	int fd = make_dirs_in(&c, &o, root, "a/out/../../deep/er", 0700);
	expect("make", "beside what looked like outside", fd >= 0 && inode_of(root, "deep/er") != 0, 1);
	sys_close(fd);
	fd = make_dirs_in(&c, &o, root, "dangling/x", 0755);
	expect("make", "at the target of a dangling link", fd >= 0 && inode_of(root, "new/place/x") != 0, 1);
	sys_close(fd);
	fd = make_file_in(&c, &o, root, "/above/../x/y", 0644);
	expect("make", "a file and its directory", fd >= 0 && inode_of(root, "x/y") != 0, 1);
	sys_close(fd);
	expect("make", "through a file", make_dirs_in(&c, &o, root, "a/file/x", 0755), -ENOTDIR);
	expect("make", "through a loop", make_dirs_in(&c, &o, root, "loop/x", 0755), -ELOOP);
}

static void a_parent_has_one_last_name(void)
{
	struct ctx c;
	struct outcome o;
	char name[256];
	int fd = open_parent_in(&c, &o, root, "/absolute/c///", 0, name);
	expect("parent", "/absolute/c///", fd >= 0 && text_equal(name, "c"), 1);
	sys_close(fd);
	fd = open_parent_in(&c, &o, root, "single", 0, name);
	expect("parent", "single", fd >= 0 && text_equal(name, "single"), 1);
	sys_close(fd);
	expect("parent", "/", open_parent_in(&c, &o, root, "/", 0, name), -EINVAL);
	expect("parent", "a/..", open_parent_in(&c, &o, root, "a/..", 0, name), -EINVAL);
}

/* Exchanges a directory with a link to the outside, and moves another out of the root and back, until killed.
 */
static void race(void)
{
	int parent = sys_getppid();
	sys_mkdirat(box, "root/swap", 0755);
	sys_mkdirat(box, "root/swap/inner", 0755);
	sys_symlinkat("../../outside", box, "root/other");
	while (sys_getppid() == parent) {
		sys_renameat2(box, "root/swap", box, "root/other", 2 /* RENAME_EXCHANGE */);
		sys_renameat2(box, "root/a/b", box, "outside/b", 0);
		sys_renameat2(box, "outside/b", box, "root/a/b", 0);
	}
	sys_exit(0);
}

static int is_outside(int fd, uint64_t outside)
{
	struct stat st = {0};
	return fd >= 0 && sys_fstat(fd, &st) >= 0 && st.st_ino == outside;
}

static void nothing_raced_leads_outside(void)
{
	static const char *const paths[] = {"swap",	      "swap/inner/..",
					    "other/../other", "a/b/c/../../..",
					    "a/b/..",	      "a/b/c/../../../../outside/../.."};
	uint64_t outside = inode_of(box, "outside"), above = inode_of(box, ".");
	int pidfd, child = (int)sys_clone(CLONE_PIDFD | SIGCHLD, &pidfd);
	if (child == 0)
		race();
	for (int i = 0; i < RACES; i++) {
		const char *path = paths[(size_t)i % ARRAY_LEN(paths)];
		int fd = i & 1 ? walked(path, O_PATH) : open_in(root, path, O_PATH);
		expect("race", path, is_outside(fd, outside) || is_outside(fd, above), 0);
		if (fd >= 0)
			sys_close(fd);
	}
	sys_kill(child, SIGKILL);
	sys_wait4(child, 0, 0);
	sys_close(pidfd);
}

static void remove_tree(int dir)
{
	_Alignas(struct sys_dirent64) char names[4096];
	long size;
	while ((size = sys_getdents64(dir, names, sizeof(names))) > 0) {
		for (long at = 0; at < size;) {
			const struct sys_dirent64 *d = (const void *)(names + at);
			at += d->reclen;
			if (text_equal(d->name, ".") || text_equal(d->name, "..") ||
			    !sys_unlinkat(dir, d->name, 0))
				continue;
			int below = sys_openat(dir, d->name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW, 0);
			remove_tree(below);
			sys_close(below);
			sys_unlinkat(dir, d->name, AT_REMOVEDIR);
		}
		sys_lseek(dir, 0, SEEK_SET);
		if (size <= 64) /* the two dots */
			break;
	}
}

int main(void)
{
	char name[64] = "/tmp/teu-walk-";
	format_u64(name + strlen(name), (uint64_t)sys_getpid());
	sys_mkdirat(AT_FDCWD, name, 0700);
	box = sys_openat(AT_FDCWD, name, O_RDONLY | O_DIRECTORY, 0);
	build_tree();
	root = sys_openat(box, "root", O_PATH | O_DIRECTORY, 0);
	both_ways_find_the_same();
	a_long_name_is_refused();
	missing_directories_are_made_inside();
	a_parent_has_one_last_name();
	nothing_raced_leads_outside();
	remove_tree(box);
	sys_unlinkat(AT_FDCWD, name, AT_REMOVEDIR);
	if (!failures)
		printf("ok   walk: %zu names both ways, %d races\n", ARRAY_LEN(cases), RACES);
	return failures != 0;
}
