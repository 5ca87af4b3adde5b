/*
 * floor ROOTFS v1|v2 ID [ARGUMENT...]: the kernel's share of `run`, and nothing else.
 * floor -c PIDFILE ROOTFS v1|v2 ID [ARGUMENT...]: that of `create`: ends when the program has begun, and
 * leaves it.
 *
 * Does what a runtime must ask of the kernel for a container of `runc spec` (cgroups, namespaces, mounts,
 * pivot, masks, capabilities, execve, wait, clean-up) with no configuration, no state and no checks, as the
 * lower bound that all runtimes are compared with.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/bpf.h>
#include <linux/capability.h>
#include <linux/sched.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>
#include <unistd.h>

#define MUST(expression)                                                                                     \
	do {                                                                                                 \
		if ((expression) < 0) {                                                                      \
			fprintf(stderr, "floor: %s: %s\n", #expression, strerror(errno));                    \
			_exit(1);                                                                            \
		}                                                                                            \
	} while (0)

static const char *const hierarchies[] = {"cpu",     "cpuacct", "cpuset", "memory", "devices",
					  "freezer", "blkio",	"pids",	  "systemd"};
#define HIERARCHIES (sizeof(hierarchies) / sizeof(hierarchies[0]))

static void put(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);

	MUST(fd);
	MUST(write(fd, text, strlen(text)));
	close(fd);
}

static void copy_value(const char *from, const char *to)
{
	char text[256];
	int fd = open(from, O_RDONLY | O_CLOEXEC);

	MUST(fd);
	ssize_t length = read(fd, text, sizeof(text) - 1);
	close(fd);
	text[length > 0 ? length : 0] = '\0';
	put(to, text);
}

/* A device program that allows everything: load and attach cost what they cost. */
static void attach_devices(int cgroup)
{
	struct bpf_insn program[] = {{.code = BPF_ALU64 | BPF_MOV | BPF_K, .dst_reg = 0, .imm = 1},
				     {.code = BPF_JMP | BPF_EXIT}};
	union bpf_attr load = {.prog_type = BPF_PROG_TYPE_CGROUP_DEVICE,
			       .insns = (uintptr_t)program,
			       .insn_cnt = 2,
			       .license = (uintptr_t) "GPL"};
	int fd = (int)syscall(SYS_bpf, BPF_PROG_LOAD, &load, sizeof(load));

	MUST(fd);
	union bpf_attr attach = {.target_fd = (uint32_t)cgroup,
				 .attach_bpf_fd = (uint32_t)fd,
				 .attach_type = BPF_CGROUP_DEVICE,
				 .attach_flags = BPF_F_ALLOW_MULTI};
	MUST(syscall(SYS_bpf, BPF_PROG_ATTACH, &attach, sizeof(attach)));
	close(fd);
}

static void make_v1(const char *id)
{
	char path[256], from[256];

	for (size_t n = 0; n < HIERARCHIES; n++) {
		snprintf(path, sizeof(path), "/sys/fs/cgroup/%s/%s", hierarchies[n], id);
		MUST(mkdir(path, 0755));
	}
	static const char *const sets[] = {"cpuset.cpus", "cpuset.mems"};
	for (int n = 0; n < 2; n++) {
		snprintf(from, sizeof(from), "/sys/fs/cgroup/cpuset/%s", sets[n]);
		snprintf(path, sizeof(path), "/sys/fs/cgroup/cpuset/%s/%s", id, sets[n]);
		copy_value(from, path);
	}
	static const char *const rules[] = {"c *:* m",	   "b *:* m",	"c 1:3 rwm", "c 1:5 rwm",
					    "c 1:7 rwm",   "c 1:8 rwm", "c 1:9 rwm", "c 5:0 rwm",
					    "c 136:* rwm", "c 5:2 rwm"};
	snprintf(path, sizeof(path), "/sys/fs/cgroup/devices/%s/devices.deny", id);
	put(path, "a");
	snprintf(path, sizeof(path), "/sys/fs/cgroup/devices/%s/devices.allow", id);
	for (size_t n = 0; n < sizeof(rules) / sizeof(rules[0]); n++)
		put(path, rules[n]);
}

static void enter_v1(const char *id)
{
	char path[256];

	for (size_t n = 0; n < HIERARCHIES; n++) {
		snprintf(path, sizeof(path), "/sys/fs/cgroup/%s/%s/tasks", hierarchies[n], id);
		put(path, "0");
	}
}

static void remove_v1(const char *id)
{
	char path[256];

	for (size_t n = 0; n < HIERARCHIES; n++) {
		snprintf(path, sizeof(path), "/sys/fs/cgroup/%s/%s", hierarchies[n], id);
		MUST(rmdir(path));
	}
}

static void mount_cgroup(const char *id, int is_v2)
{
	const unsigned long flags = MS_NOSUID | MS_NODEV | MS_NOEXEC | MS_RDONLY;
	char from[256], to[256];

	if (is_v2) {
		MUST(mount("cgroup", "sys/fs/cgroup", "cgroup2", flags, NULL));
		return;
	}
	MUST(mount("tmpfs", "sys/fs/cgroup", "tmpfs", MS_NOSUID | MS_NODEV | MS_NOEXEC, "mode=755"));
	for (size_t n = 0; n < HIERARCHIES; n++) {
		snprintf(from, sizeof(from), "/sys/fs/cgroup/%s/%s", hierarchies[n], id);
		snprintf(to, sizeof(to), "sys/fs/cgroup/%s", hierarchies[n]);
		MUST(mkdir(to, 0755));
		MUST(mount(from, to, NULL, MS_BIND, NULL));
	}
	MUST(mount(NULL, "sys/fs/cgroup", NULL, MS_REMOUNT | flags, NULL));
}

static void make_dev(void)
{
	static const struct {
		const char *path;
		int minor;
	} nodes[] = {
	    {"dev/null", 3}, {"dev/zero", 5}, {"dev/full", 7}, {"dev/random", 8}, {"dev/urandom", 9}};
	static const char *const links[][2] = {{"/proc/self/fd", "dev/fd"},
					       {"/proc/self/fd/0", "dev/stdin"},
					       {"/proc/self/fd/1", "dev/stdout"},
					       {"/proc/self/fd/2", "dev/stderr"},
					       {"pts/ptmx", "dev/ptmx"}};

	umask(0);
	for (size_t n = 0; n < sizeof(nodes) / sizeof(nodes[0]); n++)
		MUST(mknod(nodes[n].path, S_IFCHR | 0666, makedev(1, nodes[n].minor)));
	MUST(mknod("dev/tty", S_IFCHR | 0666, makedev(5, 0)));
	for (size_t n = 0; n < sizeof(links) / sizeof(links[0]); n++)
		MUST(symlink(links[n][0], links[n][1]));
}

static void make_mounts(const char *id, int is_v2)
{
	const unsigned long nodev = MS_NOSUID | MS_NODEV | MS_NOEXEC;

	MUST(mount("proc", "proc", "proc", 0, NULL));
	MUST(mount("tmpfs", "dev", "tmpfs", MS_NOSUID | MS_STRICTATIME, "mode=755,size=65536k"));
	MUST(mkdir("dev/pts", 0755));
	MUST(mount("devpts", "dev/pts", "devpts", MS_NOSUID | MS_NOEXEC,
		   "newinstance,ptmxmode=0666,mode=0620,gid=5"));
	MUST(mkdir("dev/shm", 0755));
	MUST(mount("shm", "dev/shm", "tmpfs", nodev, "mode=1777,size=65536k"));
	MUST(mkdir("dev/mqueue", 0755));
	MUST(mount("mqueue", "dev/mqueue", "mqueue", nodev, NULL));
	MUST(mount("sysfs", "sys", "sysfs", nodev | MS_RDONLY, NULL));
	mount_cgroup(id, is_v2);
	make_dev();
}

static void hide_paths(void)
{
	static const char *const masked[] = {"/proc/acpi",	    "/proc/kcore",	"/proc/keys",
					     "/proc/latency_stats", "/proc/timer_list", "/proc/sched_debug",
					     "/sys/firmware",	    "/proc/scsi"};
	static const char *const fixed[] = {"/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys",
					    "/proc/sysrq-trigger"};
	struct stat status;

	for (size_t n = 0; n < sizeof(fixed) / sizeof(fixed[0]); n++) {
		if (mount(fixed[n], fixed[n], NULL, MS_BIND | MS_REC, NULL))
			continue;
		MUST(mount(NULL, fixed[n], NULL,
			   MS_BIND | MS_REMOUNT | MS_RDONLY | MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL));
	}
	for (size_t n = 0; n < sizeof(masked) / sizeof(masked[0]); n++) {
		if (stat(masked[n], &status))
			continue;
		if (S_ISDIR(status.st_mode))
			MUST(mount("tmpfs", masked[n], "tmpfs", MS_RDONLY, "nr_blocks=1,nr_inodes=1"));
		else
			MUST(mount("/dev/null", masked[n], NULL, MS_BIND, NULL));
	}
}

static void drop_capabilities(void)
{
	const uint32_t kept = 1u << CAP_AUDIT_WRITE | 1u << CAP_KILL | 1u << CAP_NET_BIND_SERVICE;
	struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
	struct __user_cap_data_struct data[2] = {{.effective = kept, .permitted = kept}};

	for (int number = 0; number <= CAP_LAST_CAP; number++)
		if (number > 31 || !(kept >> number & 1))
			prctl(PR_CAPBSET_DROP, number, 0, 0, 0);
	MUST(syscall(SYS_capset, &header, data));
	MUST(prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0));
}

static void become_container(const char *rootfs, const char *id, int is_v2, char **arguments)
{
	static char *const environment[] = {"PATH=/bin", NULL};

	MUST(mount(NULL, "/", NULL, MS_REC | MS_SLAVE, NULL));
	MUST(mount(rootfs, rootfs, NULL, MS_BIND | MS_REC, NULL));
	MUST(chdir(rootfs));
	make_mounts(id, is_v2);
	MUST(syscall(SYS_pivot_root, ".", "."));
	MUST(umount2(".", MNT_DETACH));
	MUST(chdir("/"));
	MUST(sethostname("floor", 5));
	hide_paths();
	drop_capabilities();
	execve(arguments[0], arguments, environment);
	MUST(-1);
}

/* The program holds its end of the pipe until execve. */
static int leave(pid_t child, const char *pid_file, int begun)
{
	char byte;
	FILE *file = fopen(pid_file, "we");
	MUST(file ? fprintf(file, "%d", (int)child) : -1);
	MUST(fclose(file));
	MUST(read(begun, &byte, 1));
	return waitpid(child, NULL, WNOHANG) == 0 ? 0 : 1;
}

static int end(pid_t child, const char *id, const char *cgroup_v2)
{
	int status;

	MUST(waitpid(child, &status, 0));
	if (cgroup_v2)
		MUST(rmdir(cgroup_v2));
	else
		remove_v1(id);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

int main(int argc, char **argv)
{
	const char *pid_file = argc > 2 && strcmp(argv[1], "-c") == 0 ? argv[2] : NULL;
	if (argc < (pid_file ? 7 : 5))
		return 2;
	argv += pid_file ? 2 : 0;
	const char *rootfs = argv[1], *id = argv[3];
	const int is_v2 = strcmp(argv[2], "v2") == 0;
	char path[256];
	int begun[2];
	struct clone_args arguments = {.flags = CLONE_NEWPID | CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWUTS |
						CLONE_NEWNS,
				       .exit_signal = SIGCHLD};

	snprintf(path, sizeof(path), "/sys/fs/cgroup/%s", id);
	if (is_v2) {
		MUST(mkdir(path, 0755));
		int cgroup = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		MUST(cgroup);
		attach_devices(cgroup);
		arguments.flags |= CLONE_NEWCGROUP | CLONE_INTO_CGROUP;
		arguments.cgroup = (uint64_t)cgroup;
	} else {
		make_v1(id);
	}
	MUST(pipe2(begun, O_CLOEXEC));
	pid_t child = (pid_t)syscall(SYS_clone3, &arguments, sizeof(arguments));
	MUST(child);
	if (child == 0) {
		if (!is_v2)
			enter_v1(id);
		become_container(rootfs, id, is_v2, argv + 4);
	}
	close(begun[1]);
	return pid_file ? leave(child, pid_file, begun[0]) : end(child, id, is_v2 ? path : NULL);
}
