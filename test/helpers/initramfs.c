/*
 * initramfs COMMAND [ARG...]: executes it in a mount namespace whose root is the kernel's initial file
 * system, which pivot_root(2) cannot leave; the tree of the host is at /host, and its names are at / as
 * links. Status 125: it cannot.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/mount.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define MANY 64

struct made {
	char path[300];
	enum { LINK, DIRECTORY, MOUNT } kind;
};
static struct made made[MANY];
static int count;

static void note(const char *path, int kind)
{
	if (count < MANY) {
		snprintf(made[count].path, sizeof(made[count].path), "%s", path);
		made[count++].kind = kind;
	}
}

/* The initial file system is one for all namespaces: nothing of ours stays in it. */
static void clean(void)
{
	while (count > 0) {
		const struct made *one = &made[--count];
		if (one->kind == LINK)
			unlink(one->path);
		else if (one->kind == DIRECTORY)
			rmdir(one->path);
		else
			umount2(one->path, MNT_DETACH);
	}
}

static void fail(const char *what)
{
	fprintf(stderr, "initramfs: %s: %s\n", what, strerror(errno));
	clean();
	exit(125);
}

static void check(const char *what, long result)
{
	if (result < 0)
		fail(what);
}

static void directory(const char *path)
{
	if (mkdir(path, 0755) == 0)
		note(path, DIRECTORY);
	else if (errno != EEXIST)
		fail(path);
}

/* proc must not be a link, and what the initial file system has already is covered. */
static void show(const char *name)
{
	char path[280], host[300], target[280];
	snprintf(path, sizeof(path), "/%s", name);
	snprintf(host, sizeof(host), "/host/%s", name);
	snprintf(target, sizeof(target), "host/%s", name);
	if (strcmp(name, "proc") && strcmp(name, "sys") && symlink(target, path) == 0) {
		note(path, LINK);
		return;
	}
	directory(path);
	check(path, mount(host, path, NULL, MS_BIND | MS_REC, NULL));
	note(path, MOUNT);
}

static void show_all(void)
{
	DIR *host = opendir("/host");
	if (!host)
		fail("/host");
	for (struct dirent *one; (one = readdir(host));)
		if (one->d_name[0] != '.' && (one->d_type == DT_DIR || one->d_type == DT_LNK))
			show(one->d_name);
	closedir(host);
}

static void leave_root(void)
{
	check("unshare", unshare(CLONE_NEWNS));
	check("mount", mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL));
	int ns = open("/proc/self/ns/mnt", O_RDONLY | O_CLOEXEC);
	int tree =
	    (int)syscall(SYS_open_tree, AT_FDCWD, "/", OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | AT_RECURSIVE);
	check("open", ns);
	check("open_tree", tree);
	check("umount", umount2("/", MNT_DETACH));
	/* Enters at what is now the root of the namespace. */
	check("setns", setns(ns, CLONE_NEWNS));
	directory("/host");
	check("move_mount", syscall(SYS_move_mount, tree, "", AT_FDCWD, "/host", MOVE_MOUNT_F_EMPTY_PATH));
	note("/host", MOUNT);
	close(tree);
	close(ns);
}

int main(int argc, char **argv)
{
	char cwd[4096];
	int status = 0;
	if (argc < 2 || !getcwd(cwd, sizeof(cwd)))
		return 125;
	leave_root();
	show_all();
	pid_t child = fork();
	check("fork", child);
	if (child == 0) {
		if (chdir(cwd) == 0)
			execvp(argv[1], argv + 1);
		perror(argv[1]);
		_exit(125);
	}
	while (waitpid(child, &status, 0) < 0 && errno == EINTR)
		;
	clean();
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
