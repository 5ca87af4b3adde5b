/*
 * filter ERRNO CALL[,CALL...] COMMAND...: runs the command under a seccomp filter that answers the calls with
 * the errno (a number), as outer sandboxes and old kernels do.
 */
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

static const struct {
	const char *name;
	unsigned int number;
} calls[] = {
    {"openat2", SYS_openat2},
    {"clone3", SYS_clone3},
    {"close_range", SYS_close_range},
    {"faccessat2", SYS_faccessat2},
    {"open_tree", SYS_open_tree},
    {"move_mount", SYS_move_mount},
    {"fsopen", SYS_fsopen},
    {"fsconfig", SYS_fsconfig},
    {"fsmount", SYS_fsmount},
    {"fspick", SYS_fspick},
    {"mount_setattr", SYS_mount_setattr},
    {"memfd_create", SYS_memfd_create},
    {"keyctl", SYS_keyctl},
    {"sched_setaffinity", SYS_sched_setaffinity},
};
#define KNOWN (sizeof(calls) / sizeof(calls[0]))

static unsigned int number_of(const char *name)
{
	for (size_t i = 0; i < KNOWN; i++)
		if (!strcmp(calls[i].name, name))
			return calls[i].number;
	fprintf(stderr, "filter: unknown call %s\n", name);
	exit(2);
}

int main(int argc, char **argv)
{
	struct sock_filter code[2 * KNOWN + 2];
	unsigned short n = 0;
	if (argc < 4)
		return 2;
	unsigned int answer = SECCOMP_RET_ERRNO | (unsigned int)atoi(argv[1]);
	code[n++] = (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr));
	for (char *name = strtok(argv[2], ","); name; name = strtok(NULL, ",")) {
		code[n++] = (struct sock_filter)BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, number_of(name), 0, 1);
		code[n++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, answer);
	}
	code[n++] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
	struct sock_fprog program = {.len = n, .filter = code};
	if (prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program)) {
		perror("filter: PR_SET_SECCOMP");
		return 2;
	}
	execvp(argv[3], argv + 3);
	perror(argv[3]);
	return 127;
}
