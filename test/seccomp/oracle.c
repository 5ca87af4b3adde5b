/*
 * Drives libseccomp as runc does and writes the programs it makes: the yardstick of src/seccomp-bpf-json.
 * Reads commands, one per line, from stdin and answers on stdout. Numbers are as the kernel has them.
 *
 * new ACTION [ARCH...]: begin a filter for these architectures and no other.
 *
 * rule ACTION NAME [I OP A B]...: seccomp_rule_add_array(3); a name that libseccomp lacks is ignored.
 *
 * export: answers uint32 error (0 or errno), uint32 length, the program. The error is ETIME for a filter
 * that libseccomp 2.5 never ends to build, which happens with rules of different actions.
 *
 * number ARCH NAME: answers int32, -1 for a name without a number.
 *
 * load SIZE, then the program: answers int32, the error of seccomp(2) in a child, 0 if the kernel takes it.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <seccomp.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static scmp_filter_ctx filter;
static uint32_t default_action;
static int failure;
static sigjmp_buf out;

static void give_up(int signal)
{
	siglongjmp(out, signal);
}

/* From here on libseccomp has a second. */
static int is_endless(void)
{
	if (sigsetjmp(out, 1) != 0) {
		filter = NULL; /* whatever state it is in */
		failure = ETIME;
		return 1;
	}
	alarm(1);
	return 0;
}

static void answer(const void *data, size_t size)
{
	if (fwrite(data, 1, size, stdout) != size)
		exit(1);
}

static void keep(int rc)
{
	if (rc < 0 && failure == 0)
		failure = -rc;
}

static void begin(char *words)
{
	char *word = strtok(words, " ");
	int is_empty = 1;

	if (filter)
		seccomp_release(filter);
	failure = 0;
	default_action = (uint32_t)strtoul(word, NULL, 0);
	filter = seccomp_init(default_action);
	if (!filter) {
		failure = EINVAL;
		return;
	}
	/* A program can be made for any byte order only while the filter has no architecture of another. */
	while ((word = strtok(NULL, " "))) {
		if (is_empty)
			keep(seccomp_arch_remove(filter, seccomp_arch_native()));
		is_empty = 0;
		keep(seccomp_arch_add(filter, seccomp_arch_resolve_name(word)));
	}
	keep(seccomp_attr_set(filter, SCMP_FLTATR_CTL_OPTIMIZE, 1));
}

static void rule(char *words)
{
	struct scmp_arg_cmp args[6];
	unsigned int count = 0;
	uint32_t action = (uint32_t)strtoul(strtok(words, " "), NULL, 0);
	char *name = strtok(NULL, " "), *word;
	int number = seccomp_syscall_resolve_name(name);

	if (!filter || number == __NR_SCMP_ERROR || action == default_action)
		return;
	while ((word = strtok(NULL, " ")) && count < 6) {
		args[count].arg = (unsigned int)strtoul(word, NULL, 0);
		args[count].op = (enum scmp_compare)strtoul(strtok(NULL, " "), NULL, 0);
		args[count].datum_a = strtoull(strtok(NULL, " "), NULL, 0);
		args[count].datum_b = strtoull(strtok(NULL, " "), NULL, 0);
		count++;
	}
	if (is_endless())
		return;
	keep(seccomp_rule_add_array(filter, action, number, count, args));
	alarm(0);
}

static void export(void)
{
	uint32_t head[2] = {(uint32_t)failure, 0};
	char *program = NULL;
	int fd = memfd_create("program", MFD_CLOEXEC);

	if (fd < 0)
		exit(1);
	if (head[0] == 0 && !is_endless()) {
		keep(seccomp_export_bpf(filter, fd));
		alarm(0);
	}
	head[0] = (uint32_t)failure;
	if (head[0] == 0) {
		off_t size = lseek(fd, 0, SEEK_END);

		head[1] = (uint32_t)size;
		program = malloc(head[1]);
		if (!program || pread(fd, program, head[1], 0) != size)
			exit(1);
	}
	answer(head, sizeof(head));
	answer(program, head[1]);
	free(program);
	close(fd);
}

static void number_of(char *words)
{
	uint32_t arch = seccomp_arch_resolve_name(strtok(words, " "));
	int32_t number = seccomp_syscall_resolve_name_arch(arch, strtok(NULL, " "));

	if (number < 0)
		number = -1;
	answer(&number, sizeof(number));
}

/* The kernel's word on a program: a child loads it and leaves the result where no call is needed to leave it.
 */
static void load(char *words)
{
	static struct sock_filter program[4096];
	size_t size = strtoul(words, NULL, 0);
	struct sock_fprog fprog = {(unsigned short)(size / sizeof(program[0])), program};
	int32_t *result =
	    mmap(NULL, sizeof(*result), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	pid_t child;

	if (result == MAP_FAILED || size > sizeof(program) || fread(program, 1, size, stdin) != size)
		exit(1);
	*result = -1;
	child = fork();
	if (child == 0) {
		/* No core file of the end below. */
		long rc = prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);

		if (rc == 0)
			rc = syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &fprog);
		*result = rc == 0 ? 0 : errno;
		/* exit(2) may be forbidden, or answered by nobody */
		__builtin_trap();
	}
	if (child < 0 || waitpid(child, NULL, 0) != child)
		exit(1);
	answer(result, sizeof(*result));
	munmap(result, sizeof(*result));
}

int main(void)
{
	char *line = NULL;
	size_t size = 0;
	ssize_t length;

	signal(SIGALRM, give_up);
	while ((length = getline(&line, &size, stdin)) > 0) {
		char *rest = strchr(line, ' ');

		line[strcspn(line, "\n")] = 0;
		if (rest)
			*rest++ = 0;
		if (strcmp(line, "new") == 0)
			begin(rest);
		else if (strcmp(line, "rule") == 0)
			rule(rest);
		else if (strcmp(line, "export") == 0)
			export();
		else if (strcmp(line, "number") == 0)
			number_of(rest);
		else if (strcmp(line, "load") == 0)
			load(rest);
		else
			return 2;
	}
	return fflush(stdout) == 0 ? 0 : 1;
}
