/*
 * reap [-m] [-t SECONDS] COMMAND...: run COMMAND as a container engine would, and leave nothing behind.
 *
 * The caller becomes a child subreaper, so that containers orphaned by a runtime come to it and not to the
 * machine's pid 1; -m gives COMMAND a mount namespace of its own. After COMMAND has ended, or after the time
 * limit (exit 124), every remaining descendant is killed and reaped; their number is told on stderr.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static int die(const char *what)
{
	fprintf(stderr, "reap: %s: %s\n", what, strerror(errno));
	return 125;
}

/* Children of this single-threaded process, as the kernel lists them; -1 at the end. */
static int first_child(void)
{
	char path[64], text[32] = "";
	int pid = -1;

	snprintf(path, sizeof(path), "/proc/self/task/%d/children", getpid());
	FILE *file = fopen(path, "re");
	if (!file)
		return -1;
	if (fgets(text, sizeof(text), file))
		pid = atoi(text);
	fclose(file);
	return pid > 0 ? pid : -1;
}

static int kill_rest(void)
{
	int count = 0, pid;

	while (waitpid(-1, NULL, WNOHANG) > 0)
		;
	while ((pid = first_child()) > 0) {
		kill(pid, SIGKILL);
		while (waitpid(pid, NULL, __WALL) < 0 && errno == EINTR)
			;
		count++;
	}
	return count;
}

/* Wait for `child`, reaping the orphans that come first; -1 after `seconds`. */
static int wait_for(pid_t child, int seconds)
{
	struct pollfd ready = {.fd = (int)syscall(SYS_pidfd_open, child, 0), .events = POLLIN};
	int status = 0;

	if (ready.fd < 0 || poll(&ready, 1, seconds * 1000) <= 0) {
		kill(child, SIGKILL);
		waitpid(child, NULL, 0);
		return -1;
	}
	close(ready.fd);
	waitpid(child, &status, 0);
	return status;
}

static int command(char **argv, int own_mounts)
{
	if (own_mounts && (unshare(CLONE_NEWNS) || mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL)))
		return die("mount namespace");
	execvp(argv[0], argv);
	return die(argv[0]);
}

int main(int argc, char **argv)
{
	int option, seconds = 600, own_mounts = 0;

	while ((option = getopt(argc, argv, "+mt:")) != -1) {
		if (option == 'm')
			own_mounts = 1;
		else if (option == 't')
			seconds = atoi(optarg);
		else
			return 125;
	}
	if (optind >= argc || prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0))
		return die("usage: reap [-m] [-t SECONDS] COMMAND...");

	pid_t child = fork();
	if (child < 0)
		return die("fork");
	if (child == 0)
		_exit(command(argv + optind, own_mounts));

	int status = wait_for(child, seconds);
	int killed = kill_rest();
	if (killed)
		fprintf(stderr, "reap: killed %d processes that were left\n", killed);
	if (status < 0)
		return 124;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
