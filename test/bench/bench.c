/*
 * bench ITERATIONS v1|v2 DIRECTORY NAME=PROGRAM...: time container runtimes, one iteration of each in turn.
 *
 * DIRECTORY/NAME/{rootfs,config.template} is a bundle; each measurement gets a config.json of its own (@N@ in
 * the template is replaced by a fresh number) and a fresh id, so that nothing can be kept from one to the
 * next. The order rotates. Every sample is one line "NAME VERB NANOSECONDS"; a call that does not exit with 0
 * ends it all. A program named `floor` knows `run` only. DIRECTORY/NAME/filter.template has a seccomp
 * profile: `run+filter` and `create+filter` are measured with it.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define MAX_RUNTIMES 8

struct runtime {
	const char *name, *program;
	char bundle[256], root[256], pid_file[256];
	char *template, *filter; /* with a seccomp profile */
	char **environment;
};

extern char **environ;
static posix_spawn_file_actions_t quiet;
static const char *hierarchy;

static void fail(const char *what)
{
	fprintf(stderr, "bench: %s: %s\n", what, strerror(errno));
	exit(1);
}

static char *slurp(const char *path)
{
	static char buffer[65536];
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		fail(path);
	ssize_t length = read(fd, buffer, sizeof(buffer) - 1);
	close(fd);
	if (length < 0)
		fail(path);
	buffer[length] = '\0';
	return strdup(buffer);
}

/* Write config.json with every @N@ of the template replaced by the number, and the program @P@. */
static void write_config(const struct runtime *runtime, const char *template, unsigned number,
			 const char *program)
{
	char path[512];

	snprintf(path, sizeof(path), "%s/config.json", runtime->bundle);
	FILE *file = fopen(path, "we");
	if (!file)
		fail(path);
	for (const char *at = template; *at; at++) {
		if (strncmp(at, "@N@", 3) == 0)
			fprintf(file, "%u", number), at += 2;
		else if (strncmp(at, "@P@", 3) == 0)
			fputs(program, file), at += 2;
		else
			fputc(*at, file);
	}
	if (fclose(file))
		fail(path);
}

static long long now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_MONOTONIC, &time);
	return time.tv_sec * 1000000000LL + time.tv_nsec;
}

/* Run one command to its end and print how long it took. */
static void measure(const struct runtime *runtime, const char *verb, char *const *arguments)
{
	pid_t pid;
	int status;
	long long begin = now();
	int error = posix_spawn(&pid, runtime->program, &quiet, NULL, arguments, runtime->environment);

	if (error || waitpid(pid, &status, 0) != pid) {
		errno = error ? error : errno;
		fail(runtime->program);
	}
	long long end = now();
	if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
		fprintf(stderr, "bench: %s %s: wait status %d\n", runtime->name, verb, status);
		exit(1);
	}
	printf("%s %s %lld\n", runtime->name, verb, end - begin);
}

/* `row` is what the sample is called. */
static void call(const struct runtime *runtime, const char *row, const char *verb, const char *option,
		 const char *value, const char *id, const char *last)
{
	const char *arguments[12] = {runtime->program, "--root", runtime->root, verb};
	int count = 4;

	if (option)
		arguments[count++] = option;
	if (value)
		arguments[count++] = value;
	if (strcmp(verb, "create") == 0) {
		arguments[count++] = "--pid-file";
		arguments[count++] = runtime->pid_file;
	}
	arguments[count++] = id;
	if (last)
		arguments[count++] = last;
	measure(runtime, row, (char *const *)arguments);
}

/* The container's process is our child, because we are its subreaper: wait until it has ended. */
static void reap_container(const struct runtime *runtime)
{
	char *text = slurp(runtime->pid_file);
	pid_t pid = atoi(text);

	free(text);
	if (pid <= 0 || waitpid(pid, NULL, __WALL) != pid)
		fail("waiting for the container");
}

static void life(const struct runtime *runtime, unsigned number)
{
	char id[64];

	snprintf(id, sizeof(id), "bench-%s-%u", runtime->name, number);
	write_config(runtime, runtime->template, number, "\"/bin/sleep\", \"1000\"");
	call(runtime, "create", "create", "--bundle", runtime->bundle, id, NULL);
	call(runtime, "start", "start", NULL, NULL, id, NULL);
	call(runtime, "state", "state", NULL, NULL, id, NULL);
	call(runtime, "exec", "exec", NULL, NULL, id, "/bin/true");
	call(runtime, "kill", "kill", NULL, NULL, id, "KILL");
	reap_container(runtime);
	call(runtime, "delete", "delete", NULL, NULL, id, NULL);
}

static void run(const struct runtime *runtime, unsigned number)
{
	char id[64], rootfs[512];

	snprintf(id, sizeof(id), "bench-%s-%u", runtime->name, number);
	if (strcmp(runtime->name, "floor") == 0) {
		snprintf(rootfs, sizeof(rootfs), "%s/rootfs", runtime->bundle);
		char *const arguments[] = {
		    (char *)runtime->program, rootfs, (char *)hierarchy, id, "/bin/true", NULL};
		measure(runtime, "run", arguments);
		return;
	}
	write_config(runtime, runtime->template, number, "\"/bin/true\"");
	call(runtime, "run", "run", "--bundle", runtime->bundle, id, NULL);
}

/* With a profile that no runtime has seen before. */
static void filtered(const struct runtime *runtime, unsigned number)
{
	char id[64];

	snprintf(id, sizeof(id), "bench-%s-%uf", runtime->name, number);
	write_config(runtime, runtime->filter, number, "\"/bin/true\"");
	call(runtime, "run+filter", "run", "--bundle", runtime->bundle, id, NULL);
	snprintf(id, sizeof(id), "bench-%s-%ug", runtime->name, number);
	write_config(runtime, runtime->filter, number + (1u << 24), "\"/bin/true\"");
	call(runtime, "create+filter", "create", "--bundle", runtime->bundle, id, NULL);
	call(runtime, "kill+filter", "kill", NULL, NULL, id, "KILL");
	reap_container(runtime);
	call(runtime, "delete+filter", "delete", NULL, NULL, id, NULL);
}

/* The environment with LD_PRELOAD in front. */
static char **preloading(const char *library)
{
	static char *environment[1024], variable[512];
	int count = 0;

	snprintf(variable, sizeof(variable), "LD_PRELOAD=%s", library);
	environment[count++] = variable;
	for (char **at = environ; *at && count < 1023; at++)
		environment[count++] = *at;
	return environment;
}

static void prepare(struct runtime *runtime, char *argument, const char *directory)
{
	char path[512];
	char *equals = strchr(argument, '=');

	if (!equals)
		fail("NAME=PROGRAM expected");
	*equals = '\0';
	runtime->name = argument;
	runtime->program = equals + 1;
	snprintf(runtime->bundle, sizeof(runtime->bundle), "%s/%s", directory, runtime->name);
	snprintf(runtime->root, sizeof(runtime->root), "%s/%s.state", directory, runtime->name);
	snprintf(runtime->pid_file, sizeof(runtime->pid_file), "%s/%s.pid", directory, runtime->name);
	snprintf(path, sizeof(path), "%s/config.template", runtime->bundle);
	runtime->template = slurp(path);
	snprintf(path, sizeof(path), "%s/filter.template", runtime->bundle);
	runtime->filter = slurp(path);
	runtime->environment = environ;
	if (strcmp(runtime->name, "crun") == 0 && getenv("BENCH_CRUN_PRELOAD"))
		runtime->environment = preloading(getenv("BENCH_CRUN_PRELOAD"));
}

int main(int argc, char **argv)
{
	static struct runtime runtimes[MAX_RUNTIMES];
	int count = argc - 4;

	if (count < 1 || count > MAX_RUNTIMES || prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0))
		fail("usage: bench ITERATIONS v1|v2 DIRECTORY NAME=PROGRAM...");
	hierarchy = argv[2];
	posix_spawn_file_actions_init(&quiet);
	posix_spawn_file_actions_addopen(&quiet, 0, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_addopen(&quiet, 1, "/dev/null", O_WRONLY, 0);
	for (int n = 0; n < count; n++)
		prepare(&runtimes[n], argv[4 + n], argv[3]);

	unsigned number = 0;
	for (int iteration = 0; iteration < atoi(argv[1]); iteration++) {
		for (int n = 0; n < count; n++)
			run(&runtimes[(n + iteration) % count], ++number);
		for (int n = 0; n < count; n++) {
			const struct runtime *runtime = &runtimes[(n + iteration) % count];
			if (strcmp(runtime->name, "floor") == 0)
				continue;
			life(runtime, ++number);
			filtered(runtime, ++number);
		}
	}
	return 0;
}
