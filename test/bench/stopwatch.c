/*
 * stopwatch: runs commands and says how long each took. One request is one line on stdin, one answer one line
 * on stdout.
 *
 * A letter and its arguments, each behind a unit separator (octal 037):
 *
 *   r ARGUMENT...   run the program to its end: "EXIT NANOSECONDS PEAK-RSS-KIB CPU-NANOSECONDS"; EXIT is
 * -SIGNAL when one ended it b ARGUMENT...   begin it, and do not wait: "PID" w PID           wait for a
 * child's end, one that was begun or an orphan that came to us: the same since it began
 *
 * Leading words NAME=VALUE are added to the environment. Standard input and output of a command are
 * /dev/null, standard error is ours. The time is that of posix_spawn and wait4 of this small process, so a
 * JavaScript engine that asks takes no part in it. Orphans come to us: we are a subreaper, as an engine is.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define MAX_WORDS 256
#define MAX_BEGUN 64

extern char **environ;
static posix_spawn_file_actions_t quiet;
static struct {
	pid_t pid;
	long long begin;
} begun[MAX_BEGUN];

static void fail(const char *what)
{
	fprintf(stderr, "stopwatch: %s: %s\n", what, strerror(errno));
	exit(1);
}

static long long now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec * 1000000000LL + time.tv_nsec;
}

static long long nanoseconds_of(const struct timeval *time)
{
	return time->tv_sec * 1000000000LL + time->tv_usec * 1000LL;
}

static pid_t start(char **words)
{
	static char *environment[MAX_WORDS + 1024];
	int count = 0;
	pid_t pid;

	while (*words && strchr(*words, '=') && **words != '/')
		environment[count++] = *words++;
	if (!*words)
		fail("a request without a program");
	for (char **at = environ; *at && count < MAX_WORDS + 1023; at++)
		environment[count++] = *at;
	environment[count] = NULL;
	errno = posix_spawn(&pid, *words, &quiet, NULL, words, environment);
	if (errno)
		fail(*words);
	return pid;
}

/* Also of a process that is a child by adoption, or has no exit signal. */
static void answer(pid_t pid, long long begin)
{
	struct rusage usage;
	int status;

	while (wait4(pid, &status, __WALL, &usage) != pid)
		if (errno != EINTR)
			fail("wait4");
	long long nanoseconds = now() - begin;
	long long cpu = nanoseconds_of(&usage.ru_utime) + nanoseconds_of(&usage.ru_stime);
	printf("%d %lld %ld %lld\n", WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status), nanoseconds,
	       usage.ru_maxrss, cpu);
}

static void begin_one(char **words)
{
	for (int n = 0; n < MAX_BEGUN; n++) {
		if (begun[n].pid)
			continue;
		begun[n].begin = now();
		begun[n].pid = start(words);
		printf("%d\n", begun[n].pid);
		return;
	}
	errno = EAGAIN;
	fail("too many at once");
}

static void wait_one(pid_t pid)
{
	for (int n = 0; n < MAX_BEGUN; n++) {
		if (begun[n].pid != pid)
			continue;
		begun[n].pid = 0;
		answer(pid, begun[n].begin);
		return;
	}
	answer(pid, now());
}

static void serve(char *line)
{
	char *words[MAX_WORDS + 1] = {NULL};
	int count = 0;

	line[strcspn(line, "\n")] = '\0';
	for (char *word = strtok(line + 1, "\037"); word && count < MAX_WORDS; word = strtok(NULL, "\037"))
		words[count++] = word;
	if (line[0] == 'r') {
		long long begin = now();
		answer(start(words), begin);
	} else if (line[0] == 'b') {
		begin_one(words);
	} else if (line[0] == 'w' && words[0]) {
		wait_one(atoi(words[0]));
	} else {
		errno = EINVAL;
		fail("a request of another kind");
	}
}

int main(void)
{
	char *line = NULL;
	size_t size = 0;

	if (prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0))
		fail("prctl");
	posix_spawn_file_actions_init(&quiet);
	posix_spawn_file_actions_addopen(&quiet, 0, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_addopen(&quiet, 1, "/dev/null", O_WRONLY, 0);
	while (getline(&line, &size, stdin) > 0) {
		serve(line);
		fflush(stdout);
	}
	return 0;
}
