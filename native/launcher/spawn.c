/* The outcome table, the sockets, and the spawner: a fork of this process that becomes teu-init. */
#include "launcher.h"

#define NUMBER_MAX 21u

static void make_ring(struct launch *l)
{
	int fd = sys_memfd_create("teu-ring", MFD_ALLOW_SEALING | MFD_NOEXEC_SEAL);
	if (fd == -EINVAL) /* MFD_NOEXEC_SEAL: Linux 6.3 */
		fd = sys_memfd_create("teu-ring", MFD_ALLOW_SEALING);
	l->ring_fd = own(l, fd, "cannot make the outcome table: memfd_create(2) is refused");
	if (sys_ftruncate(l->ring_fd, sizeof(struct ring)) < 0 ||
	    sys_fcntl(l->ring_fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) < 0)
		die("cannot make the outcome table");
	struct ring *ring =
	    sys_mmap(0, sizeof(struct ring), PROT_READ | PROT_WRITE, MAP_SHARED, l->ring_fd, 0);
	if (sys_is_error(ring))
		die("cannot map the outcome table");
	ring_reset(ring, sys_getpid());
#ifdef TEU_FAULTS
	arm_fault(l, ring);
#endif
	sys_munmap(ring, sizeof(struct ring));
}

static void make_pair(struct launch *l, int *ours, int *theirs)
{
	int fds[2];
	if (sys_socketpair(AF_UNIX, SOCK_SEQPACKET, 0, fds) < 0)
		die("cannot make a socket pair: is the limit of open files too small?");
	*ours = own(l, fds[0], "cannot move a socket: is the limit of open files too small?");
	*theirs = own(l, fds[1], "cannot move a socket: is the limit of open files too small?");
}

/* teu-init spawner <socket> <init's socket> <ring> <preserved> <nofile soft> <hard> [<fault pipe>] */
__attribute__((noreturn)) static void execute_init(struct launch *l)
{
	char numbers[7][NUMBER_MAX], path[40];
	char *args[10] = {(char *)(uintptr_t) "teu-init", (char *)(uintptr_t) "spawner"};
	uint64_t values[7] = {(uint64_t)l->spawner_sock, (uint64_t)l->init_sock,
			      (uint64_t)l->ring_fd,	 l->keep,
			      l->nofile.rlim_cur,	 l->nofile.rlim_max};
	size_t count = 6;
#ifdef TEU_FAULTS
	if (l->fault_pipe >= 0 && fd_inherit(l->fault_pipe) >= 0)
		values[count++] = (uint64_t)l->fault_pipe;
#endif
	for (size_t i = 0; i < count; i++) {
		format_u64(numbers[i], values[i]);
		args[2 + i] = numbers[i];
	}
	int r = sys_execveat(l->image_fd, "", args, l->environment, AT_EMPTY_PATH);
	if (r == -ENOSYS || r == -EPERM) /* a filter that knows execve only */
		sys_execve(format_fd_path(path, "/proc/self/fd/", l->image_fd), args, l->environment);
	/* The core sees the end of file on the socket and says which verb failed. */
	die("cannot execute teu-init");
}

__attribute__((noreturn)) static void become_spawner(struct launch *l, int parent)
{
	/* The parent may have died before the request took effect. */
	if (sys_prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) < 0 || sys_getppid() != parent)
		sys_exit(1);
	fd_inherit(l->spawner_sock);
	fd_inherit(l->init_sock);
	fd_inherit(l->ring_fd);
	execute_init(l);
}

void start_spawner(struct launch *l)
{
	int parent = sys_getpid();
	make_ring(l);
	make_pair(l, &l->host_sock, &l->spawner_sock);
	make_pair(l, &l->host_init_sock, &l->init_sock);
	/* No exit signal: the engine of the core must not be told of a child it did not start. */
	long pid = sys_clone(0, 0);
	if (pid < 0)
		die("cannot fork");
	if (pid == 0)
		become_spawner(l, parent);
	l->spawner = (int)pid;
	sys_close(l->spawner_sock);
	sys_close(l->init_sock);
#ifdef TEU_FAULTS
	/* Whoever reads it waits for the end of all that may write, and is waited for. */
	if (l->fault_pipe >= 0)
		sys_close(l->fault_pipe);
#endif
	/* The core keeps the ring; ours is handed over by its number. */
}
