/* Printed from src/wire/ops.ts by scripts/gen-ops.ts. Do not edit. */
#ifndef TEU_GEN_OPS_H
#define TEU_GEN_OPS_H
#include <stddef.h>
#include <stdint.h>

#define MAX_ON_ERRNO 0x4u
#define MAX_SLOTS 0x400u
#define MAX_STEPS 0x1000u
#define MESSAGE_BYTES 0x18u
#define OUTCOME_BYTES 0x30u
#define PLAN_HEADER_BYTES 0x20u
#define PLAN_MAGIC 0x31554554u
#define PROTOCOL_VERSION 0x1u
#define RING_HEADER_BYTES 0x1040u
#define RING_MAGIC 0x31474e52u
#define RING_NOTE_BYTES 0x1000u
#define SLOT_NONE 0xffffffffu
#define STEP_HEADER_BYTES 0x18u
#define WIRE_ABI 0x6ecba7bce7e2d3feull

enum actor {
	ACTOR_HOST = 0,
	ACTOR_SPAWNER = 1,
	ACTOR_MOUNTER = 2,
	ACTOR_INIT = 3,
};
enum call {
	CALL_NONE = 0,
	CALL_MKDIR = 1,
	CALL_OPEN = 2,
	CALL_WRITE = 3,
	CALL_BPF = 4,
	CALL_FSTAT = 5,
	CALL_CLONE3 = 6,
	CALL_EXECVE = 7,
	CALL_WAIT = 8,
	CALL_PIPE2 = 9,
	CALL_SETNS = 10,
	CALL_POLL = 11,
	CALL_TIMEOUT = 12,
	CALL_EXIT = 13,
	CALL_SIGNAL = 14,
	CALL_RENAME = 15,
	CALL_READ = 16,
	CALL_COMPARE = 17,
	CALL_UNLINK = 18,
	CALL_SAME = 19,
	CALL_SOCKET = 20,
	CALL_RTM_GETLINK = 21,
	CALL_RTM_NEWLINK = 22,
	CALL_RTM_NEWADDR = 23,
	CALL_FCHOWNAT = 24,
	CALL_CONNECT = 25,
	CALL_SENDMSG = 26,
	CALL_FSTATFS = 27,
	CALL_BIND = 28,
	CALL_LISTEN = 29,
	CALL_IOCTL = 30,
	CALL_TYPE = 31,
	CALL_HOST = 32,
	CALL_SOCKETPAIR = 33,
	CALL_PIDFD_OPEN = 34,
	CALL_PRCTL = 35,
	CALL_SETSID = 36,
	CALL_SETGROUPS = 37,
	CALL_SETRESGID = 38,
	CALL_SETRESUID = 39,
	CALL_UNSHARE = 40,
	CALL_MOUNT_SETATTR = 41,
	CALL_OPEN_TREE = 42,
	CALL_MOVE_MOUNT = 43,
	CALL_FSOPEN = 44,
	CALL_FSCONFIG = 45,
	CALL_FSMOUNT = 46,
	CALL_OPENAT2 = 47,
	CALL_MKDIRAT = 48,
	CALL_SYMLINKAT = 49,
	CALL_FCHMOD = 50,
	CALL_FCHOWN = 51,
	CALL_GETDENTS64 = 52,
	CALL_MKNODAT = 53,
	CALL_FSETXATTR = 54,
	CALL_MOUNT = 55,
	CALL_FSPICK = 56,
	CALL_FCHMODAT = 57,
	CALL_MISMATCH = 58,
	CALL_RECVMSG = 59,
	CALL_FCHDIR = 60,
	CALL_PIVOT_ROOT = 61,
	CALL_UMOUNT2 = 62,
	CALL_CHDIR = 63,
	CALL_CHROOT = 64,
	CALL_READLINKAT = 65,
	CALL_OPENAT = 66,
	CALL_DUP3 = 67,
	CALL_GRANTPT = 68,
	CALL_SETHOSTNAME = 69,
	CALL_SETDOMAINNAME = 70,
	CALL_PRLIMIT64 = 71,
	CALL_CAPSET = 72,
	CALL_GETCWD = 73,
	CALL_ACCESS = 74,
	CALL_STAT = 75,
	CALL_ACCEPT4 = 76,
	CALL_CLOSE_RANGE = 77,
	CALL_CLONE = 78,
	CALL_SECCOMP = 79,
	CALL_KEYCTL_JOIN = 80,
	CALL_KEYCTL_SETPERM = 81,
	CALL_SCHED_SETAFFINITY = 82,
	CALL_SCHED_SETATTR = 83,
	CALL_IOPRIO_SET = 84,
	CALL_SET_MEMPOLICY = 85,
	CALL_PERSONALITY = 86,
};
enum outcome_state {
	OUTCOME_PENDING = 0,
	OUTCOME_RUNNING = 1,
	OUTCOME_DONE = 2,
	OUTCOME_FAILED = 3,
	OUTCOME_SKIPPED = 4,
};
enum op {
	OP_AWAIT = 1,
	OP_CGROUP_MKDIR = 2,
	OP_CGROUP_WRITE = 3,
	OP_CGROUP_DEVICES = 4,
	OP_ID_MAP = 5,
	OP_ID_MAP_HELPER = 6,
	OP_HOOK_RUN = 7,
	OP_STATE_SAVE = 8,
	OP_PID_FILE = 9,
	OP_VERIFY = 10,
	OP_LABEL_CHECK = 18,
	OP_SOCKET_REMOVE = 11,
	OP_NETNS_OPEN = 16,
	OP_NET_DEVICE = 17,
	OP_RDT_GROUP = 110,
	OP_RDT_WRITE = 111,
	OP_RDT_JOIN = 112,
	OP_CGROUP_CHOWN = 14,
	OP_SCOPE_START = 170,
	OP_SCOPE_SET = 171,
	OP_SCOPE_ATTACH = 172,
	OP_AGENT_CHECK = 143,
	OP_AGENT_CONNECT = 144,
	OP_AGENT_SEND = 145,
	OP_FILTER_SEND = 146,
	OP_PIDFD_SEND = 150,
	OP_PROC_OPEN_HOST = 20,
	OP_SOCKET_LISTEN = 21,
	OP_SOCKET_CONNECT = 22,
	OP_DIR_OPEN = 23,
	OP_CGROUP_JOIN = 24,
	OP_OOM_SCORE_ADJ = 25,
	OP_NS_OPEN = 26,
	OP_NS_JOIN = 27,
	OP_CLONE_INIT = 28,
	OP_CLONE_MOUNTER = 29,
	OP_MOUNT_SEND = 30,
	OP_USERNS_MAKE = 160,
	OP_MOUNTER_RUN = 161,
	OP_PROCESS_OPEN = 31,
	OP_DUMPABLE = 40,
	OP_SESSION = 41,
	OP_USERNS_ROOT = 42,
	OP_TIME_ENTER = 43,
	OP_LOOPBACK_UP = 44,
	OP_PROPAGATION = 45,
	OP_ROOTFS_OPEN = 46,
	OP_NULL_OPEN = 47,
	OP_MOUNT_NEW = 48,
	OP_FS_NEW = 69,
	OP_FS_MOUNT = 70,
	OP_MOUNT_CLONE = 49,
	OP_MOUNT_ATTRS = 50,
	OP_MOUNT_IDMAP = 162,
	OP_MOUNT_UNDER = 163,
	OP_MOUNT_COPYUP = 51,
	OP_MOUNT_MODE = 52,
	OP_MOUNT_ATTACH = 53,
	OP_MOUNT_LEGACY = 54,
	OP_MOUNT_REMOUNT = 55,
	OP_DEVICE_NODE = 56,
	OP_DEVICE_BIND = 57,
	OP_AWAIT_MOUNTER = 58,
	OP_PROC_OPEN = 59,
	OP_PIVOT_ROOT = 60,
	OP_MOVE_ROOT = 61,
	OP_SYMLINK = 62,
	OP_CONSOLE = 63,
	OP_MASK_PATH = 64,
	OP_READONLY_PATH = 65,
	OP_SYSCTL = 66,
	OP_HOSTNAME = 67,
	OP_DOMAINNAME = 68,
	OP_RLIMIT = 80,
	OP_STDIO_OWNER = 81,
	OP_UMASK = 82,
	OP_CREDENTIALS = 83,
	OP_CWD = 84,
	OP_EXEC_RESOLVE = 85,
	OP_PARENT_DEATH = 86,
	OP_START_WAIT = 87,
	OP_NO_NEW_PRIVILEGES = 88,
	OP_CAPABILITIES = 89,
	OP_EXECVE = 90,
	OP_DIRECTORY = 91,
	OP_CHROOT = 92,
	OP_EXEC_PREPARE = 141,
	OP_SECCOMP = 142,
	OP_SESSION_KEYRING = 120,
	OP_CPU_AFFINITY = 121,
	OP_SCHEDULER = 122,
	OP_IO_PRIORITY = 123,
	OP_MEMORY_POLICY = 124,
	OP_PERSONALITY = 125,
	OP_LSM_ATTRIBUTE = 126,
	OP_MOUNT_LABEL = 127,
	OP_NS_UNSHARE = 93,
};
#define MAX_OP 172
enum message_type {
	MSG_PLAN = 1,
	MSG_RUN = 2,
	MSG_DONE = 3,
	MSG_BORN = 4,
	MSG_CONSOLE = 5,
	MSG_HELLO = 6,
	MSG_LISTENER = 7,
	MSG_FILTER = 8,
};
enum field_kind {
	KIND_U32,
	KIND_I32,
	KIND_U64,
	KIND_I64,
	KIND_STR,
	KIND_STRS,
	KIND_BYTES,
	KIND_SLOT,
	KIND_SLOT_OR_NONE,
};
struct wire_str {
	uint32_t off, len;
};
struct wire_strs {
	uint32_t off, count;
};
struct wire_bytes {
	uint32_t off, len;
};
struct plan_header {
	uint32_t magic, size;
	uint64_t abi;
	uint32_t steps, n_slots, start, zero;
};
struct step_header {
	uint16_t op;
	uint8_t actor;
	uint8_t alt; /* how many alternatives follow this step */
	uint16_t on_errno[MAX_ON_ERRNO]; /* errnos of this step that lead to the next alternative; 0 ends */
	uint32_t body, body_size, zero;
};
struct outcome {
	uint32_t state, op;
	uint16_t call, errno_;
	int32_t item; /* index of the failing item of a list, or -1 */
	int64_t value;
	uint64_t start_ns, end_ns; /* CLOCK_MONOTONIC */
	uint64_t zero;
};
struct ring {
	uint32_t magic, note_len;
	int32_t host_pid, fault_step, fault_kind;
	uint32_t zero[11];
	char note[RING_NOTE_BYTES]; /* evidence of the failing step, e.g. the tail of a hook's stderr */
	struct outcome outcomes[MAX_STEPS];
};
struct message {
	uint32_t type, from, to;
	int32_t value;
	int64_t pid;
};
struct field_shape {
	uint16_t offset;
	uint8_t kind;
};
_Static_assert(sizeof(struct plan_header) == PLAN_HEADER_BYTES, "plan header");
_Static_assert(sizeof(struct step_header) == STEP_HEADER_BYTES, "step header");
_Static_assert(sizeof(struct outcome) == OUTCOME_BYTES, "outcome");
_Static_assert(sizeof(struct message) == MESSAGE_BYTES, "message");
_Static_assert(offsetof(struct ring, outcomes) == RING_HEADER_BYTES, "ring");
/* Wait until the actor (by its number in `actors`) has finished every step handed to it */
struct op_await {
	uint32_t whom;
};
_Static_assert(offsetof(struct op_await, whom) == 0, "await.whom");
/* Make one cgroup directory; mkdir(2), an existing one is kept. value 1: it was there already */
struct op_cgroup_mkdir {
	struct wire_str path;
};
_Static_assert(offsetof(struct op_cgroup_mkdir, path) == 0, "cgroup_mkdir.path");
/* Write one cgroup control file in one write(2); cgroups(7) */
struct op_cgroup_write {
	struct wire_str file;
	struct wire_str value;
};
_Static_assert(offsetof(struct op_cgroup_write, file) == 0, "cgroup_write.file");
_Static_assert(offsetof(struct op_cgroup_write, value) == 8, "cgroup_write.value");
/* Load a BPF_PROG_TYPE_CGROUP_DEVICE program and attach it to the cgroup v2 directory; bpf(2) */
struct op_cgroup_devices {
	struct wire_str path;
	struct wire_bytes program;
};
_Static_assert(offsetof(struct op_cgroup_devices, path) == 0, "cgroup_devices.path");
_Static_assert(offsetof(struct op_cgroup_devices, program) == 8, "cgroup_devices.program");
/* Write /proc/PID/{setgroups,uid_map,gid_map} of init (`file` is the last component); user_namespaces(7) */
struct op_id_map {
	struct wire_str file;
	struct wire_str value;
};
_Static_assert(offsetof(struct op_id_map, file) == 0, "id_map.file");
_Static_assert(offsetof(struct op_id_map, value) == 8, "id_map.value");
/* Run newuidmap(1) or newgidmap(1) by fd: argv is its name, the pid of init, then args */
struct op_id_map_helper {
	struct wire_str helper;
	struct wire_strs args;
};
_Static_assert(offsetof(struct op_id_map_helper, helper) == 0, "id_map_helper.helper");
_Static_assert(offsetof(struct op_id_map_helper, args) == 8, "id_map_helper.args");
/* Run one hook; stdin is stateHead, the pid of init in decimal, stateTail. value: its exit code or signal */
struct op_hook_run {
	struct wire_str path;
	struct wire_strs args;
	struct wire_strs env;
	uint32_t inherit_env;
	uint32_t timeout_ms;
	struct wire_str state_head;
	struct wire_str state_tail;
};
_Static_assert(offsetof(struct op_hook_run, path) == 0, "hook_run.path");
_Static_assert(offsetof(struct op_hook_run, args) == 8, "hook_run.args");
_Static_assert(offsetof(struct op_hook_run, env) == 16, "hook_run.env");
_Static_assert(offsetof(struct op_hook_run, inherit_env) == 24, "hook_run.inheritEnv");
_Static_assert(offsetof(struct op_hook_run, timeout_ms) == 28, "hook_run.timeoutMs");
_Static_assert(offsetof(struct op_hook_run, state_head) == 32, "hook_run.stateHead");
_Static_assert(offsetof(struct op_hook_run, state_tail) == 40, "hook_run.stateTail");
/* Write state.json by atomic rename with this status */
struct op_state_save {
	struct wire_str status;
};
_Static_assert(offsetof(struct op_state_save, status) == 0, "state_save.status");
/* Write the pid of init in decimal, no newline, by rename. Relative to the cwd of the caller */
struct op_pid_file {
	struct wire_str path;
};
_Static_assert(offsetof(struct op_pid_file, path) == 0, "pid_file.path");
/* Read credentials, cgroups (controller:end of the path), mounts and the label of init back and compare with what the plan established (R9). value: the step without its effect, on a mismatch */
struct op_verify {
	uint32_t no_new_privs;
	uint64_t effective;
	uint64_t permitted;
	uint64_t inheritable;
	uint64_t bounding;
	uint64_t ambient;
	struct wire_strs cgroups;
};
_Static_assert(offsetof(struct op_verify, no_new_privs) == 0, "verify.noNewPrivs");
_Static_assert(offsetof(struct op_verify, effective) == 8, "verify.effective");
_Static_assert(offsetof(struct op_verify, permitted) == 16, "verify.permitted");
_Static_assert(offsetof(struct op_verify, inheritable) == 24, "verify.inheritable");
_Static_assert(offsetof(struct op_verify, bounding) == 32, "verify.bounding");
_Static_assert(offsetof(struct op_verify, ambient) == 40, "verify.ambient");
_Static_assert(offsetof(struct op_verify, cgroups) == 48, "verify.cgroups");
/* After execve: read /proc/PID/file; a process that goes on under the label `refused` is not confined as asked (R9). One that has ended is no error */
struct op_label_check {
	struct wire_str file;
	struct wire_str refused;
};
_Static_assert(offsetof(struct op_label_check, file) == 0, "label_check.file");
_Static_assert(offsetof(struct op_label_check, refused) == 8, "label_check.refused");
/* Remove the start socket: from here on the container is running; unlink(2) */
struct op_socket_remove {
	struct wire_str path;
};
_Static_assert(offsetof(struct op_socket_remove, path) == 0, "socket_remove.path");
/* Open the network namespace of init, and keep it while create may fail; network_namespaces(7) */
struct op_netns_open {
	uint32_t slot;
};
_Static_assert(offsetof(struct op_netns_open, slot) == 0, "netns_open.slot");
/* Move a device into the namespace as target, add its addresses (records of net_address), switch it on. up: as it was. value: its index there; rtnetlink(7) */
struct op_net_device {
	struct wire_str name;
	struct wire_str target;
	struct wire_bytes addresses;
	uint32_t up;
	uint32_t netns;
};
_Static_assert(offsetof(struct op_net_device, name) == 0, "net_device.name");
_Static_assert(offsetof(struct op_net_device, target) == 8, "net_device.target");
_Static_assert(offsetof(struct op_net_device, addresses) == 16, "net_device.addresses");
_Static_assert(offsetof(struct op_net_device, up) == 24, "net_device.up");
_Static_assert(offsetof(struct op_net_device, netns) == 28, "net_device.netns");
/* Make a group of the resctrl file system; keep: only a create that fails removes it; mkdir(2), resctrl.rst */
struct op_rdt_group {
	struct wire_str path;
	uint32_t keep;
};
_Static_assert(offsetof(struct op_rdt_group, path) == 0, "rdt_group.path");
_Static_assert(offsetof(struct op_rdt_group, keep) == 8, "rdt_group.keep");
/* Write one line of a schemata file; the kernel says in status what it did not like; resctrl.rst */
struct op_rdt_write {
	struct wire_str file;
	struct wire_str value;
	struct wire_str status;
};
_Static_assert(offsetof(struct op_rdt_write, file) == 0, "rdt_write.file");
_Static_assert(offsetof(struct op_rdt_write, value) == 8, "rdt_write.value");
_Static_assert(offsetof(struct op_rdt_write, status) == 16, "rdt_write.status");
/* Write the pid of init to a tasks file of resctrl */
struct op_rdt_join {
	struct wire_str file;
	struct wire_str status;
};
_Static_assert(offsetof(struct op_rdt_join, file) == 0, "rdt_join.file");
_Static_assert(offsetof(struct op_rdt_join, status) == 8, "rdt_join.status");
/* Give a cgroup v2 directory and those of `files` that exist in it to uid, groups unchanged; chown(2), cgroups(7) */
struct op_cgroup_chown {
	struct wire_str path;
	struct wire_strs files;
	uint32_t uid;
};
_Static_assert(offsetof(struct op_cgroup_chown, path) == 0, "cgroup_chown.path");
_Static_assert(offsetof(struct op_cgroup_chown, files) == 8, "cgroup_chown.files");
_Static_assert(offsetof(struct op_cgroup_chown, uid) == 16, "cgroup_chown.uid");
/* Have systemd start a transient scope around the spawner, and look where it is then; org.freedesktop.systemd1(5). `fields`: what caused each property */
struct op_scope_start {
	struct wire_str unit;
	struct wire_str manager;
	struct wire_str path;
	struct wire_str cgroup;
	struct wire_str description;
	uint32_t by_pidfd;
	struct wire_strs properties;
	struct wire_strs fields;
};
_Static_assert(offsetof(struct op_scope_start, unit) == 0, "scope_start.unit");
_Static_assert(offsetof(struct op_scope_start, manager) == 8, "scope_start.manager");
_Static_assert(offsetof(struct op_scope_start, path) == 16, "scope_start.path");
_Static_assert(offsetof(struct op_scope_start, cgroup) == 24, "scope_start.cgroup");
_Static_assert(offsetof(struct op_scope_start, description) == 32, "scope_start.description");
_Static_assert(offsetof(struct op_scope_start, by_pidfd) == 40, "scope_start.byPidfd");
_Static_assert(offsetof(struct op_scope_start, properties) == 44, "scope_start.properties");
_Static_assert(offsetof(struct op_scope_start, fields) == 52, "scope_start.fields");
/* Have systemd change properties of the scope; SetUnitProperties of org.freedesktop.systemd1(5) */
struct op_scope_set {
	struct wire_str unit;
	struct wire_str manager;
	struct wire_strs properties;
	struct wire_strs fields;
};
_Static_assert(offsetof(struct op_scope_set, unit) == 0, "scope_set.unit");
_Static_assert(offsetof(struct op_scope_set, manager) == 8, "scope_set.manager");
_Static_assert(offsetof(struct op_scope_set, properties) == 16, "scope_set.properties");
_Static_assert(offsetof(struct op_scope_set, fields) == 24, "scope_set.fields");
/* Have systemd move the spawner into the scope, or a cgroup below it, where the caller may not; AttachProcessesToUnit of org.freedesktop.systemd1(5) */
struct op_scope_attach {
	struct wire_str unit;
	struct wire_str manager;
	struct wire_str cgroup;
};
_Static_assert(offsetof(struct op_scope_attach, unit) == 0, "scope_attach.unit");
_Static_assert(offsetof(struct op_scope_attach, manager) == 8, "scope_attach.manager");
_Static_assert(offsetof(struct op_scope_attach, cgroup) == 16, "scope_attach.cgroup");
/* Ask whether somebody has the socket of the seccomp agent open, without a connection that it would see */
struct op_agent_check {
	struct wire_str path;
};
_Static_assert(offsetof(struct op_agent_check, path) == 0, "agent_check.path");
/* Connect to the seccomp agent (AF_UNIX, SOCK_STREAM); waits at most 10 s for a busy one; unix(7) */
struct op_agent_connect {
	struct wire_str path;
	uint32_t slot;
};
_Static_assert(offsetof(struct op_agent_connect, path) == 0, "agent_connect.path");
_Static_assert(offsetof(struct op_agent_connect, slot) == 8, "agent_connect.slot");
/* Send the listener that init has made with the parts of its ContainerProcessState, joined by the pid of init; close the connection */
struct op_agent_send {
	uint32_t slot;
	struct wire_strs state;
};
_Static_assert(offsetof(struct op_agent_send, slot) == 0, "agent_send.slot");
_Static_assert(offsetof(struct op_agent_send, state) == 4, "agent_send.state");
/* Compile the filter of system calls and give it to init, sealed; memfd_create(2) */
struct op_filter_send {
	uint64_t nothing;
};

/* Connect to a socket of the caller (AF_UNIX, SOCK_STREAM) and send it a pidfd of init, with a name; unix(7) */
struct op_pidfd_send {
	struct wire_str path;
	struct wire_str name;
};
_Static_assert(offsetof(struct op_pidfd_send, path) == 0, "pidfd_send.path");
_Static_assert(offsetof(struct op_pidfd_send, name) == 8, "pidfd_send.name");
/* Open the caller's /proc and check that it is a procfs root (R4); proc(5) */
struct op_proc_open_host {
	uint32_t slot;
};
_Static_assert(offsetof(struct op_proc_open_host, slot) == 0, "proc_open_host.slot");
/* Bind the start socket (AF_UNIX, SOCK_SEQPACKET) in the state directory; unix(7) */
struct op_socket_listen {
	struct wire_str path;
	uint32_t slot;
};
_Static_assert(offsetof(struct op_socket_listen, path) == 0, "socket_listen.path");
_Static_assert(offsetof(struct op_socket_listen, slot) == 8, "socket_listen.slot");
/* Connect to the console socket (AF_UNIX, SOCK_STREAM); relative to the cwd of the caller; unix(7) */
struct op_socket_connect {
	struct wire_str path;
	uint32_t slot;
};
_Static_assert(offsetof(struct op_socket_connect, path) == 0, "socket_connect.path");
_Static_assert(offsetof(struct op_socket_connect, slot) == 8, "socket_connect.slot");
/* Open a directory, of the host or (init of an exec, inside) of the container; with magic != 0 its file system type must match; open(2) */
struct op_dir_open {
	struct wire_str path;
	uint64_t magic;
	uint32_t slot;
};
_Static_assert(offsetof(struct op_dir_open, path) == 0, "dir_open.path");
_Static_assert(offsetof(struct op_dir_open, magic) == 8, "dir_open.magic");
_Static_assert(offsetof(struct op_dir_open, slot) == 16, "dir_open.slot");
/* Write 0 to a v1 tasks file: moves this single-threaded process without the global lock of cgroup.procs */
struct op_cgroup_join {
	struct wire_str file;
};
_Static_assert(offsetof(struct op_cgroup_join, file) == 0, "cgroup_join.file");
/* Write self/oom_score_adj below proc; inherited by init; proc(5) */
struct op_oom_score_adj {
	int32_t value;
	uint32_t proc;
};
_Static_assert(offsetof(struct op_oom_score_adj, value) == 0, "oom_score_adj.value");
_Static_assert(offsetof(struct op_oom_score_adj, proc) == 4, "oom_score_adj.proc");
/* Open a namespace file and check its type by NS_GET_NSTYPE before anything is joined; a mount namespace must be neither the caller's nor that of process 1; ioctl_ns(2) */
struct op_ns_open {
	struct wire_str path;
	uint64_t type;
	uint32_t proc;
	uint32_t slot;
};
_Static_assert(offsetof(struct op_ns_open, path) == 0, "ns_open.path");
_Static_assert(offsetof(struct op_ns_open, type) == 8, "ns_open.type");
_Static_assert(offsetof(struct op_ns_open, proc) == 16, "ns_open.proc");
_Static_assert(offsetof(struct op_ns_open, slot) == 20, "ns_open.slot");
/* setns(2) into an opened namespace, or into those of a process (slot is a pidfd, type a set of them) */
struct op_ns_join {
	uint32_t slot;
	uint64_t type;
};
_Static_assert(offsetof(struct op_ns_join, slot) == 0, "ns_join.slot");
_Static_assert(offsetof(struct op_ns_join, type) == 8, "ns_join.type");
/* clone3(2) init as a sibling (CLONE_PARENT, exit_signal 0) with every new namespace. value: pid */
struct op_clone_init {
	uint64_t flags;
	uint32_t cgroup;
};
_Static_assert(offsetof(struct op_clone_init, flags) == 0, "clone_init.flags");
_Static_assert(offsetof(struct op_clone_init, cgroup) == 8, "clone_init.cgroup");
/* Fork the mounter, which keeps the caller's credentials and waits for mounter_run */
struct op_clone_mounter {
	uint64_t nothing;
};

/* Send a detached mount that init may not make itself to init by SCM_RIGHTS */
struct op_mount_send {
	uint32_t mount;
};
_Static_assert(offsetof(struct op_mount_send, mount) == 0, "mount_send.mount");
/* Make a user namespace with these maps, without a process in it: an id mapping for mounts; user_namespaces(7) */
struct op_userns_make {
	struct wire_str uid_map;
	struct wire_str gid_map;
	uint32_t proc;
	uint32_t slot;
};
_Static_assert(offsetof(struct op_userns_make, uid_map) == 0, "userns_make.uidMap");
_Static_assert(offsetof(struct op_userns_make, gid_map) == 8, "userns_make.gidMap");
_Static_assert(offsetof(struct op_userns_make, proc) == 16, "userns_make.proc");
_Static_assert(offsetof(struct op_userns_make, slot) == 20, "userns_make.slot");
/* Let the mounter into init's mount namespace, to perform its steps, and wait for its end */
struct op_mounter_run {
	uint64_t nothing;
};

/* Open a pidfd of the process that began at startTime (proc_pid_stat(5), field 22): ESRCH for any other */
struct op_process_open {
	int32_t pid;
	uint64_t start_time;
	uint32_t proc;
	uint32_t slot;
};
_Static_assert(offsetof(struct op_process_open, pid) == 0, "process_open.pid");
_Static_assert(offsetof(struct op_process_open, start_time) == 8, "process_open.startTime");
_Static_assert(offsetof(struct op_process_open, proc) == 16, "process_open.proc");
_Static_assert(offsetof(struct op_process_open, slot) == 20, "process_open.slot");
/* PR_SET_DUMPABLE; 0 before the first contact with a foreign namespace (R7, R8) */
struct op_dumpable {
	uint32_t value;
};
_Static_assert(offsetof(struct op_dumpable, value) == 0, "dumpable.value");
/* setsid(2): no controlling terminal of the caller */
struct op_session {
	uint64_t nothing;
};

/* Become uid 0 and gid 0 of the user namespace, dropping groups where groups is 1; capabilities stay */
struct op_userns_root {
	uint32_t groups;
};
_Static_assert(offsetof(struct op_userns_root, groups) == 0, "userns_root.groups");
/* unshare(CLONE_NEWTIME), write timens_offsets, join time_for_children; time_namespaces(7) */
struct op_time_enter {
	struct wire_str offsets;
	uint32_t proc;
};
_Static_assert(offsetof(struct op_time_enter, offsets) == 0, "time_enter.offsets");
_Static_assert(offsetof(struct op_time_enter, proc) == 8, "time_enter.proc");
/* Bring up lo of a new network namespace; netdevice(7) */
struct op_loopback_up {
	uint64_t nothing;
};

/* Set propagation (MS_SLAVE ...) of a mount of init's own mount namespace, by a path of the host */
struct op_propagation {
	struct wire_str path;
	uint64_t propagation;
	uint32_t recursive;
};
_Static_assert(offsetof(struct op_propagation, path) == 0, "propagation.path");
_Static_assert(offsetof(struct op_propagation, propagation) == 8, "propagation.propagation");
_Static_assert(offsetof(struct op_propagation, recursive) == 16, "propagation.recursive");
/* Clone the rootfs (recursively), make it private and attach it over its own host path; slot: the root fd (R1). value: its id */
struct op_rootfs_open {
	struct wire_str path;
	uint32_t slot;
};
_Static_assert(offsetof(struct op_rootfs_open, path) == 0, "rootfs_open.path");
_Static_assert(offsetof(struct op_rootfs_open, slot) == 8, "rootfs_open.slot");
/* Clone the host's /dev/null, verified as char 1:3, for masking files (R5) */
struct op_null_open {
	uint32_t slot;
};
_Static_assert(offsetof(struct op_null_open, slot) == 0, "null_open.slot");
/* Make a detached mount: fsopen, fsconfig per data item (key or key=value), fsmount with MOUNT_ATTR_* */
struct op_mount_new {
	struct wire_str fstype;
	struct wire_str source;
	struct wire_strs data;
	uint64_t attrs;
	uint64_t sb_flags;
	uint32_t slot;
};
_Static_assert(offsetof(struct op_mount_new, fstype) == 0, "mount_new.fstype");
_Static_assert(offsetof(struct op_mount_new, source) == 8, "mount_new.source");
_Static_assert(offsetof(struct op_mount_new, data) == 16, "mount_new.data");
_Static_assert(offsetof(struct op_mount_new, attrs) == 24, "mount_new.attrs");
_Static_assert(offsetof(struct op_mount_new, sb_flags) == 32, "mount_new.sbFlags");
_Static_assert(offsetof(struct op_mount_new, slot) == 40, "mount_new.slot");
/* Make a file system without a mount, for fs_mount of init: fsopen, fsconfig per data item */
struct op_fs_new {
	struct wire_str fstype;
	struct wire_str source;
	struct wire_strs data;
	uint64_t sb_flags;
	uint32_t slot;
};
_Static_assert(offsetof(struct op_fs_new, fstype) == 0, "fs_new.fstype");
_Static_assert(offsetof(struct op_fs_new, source) == 8, "fs_new.source");
_Static_assert(offsetof(struct op_fs_new, data) == 16, "fs_new.data");
_Static_assert(offsetof(struct op_fs_new, sb_flags) == 24, "fs_new.sbFlags");
_Static_assert(offsetof(struct op_fs_new, slot) == 32, "fs_new.slot");
/* Make a detached mount of what fs_new has made: fsmount with MOUNT_ATTR_* */
struct op_fs_mount {
	uint32_t fs;
	uint64_t attrs;
	uint32_t slot;
};
_Static_assert(offsetof(struct op_fs_mount, fs) == 0, "fs_mount.fs");
_Static_assert(offsetof(struct op_fs_mount, attrs) == 8, "fs_mount.attrs");
_Static_assert(offsetof(struct op_fs_mount, slot) == 16, "fs_mount.slot");
/* Clone a host path inside init's mount namespace, so that its locked flags hold; open_tree(2) */
struct op_mount_clone {
	struct wire_str source;
	uint32_t recursive;
	uint32_t no_follow;
	uint32_t slot;
};
_Static_assert(offsetof(struct op_mount_clone, source) == 0, "mount_clone.source");
_Static_assert(offsetof(struct op_mount_clone, recursive) == 8, "mount_clone.recursive");
_Static_assert(offsetof(struct op_mount_clone, no_follow) == 12, "mount_clone.noFollow");
_Static_assert(offsetof(struct op_mount_clone, slot) == 16, "mount_clone.slot");
/* Change attributes of a mount by fd; mount_setattr(2) */
struct op_mount_attrs {
	uint32_t mount;
	uint64_t set;
	uint64_t clear;
	uint64_t propagation;
	uint32_t recursive;
};
_Static_assert(offsetof(struct op_mount_attrs, mount) == 0, "mount_attrs.mount");
_Static_assert(offsetof(struct op_mount_attrs, set) == 8, "mount_attrs.set");
_Static_assert(offsetof(struct op_mount_attrs, clear) == 16, "mount_attrs.clear");
_Static_assert(offsetof(struct op_mount_attrs, propagation) == 24, "mount_attrs.propagation");
_Static_assert(offsetof(struct op_mount_attrs, recursive) == 32, "mount_attrs.recursive");
/* Give a detached mount the id mapping of a user namespace (MOUNT_ATTR_IDMAP); mount_setattr(2) */
struct op_mount_idmap {
	uint32_t mount;
	uint32_t userns;
	uint32_t recursive;
};
_Static_assert(offsetof(struct op_mount_idmap, mount) == 0, "mount_idmap.mount");
_Static_assert(offsetof(struct op_mount_idmap, userns) == 4, "mount_idmap.userns");
_Static_assert(offsetof(struct op_mount_idmap, recursive) == 8, "mount_idmap.recursive");
/* Open the directory that mount(2) is about to cover, made where missing: afterwards it is out of sight */
struct op_mount_under {
	uint32_t root;
	struct wire_str target;
	uint32_t slot;
};
_Static_assert(offsetof(struct op_mount_under, root) == 0, "mount_under.root");
_Static_assert(offsetof(struct op_mount_under, target) == 4, "mount_under.target");
_Static_assert(offsetof(struct op_mount_under, slot) == 12, "mount_under.slot");
/* Copy the directory that a tmpfs is about to cover into it (tmpcopyup), never following links */
struct op_mount_copyup {
	uint32_t mount;
	uint32_t root;
	struct wire_str target;
};
_Static_assert(offsetof(struct op_mount_copyup, mount) == 0, "mount_copyup.mount");
_Static_assert(offsetof(struct op_mount_copyup, root) == 4, "mount_copyup.root");
_Static_assert(offsetof(struct op_mount_copyup, target) == 8, "mount_copyup.target");
/* Give a fresh tmpfs the mode of the existing directory it covers; nothing when there is none */
struct op_mount_mode {
	uint32_t mount;
	uint32_t root;
	struct wire_str target;
};
_Static_assert(offsetof(struct op_mount_mode, mount) == 0, "mount_mode.mount");
_Static_assert(offsetof(struct op_mount_mode, root) == 4, "mount_mode.root");
_Static_assert(offsetof(struct op_mount_mode, target) == 8, "mount_mode.target");
/* Attach a detached mount below the root fd, making a missing mountpoint of the same kind (R1, R3). keep 0 closes the fd; a mount by mount_legacy is attached already and only closed. value: its id in mountinfo */
struct op_mount_attach {
	uint32_t mount;
	uint32_t root;
	struct wire_str target;
	uint32_t create;
	uint32_t keep;
	uint32_t no_follow;
};
_Static_assert(offsetof(struct op_mount_attach, mount) == 0, "mount_attach.mount");
_Static_assert(offsetof(struct op_mount_attach, root) == 4, "mount_attach.root");
_Static_assert(offsetof(struct op_mount_attach, target) == 8, "mount_attach.target");
_Static_assert(offsetof(struct op_mount_attach, create) == 16, "mount_attach.create");
_Static_assert(offsetof(struct op_mount_attach, keep) == 20, "mount_attach.keep");
_Static_assert(offsetof(struct op_mount_attach, no_follow) == 24, "mount_attach.noFollow");
/* mount(2) through proc/self/fd: the named fallback where the mount API cannot say it. slot: the new mount */
struct op_mount_legacy {
	struct wire_str fstype;
	struct wire_str source;
	struct wire_str target;
	uint64_t flags;
	struct wire_str data;
	uint32_t root;
	uint32_t slot;
	uint32_t proc;
};
_Static_assert(offsetof(struct op_mount_legacy, fstype) == 0, "mount_legacy.fstype");
_Static_assert(offsetof(struct op_mount_legacy, source) == 8, "mount_legacy.source");
_Static_assert(offsetof(struct op_mount_legacy, target) == 16, "mount_legacy.target");
_Static_assert(offsetof(struct op_mount_legacy, flags) == 24, "mount_legacy.flags");
_Static_assert(offsetof(struct op_mount_legacy, data) == 32, "mount_legacy.data");
_Static_assert(offsetof(struct op_mount_legacy, root) == 40, "mount_legacy.root");
_Static_assert(offsetof(struct op_mount_legacy, slot) == 44, "mount_legacy.slot");
_Static_assert(offsetof(struct op_mount_legacy, proc) == 48, "mount_legacy.proc");
/* Change attributes, propagation and data of what is mounted at target below the root fd. value: its id */
struct op_mount_remount {
	uint32_t root;
	struct wire_str target;
	uint64_t set;
	uint64_t clear;
	uint64_t propagation;
	uint32_t recursive;
	struct wire_strs data;
};
_Static_assert(offsetof(struct op_mount_remount, root) == 0, "mount_remount.root");
_Static_assert(offsetof(struct op_mount_remount, target) == 4, "mount_remount.target");
_Static_assert(offsetof(struct op_mount_remount, set) == 16, "mount_remount.set");
_Static_assert(offsetof(struct op_mount_remount, clear) == 24, "mount_remount.clear");
_Static_assert(offsetof(struct op_mount_remount, propagation) == 32, "mount_remount.propagation");
_Static_assert(offsetof(struct op_mount_remount, recursive) == 40, "mount_remount.recursive");
_Static_assert(offsetof(struct op_mount_remount, data) == 44, "mount_remount.data");
/* Make a device node or fifo by parent fd and one component; an existing equal one is kept; mknod(2) */
struct op_device_node {
	uint32_t root;
	struct wire_str path;
	uint32_t mode;
	uint32_t major;
	uint32_t minor;
	uint32_t uid;
	uint32_t gid;
	uint32_t keep;
};
_Static_assert(offsetof(struct op_device_node, root) == 0, "device_node.root");
_Static_assert(offsetof(struct op_device_node, path) == 4, "device_node.path");
_Static_assert(offsetof(struct op_device_node, mode) == 12, "device_node.mode");
_Static_assert(offsetof(struct op_device_node, major) == 16, "device_node.major");
_Static_assert(offsetof(struct op_device_node, minor) == 20, "device_node.minor");
_Static_assert(offsetof(struct op_device_node, uid) == 24, "device_node.uid");
_Static_assert(offsetof(struct op_device_node, gid) == 28, "device_node.gid");
_Static_assert(offsetof(struct op_device_node, keep) == 32, "device_node.keep");
/* Bind the host's device node instead of making one (user namespaces: mknod is EPERM) */
struct op_device_bind {
	uint32_t root;
	struct wire_str path;
	struct wire_str source;
	uint32_t mode;
	uint32_t major;
	uint32_t minor;
};
_Static_assert(offsetof(struct op_device_bind, root) == 0, "device_bind.root");
_Static_assert(offsetof(struct op_device_bind, path) == 4, "device_bind.path");
_Static_assert(offsetof(struct op_device_bind, source) == 12, "device_bind.source");
_Static_assert(offsetof(struct op_device_bind, mode) == 20, "device_bind.mode");
_Static_assert(offsetof(struct op_device_bind, major) == 24, "device_bind.major");
_Static_assert(offsetof(struct op_device_bind, minor) == 28, "device_bind.minor");
/* Receive one detached mount from the mounter */
struct op_await_mounter {
	uint32_t slot;
};
_Static_assert(offsetof(struct op_await_mounter, slot) == 0, "await_mounter.slot");
/* Mount a private procfs of the own pid namespace, never attached (R4) */
struct op_proc_open {
	uint32_t slot;
};
_Static_assert(offsetof(struct op_proc_open, slot) == 0, "proc_open.slot");
/* Pivot by fd, make the old root a slave (its end must not propagate), detach it; pivot_root(2). slot root then is / */
struct op_pivot_root {
	uint32_t root;
};
_Static_assert(offsetof(struct op_pivot_root, root) == 0, "pivot_root.root");
/* For --no-pivot: unmount what the host had in proc and sys, MS_MOVE the root over / and chroot */
struct op_move_root {
	uint32_t root;
};
_Static_assert(offsetof(struct op_move_root, root) == 0, "move_root.root");
/* Make a symlink by parent fd; an existing entry is kept, replaced where replace is 1, or an error where replace is 2 and it is not the same link */
struct op_symlink {
	uint32_t root;
	struct wire_str target;
	struct wire_str path;
	uint32_t replace;
};
_Static_assert(offsetof(struct op_symlink, root) == 0, "symlink.root");
_Static_assert(offsetof(struct op_symlink, target) == 4, "symlink.target");
_Static_assert(offsetof(struct op_symlink, path) == 12, "symlink.path");
_Static_assert(offsetof(struct op_symlink, replace) == 20, "symlink.replace");
/* Open a pty in the own devpts (TIOCGPTPEER), send the master to the console socket or the director, bind /dev/console, become stdio */
struct op_console {
	uint32_t pts;
	uint32_t socket;
	uint32_t root;
	uint32_t mount;
	uint32_t width;
	uint32_t height;
	uint32_t uid;
};
_Static_assert(offsetof(struct op_console, pts) == 0, "console.pts");
_Static_assert(offsetof(struct op_console, socket) == 4, "console.socket");
_Static_assert(offsetof(struct op_console, root) == 8, "console.root");
_Static_assert(offsetof(struct op_console, mount) == 12, "console.mount");
_Static_assert(offsetof(struct op_console, width) == 16, "console.width");
_Static_assert(offsetof(struct op_console, height) == 20, "console.height");
_Static_assert(offsetof(struct op_console, uid) == 24, "console.uid");
/* Cover a path with the empty directory or /dev/null. value 1: the path does not exist, else the id of the mount */
struct op_mask_path {
	uint32_t root;
	struct wire_str path;
	uint32_t directory;
	uint32_t file;
};
_Static_assert(offsetof(struct op_mask_path, root) == 0, "mask_path.root");
_Static_assert(offsetof(struct op_mask_path, path) == 4, "mask_path.path");
_Static_assert(offsetof(struct op_mask_path, directory) == 12, "mask_path.directory");
_Static_assert(offsetof(struct op_mask_path, file) == 16, "mask_path.file");
/* Bind a path on itself read-only. value 1: the path does not exist, else the id of the mount */
struct op_readonly_path {
	uint32_t root;
	struct wire_str path;
};
_Static_assert(offsetof(struct op_readonly_path, root) == 0, "readonly_path.root");
_Static_assert(offsetof(struct op_readonly_path, path) == 4, "readonly_path.path");
/* Write one file below sys/ of the private procfs (R4) */
struct op_sysctl {
	uint32_t proc;
	struct wire_str path;
	struct wire_str value;
};
_Static_assert(offsetof(struct op_sysctl, proc) == 0, "sysctl.proc");
_Static_assert(offsetof(struct op_sysctl, path) == 4, "sysctl.path");
_Static_assert(offsetof(struct op_sysctl, value) == 12, "sysctl.value");
/* sethostname(2) */
struct op_hostname {
	struct wire_str name;
};
_Static_assert(offsetof(struct op_hostname, name) == 0, "hostname.name");
/* setdomainname(2) */
struct op_domainname {
	struct wire_str name;
};
_Static_assert(offsetof(struct op_domainname, name) == 0, "domainname.name");
/* prlimit64(2): init on itself, or the host on init, which in a user namespace may not raise a hard limit */
struct op_rlimit {
	uint32_t resource;
	uint64_t soft;
	uint64_t hard;
};
_Static_assert(offsetof(struct op_rlimit, resource) == 0, "rlimit.resource");
_Static_assert(offsetof(struct op_rlimit, soft) == 8, "rlimit.soft");
_Static_assert(offsetof(struct op_rlimit, hard) == 16, "rlimit.hard");
/* fchown(2) stdin, stdout and stderr to the process user, as runc does; /dev/null, files given for reading and refusals are passed over */
struct op_stdio_owner {
	uint32_t uid;
};
_Static_assert(offsetof(struct op_stdio_owner, uid) == 0, "stdio_owner.uid");
/* umask(2) */
struct op_umask {
	uint32_t mask;
};
_Static_assert(offsetof(struct op_umask, mask) == 0, "umask.mask");
/* setgroups, setresgid, setresuid, keeping capabilities; groups is an array of u32; credentials(7) */
struct op_credentials {
	uint32_t uid;
	uint32_t gid;
	struct wire_bytes groups;
	uint32_t set_groups;
};
_Static_assert(offsetof(struct op_credentials, uid) == 0, "credentials.uid");
_Static_assert(offsetof(struct op_credentials, gid) == 4, "credentials.gid");
_Static_assert(offsetof(struct op_credentials, groups) == 8, "credentials.groups");
_Static_assert(offsetof(struct op_credentials, set_groups) == 16, "credentials.setGroups");
/* Enter process.cwd (made when missing and make is 1) and check by getcwd that it lies inside (CVE-2024-21626) */
struct op_cwd {
	uint32_t root;
	struct wire_str path;
	uint32_t make;
};
_Static_assert(offsetof(struct op_cwd, root) == 0, "cwd.root");
_Static_assert(offsetof(struct op_cwd, path) == 4, "cwd.path");
_Static_assert(offsetof(struct op_cwd, make) == 12, "cwd.make");
/* Find the first candidate that may be executed; value: its index. ENOENT when none, EACCES when only unusable ones */
struct op_exec_resolve {
	struct wire_strs candidates;
};
_Static_assert(offsetof(struct op_exec_resolve, candidates) == 0, "exec_resolve.candidates");
/* PR_SET_PDEATHSIG: die with the director until create commits; cleared by start_wait */
struct op_parent_death {
	uint32_t signal;
};
_Static_assert(offsetof(struct op_parent_death, signal) == 0, "parent_death.signal");
/* Detach from the creator and wait for `start` on the socket; a fatal signal ends init with 128+n */
struct op_start_wait {
	uint32_t socket;
};
_Static_assert(offsetof(struct op_start_wait, socket) == 0, "start_wait.socket");
/* PR_SET_NO_NEW_PRIVS; prctl(2) */
struct op_no_new_privileges {
	uint64_t nothing;
};

/* Drop the bounding set, capset, raise ambient; bits that cannot be had are left out. value: bits left out */
struct op_capabilities {
	uint64_t bounding;
	uint64_t effective;
	uint64_t permitted;
	uint64_t inheritable;
	uint64_t ambient;
	uint32_t last;
};
_Static_assert(offsetof(struct op_capabilities, bounding) == 0, "capabilities.bounding");
_Static_assert(offsetof(struct op_capabilities, effective) == 8, "capabilities.effective");
_Static_assert(offsetof(struct op_capabilities, permitted) == 16, "capabilities.permitted");
_Static_assert(offsetof(struct op_capabilities, inheritable) == 24, "capabilities.inheritable");
_Static_assert(offsetof(struct op_capabilities, ambient) == 32, "capabilities.ambient");
_Static_assert(offsetof(struct op_capabilities, last) == 40, "capabilities.last");
/* Close everything above the preserved fds, restore signals, execve(2). No outcome: it worked */
struct op_execve {
	struct wire_strs args;
	struct wire_strs env;
	struct wire_strs candidates;
	uint32_t home;
	uint32_t uid;
	uint32_t preserve_fds;
};
_Static_assert(offsetof(struct op_execve, args) == 0, "execve.args");
_Static_assert(offsetof(struct op_execve, env) == 8, "execve.env");
_Static_assert(offsetof(struct op_execve, candidates) == 16, "execve.candidates");
_Static_assert(offsetof(struct op_execve, home) == 24, "execve.home");
_Static_assert(offsetof(struct op_execve, uid) == 28, "execve.uid");
_Static_assert(offsetof(struct op_execve, preserve_fds) == 32, "execve.preserveFds");
/* Make a directory and its missing parents (0755) below the root fd. value 1: it was there. EACCES is passed over */
struct op_directory {
	uint32_t root;
	struct wire_str path;
};
_Static_assert(offsetof(struct op_directory, root) == 0, "directory.root");
_Static_assert(offsetof(struct op_directory, path) == 4, "directory.path");
/* chroot(2) by fd, for a container without a mount namespace of its own. slot root then is / */
struct op_chroot {
	uint32_t root;
};
_Static_assert(offsetof(struct op_chroot, root) == 0, "chroot.root");
/* All that execve does before execve(2), done before a filter is in force that may forbid it */
struct op_exec_prepare {
	struct wire_strs args;
	struct wire_strs env;
	uint32_t home;
	uint32_t uid;
	uint32_t preserve_fds;
};
_Static_assert(offsetof(struct op_exec_prepare, args) == 0, "exec_prepare.args");
_Static_assert(offsetof(struct op_exec_prepare, env) == 8, "exec_prepare.env");
_Static_assert(offsetof(struct op_exec_prepare, home) == 16, "exec_prepare.home");
_Static_assert(offsetof(struct op_exec_prepare, uid) == 20, "exec_prepare.uid");
_Static_assert(offsetof(struct op_exec_prepare, preserve_fds) == 24, "exec_prepare.preserveFds");
/* Load the filter that filter_send has given; seccomp(2). No call but execve(2) follows. With NEW_LISTENER the director has it on return */
struct op_seccomp {
	uint32_t flags;
};
_Static_assert(offsetof(struct op_seccomp, flags) == 0, "seccomp.flags");
/* KEYCTL_JOIN_SESSION_KEYRING by name, then KEYCTL_SETPERM where permissions are given; keyctl(2). value: the errno (ENOSYS, EPERM, EDQUOT) with which the keyring of the caller stayed */
struct op_session_keyring {
	struct wire_str name;
	uint32_t permissions;
};
_Static_assert(offsetof(struct op_session_keyring, name) == 0, "session_keyring.name");
_Static_assert(offsetof(struct op_session_keyring, permissions) == 8, "session_keyring.permissions");
/* sched_setaffinity(2). An empty mask: every CPU that the cgroup allows; value then: the errno for which the inherited mask stayed */
struct op_cpu_affinity {
	struct wire_bytes mask;
};
_Static_assert(offsetof(struct op_cpu_affinity, mask) == 0, "cpu_affinity.mask");
/* sched_setattr(2): init on itself, or the host on init, which in a user namespace may not raise anything. Times in ns */
struct op_scheduler {
	uint32_t policy;
	uint64_t flags;
	int32_t nice;
	uint32_t priority;
	uint64_t runtime;
	uint64_t deadline;
	uint64_t period;
};
_Static_assert(offsetof(struct op_scheduler, policy) == 0, "scheduler.policy");
_Static_assert(offsetof(struct op_scheduler, flags) == 8, "scheduler.flags");
_Static_assert(offsetof(struct op_scheduler, nice) == 16, "scheduler.nice");
_Static_assert(offsetof(struct op_scheduler, priority) == 20, "scheduler.priority");
_Static_assert(offsetof(struct op_scheduler, runtime) == 24, "scheduler.runtime");
_Static_assert(offsetof(struct op_scheduler, deadline) == 32, "scheduler.deadline");
_Static_assert(offsetof(struct op_scheduler, period) == 40, "scheduler.period");
/* ioprio_set(2) with IOPRIO_PRIO_VALUE: init on itself, or the host on init */
struct op_io_priority {
	uint32_t priority;
};
_Static_assert(offsetof(struct op_io_priority, priority) == 0, "io_priority.priority");
/* set_mempolicy(2); nodes is a mask of whole 64-bit words, mode contains MPOL_F_* */
struct op_memory_policy {
	uint32_t mode;
	struct wire_bytes nodes;
};
_Static_assert(offsetof(struct op_memory_policy, mode) == 0, "memory_policy.mode");
_Static_assert(offsetof(struct op_memory_policy, nodes) == 4, "memory_policy.nodes");
/* personality(2). value: the previous one */
struct op_personality {
	uint32_t domain;
};
_Static_assert(offsetof(struct op_personality, domain) == 0, "personality.domain");
/* Write FILE (self/attr/exec ...) below the caller's proc and read it back: it must begin with `expected`; proc_pid_attr(5) */
struct op_lsm_attribute {
	uint32_t proc;
	struct wire_str file;
	struct wire_str value;
	struct wire_str expected;
};
_Static_assert(offsetof(struct op_lsm_attribute, proc) == 0, "lsm_attribute.proc");
_Static_assert(offsetof(struct op_lsm_attribute, file) == 4, "lsm_attribute.file");
_Static_assert(offsetof(struct op_lsm_attribute, value) == 12, "lsm_attribute.value");
_Static_assert(offsetof(struct op_lsm_attribute, expected) == 20, "lsm_attribute.expected");
/* Set security.selinux of the root of a mount by fd; fsetxattr(2) */
struct op_mount_label {
	uint32_t mount;
	struct wire_str label;
};
_Static_assert(offsetof(struct op_mount_label, mount) == 0, "mount_label.mount");
_Static_assert(offsetof(struct op_mount_label, label) == 4, "mount_label.label");
/* unshare(2): by the spawner for init to inherit, or by init where clone3 would be too early or too soon */
struct op_ns_unshare {
	uint64_t flags;
};
_Static_assert(offsetof(struct op_ns_unshare, flags) == 0, "ns_unshare.flags");
/* X(name, NAME, actor mask, body size, number of fields, {offset, kind}...) */
#define WIRE_OPS(X) \
	X(await, AWAIT, 1, 8, 1, {0, KIND_U32}) \
	X(cgroup_mkdir, CGROUP_MKDIR, 1, 8, 1, {0, KIND_STR}) \
	X(cgroup_write, CGROUP_WRITE, 1, 16, 2, {0, KIND_STR}, {8, KIND_STR}) \
	X(cgroup_devices, CGROUP_DEVICES, 1, 16, 2, {0, KIND_STR}, {8, KIND_BYTES}) \
	X(id_map, ID_MAP, 1, 16, 2, {0, KIND_STR}, {8, KIND_STR}) \
	X(id_map_helper, ID_MAP_HELPER, 1, 16, 2, {0, KIND_STR}, {8, KIND_STRS}) \
	X(hook_run, HOOK_RUN, 9, 48, 7, {0, KIND_STR}, {8, KIND_STRS}, {16, KIND_STRS}, {24, KIND_U32}, {28, KIND_U32}, {32, KIND_STR}, {40, KIND_STR}) \
	X(state_save, STATE_SAVE, 1, 8, 1, {0, KIND_STR}) \
	X(pid_file, PID_FILE, 1, 8, 1, {0, KIND_STR}) \
	X(verify, VERIFY, 1, 56, 7, {0, KIND_U32}, {8, KIND_U64}, {16, KIND_U64}, {24, KIND_U64}, {32, KIND_U64}, {40, KIND_U64}, {48, KIND_STRS}) \
	X(label_check, LABEL_CHECK, 1, 16, 2, {0, KIND_STR}, {8, KIND_STR}) \
	X(socket_remove, SOCKET_REMOVE, 1, 8, 1, {0, KIND_STR}) \
	X(netns_open, NETNS_OPEN, 1, 8, 1, {0, KIND_SLOT}) \
	X(net_device, NET_DEVICE, 1, 32, 5, {0, KIND_STR}, {8, KIND_STR}, {16, KIND_BYTES}, {24, KIND_U32}, {28, KIND_SLOT}) \
	X(rdt_group, RDT_GROUP, 1, 16, 2, {0, KIND_STR}, {8, KIND_U32}) \
	X(rdt_write, RDT_WRITE, 1, 24, 3, {0, KIND_STR}, {8, KIND_STR}, {16, KIND_STR}) \
	X(rdt_join, RDT_JOIN, 1, 16, 2, {0, KIND_STR}, {8, KIND_STR}) \
	X(cgroup_chown, CGROUP_CHOWN, 1, 24, 3, {0, KIND_STR}, {8, KIND_STRS}, {16, KIND_U32}) \
	X(scope_start, SCOPE_START, 1, 64, 8, {0, KIND_STR}, {8, KIND_STR}, {16, KIND_STR}, {24, KIND_STR}, {32, KIND_STR}, {40, KIND_U32}, {44, KIND_STRS}, {52, KIND_STRS}) \
	X(scope_set, SCOPE_SET, 1, 32, 4, {0, KIND_STR}, {8, KIND_STR}, {16, KIND_STRS}, {24, KIND_STRS}) \
	X(scope_attach, SCOPE_ATTACH, 1, 24, 3, {0, KIND_STR}, {8, KIND_STR}, {16, KIND_STR}) \
	X(agent_check, AGENT_CHECK, 1, 8, 1, {0, KIND_STR}) \
	X(agent_connect, AGENT_CONNECT, 1, 16, 2, {0, KIND_STR}, {8, KIND_SLOT}) \
	X(agent_send, AGENT_SEND, 1, 16, 2, {0, KIND_SLOT}, {4, KIND_STRS}) \
	X(filter_send, FILTER_SEND, 1, 8, 0, {0, 0}) \
	X(pidfd_send, PIDFD_SEND, 1, 16, 2, {0, KIND_STR}, {8, KIND_STR}) \
	X(proc_open_host, PROC_OPEN_HOST, 2, 8, 1, {0, KIND_SLOT}) \
	X(socket_listen, SOCKET_LISTEN, 2, 16, 2, {0, KIND_STR}, {8, KIND_SLOT}) \
	X(socket_connect, SOCKET_CONNECT, 2, 16, 2, {0, KIND_STR}, {8, KIND_SLOT}) \
	X(dir_open, DIR_OPEN, 10, 24, 3, {0, KIND_STR}, {8, KIND_U64}, {16, KIND_SLOT}) \
	X(cgroup_join, CGROUP_JOIN, 2, 8, 1, {0, KIND_STR}) \
	X(oom_score_adj, OOM_SCORE_ADJ, 2, 8, 2, {0, KIND_I32}, {4, KIND_SLOT}) \
	X(ns_open, NS_OPEN, 2, 24, 4, {0, KIND_STR}, {8, KIND_U64}, {16, KIND_SLOT}, {20, KIND_SLOT}) \
	X(ns_join, NS_JOIN, 10, 16, 2, {0, KIND_SLOT}, {8, KIND_U64}) \
	X(clone_init, CLONE_INIT, 2, 16, 2, {0, KIND_U64}, {8, KIND_SLOT_OR_NONE}) \
	X(clone_mounter, CLONE_MOUNTER, 2, 8, 0, {0, 0}) \
	X(mount_send, MOUNT_SEND, 4, 8, 1, {0, KIND_SLOT}) \
	X(userns_make, USERNS_MAKE, 2, 24, 4, {0, KIND_STR}, {8, KIND_STR}, {16, KIND_SLOT}, {20, KIND_SLOT}) \
	X(mounter_run, MOUNTER_RUN, 2, 8, 0, {0, 0}) \
	X(process_open, PROCESS_OPEN, 2, 24, 4, {0, KIND_I32}, {8, KIND_U64}, {16, KIND_SLOT}, {20, KIND_SLOT}) \
	X(dumpable, DUMPABLE, 10, 8, 1, {0, KIND_U32}) \
	X(session, SESSION, 8, 8, 0, {0, 0}) \
	X(userns_root, USERNS_ROOT, 8, 8, 1, {0, KIND_U32}) \
	X(time_enter, TIME_ENTER, 8, 16, 2, {0, KIND_STR}, {8, KIND_SLOT}) \
	X(loopback_up, LOOPBACK_UP, 8, 8, 0, {0, 0}) \
	X(propagation, PROPAGATION, 8, 24, 3, {0, KIND_STR}, {8, KIND_U64}, {16, KIND_U32}) \
	X(rootfs_open, ROOTFS_OPEN, 8, 16, 2, {0, KIND_STR}, {8, KIND_SLOT}) \
	X(null_open, NULL_OPEN, 8, 8, 1, {0, KIND_SLOT}) \
	X(mount_new, MOUNT_NEW, 12, 48, 6, {0, KIND_STR}, {8, KIND_STR}, {16, KIND_STRS}, {24, KIND_U64}, {32, KIND_U64}, {40, KIND_SLOT}) \
	X(fs_new, FS_NEW, 2, 40, 5, {0, KIND_STR}, {8, KIND_STR}, {16, KIND_STRS}, {24, KIND_U64}, {32, KIND_SLOT}) \
	X(fs_mount, FS_MOUNT, 8, 24, 3, {0, KIND_SLOT}, {8, KIND_U64}, {16, KIND_SLOT}) \
	X(mount_clone, MOUNT_CLONE, 12, 24, 4, {0, KIND_STR}, {8, KIND_U32}, {12, KIND_U32}, {16, KIND_SLOT}) \
	X(mount_attrs, MOUNT_ATTRS, 8, 40, 5, {0, KIND_SLOT}, {8, KIND_U64}, {16, KIND_U64}, {24, KIND_U64}, {32, KIND_U32}) \
	X(mount_idmap, MOUNT_IDMAP, 12, 16, 3, {0, KIND_SLOT}, {4, KIND_SLOT}, {8, KIND_U32}) \
	X(mount_under, MOUNT_UNDER, 8, 16, 3, {0, KIND_SLOT}, {4, KIND_STR}, {12, KIND_SLOT}) \
	X(mount_copyup, MOUNT_COPYUP, 8, 16, 3, {0, KIND_SLOT}, {4, KIND_SLOT}, {8, KIND_STR}) \
	X(mount_mode, MOUNT_MODE, 8, 16, 3, {0, KIND_SLOT}, {4, KIND_SLOT}, {8, KIND_STR}) \
	X(mount_attach, MOUNT_ATTACH, 8, 32, 6, {0, KIND_SLOT}, {4, KIND_SLOT}, {8, KIND_STR}, {16, KIND_U32}, {20, KIND_U32}, {24, KIND_U32}) \
	X(mount_legacy, MOUNT_LEGACY, 8, 56, 8, {0, KIND_STR}, {8, KIND_STR}, {16, KIND_STR}, {24, KIND_U64}, {32, KIND_STR}, {40, KIND_SLOT}, {44, KIND_SLOT_OR_NONE}, {48, KIND_SLOT}) \
	X(mount_remount, MOUNT_REMOUNT, 8, 56, 7, {0, KIND_SLOT}, {4, KIND_STR}, {16, KIND_U64}, {24, KIND_U64}, {32, KIND_U64}, {40, KIND_U32}, {44, KIND_STRS}) \
	X(device_node, DEVICE_NODE, 8, 40, 8, {0, KIND_SLOT}, {4, KIND_STR}, {12, KIND_U32}, {16, KIND_U32}, {20, KIND_U32}, {24, KIND_U32}, {28, KIND_U32}, {32, KIND_U32}) \
	X(device_bind, DEVICE_BIND, 8, 32, 6, {0, KIND_SLOT}, {4, KIND_STR}, {12, KIND_STR}, {20, KIND_U32}, {24, KIND_U32}, {28, KIND_U32}) \
	X(await_mounter, AWAIT_MOUNTER, 8, 8, 1, {0, KIND_SLOT}) \
	X(proc_open, PROC_OPEN, 8, 8, 1, {0, KIND_SLOT}) \
	X(pivot_root, PIVOT_ROOT, 8, 8, 1, {0, KIND_SLOT}) \
	X(move_root, MOVE_ROOT, 8, 8, 1, {0, KIND_SLOT}) \
	X(symlink, SYMLINK, 8, 24, 4, {0, KIND_SLOT}, {4, KIND_STR}, {12, KIND_STR}, {20, KIND_U32}) \
	X(console, CONSOLE, 8, 32, 7, {0, KIND_SLOT_OR_NONE}, {4, KIND_SLOT_OR_NONE}, {8, KIND_SLOT}, {12, KIND_U32}, {16, KIND_U32}, {20, KIND_U32}, {24, KIND_U32}) \
	X(mask_path, MASK_PATH, 8, 24, 4, {0, KIND_SLOT}, {4, KIND_STR}, {12, KIND_SLOT}, {16, KIND_SLOT}) \
	X(readonly_path, READONLY_PATH, 8, 16, 2, {0, KIND_SLOT}, {4, KIND_STR}) \
	X(sysctl, SYSCTL, 8, 24, 3, {0, KIND_SLOT}, {4, KIND_STR}, {12, KIND_STR}) \
	X(hostname, HOSTNAME, 8, 8, 1, {0, KIND_STR}) \
	X(domainname, DOMAINNAME, 8, 8, 1, {0, KIND_STR}) \
	X(rlimit, RLIMIT, 9, 24, 3, {0, KIND_U32}, {8, KIND_U64}, {16, KIND_U64}) \
	X(stdio_owner, STDIO_OWNER, 8, 8, 1, {0, KIND_U32}) \
	X(umask, UMASK, 8, 8, 1, {0, KIND_U32}) \
	X(credentials, CREDENTIALS, 8, 24, 4, {0, KIND_U32}, {4, KIND_U32}, {8, KIND_BYTES}, {16, KIND_U32}) \
	X(cwd, CWD, 8, 16, 3, {0, KIND_SLOT}, {4, KIND_STR}, {12, KIND_U32}) \
	X(exec_resolve, EXEC_RESOLVE, 8, 8, 1, {0, KIND_STRS}) \
	X(parent_death, PARENT_DEATH, 8, 8, 1, {0, KIND_U32}) \
	X(start_wait, START_WAIT, 8, 8, 1, {0, KIND_SLOT}) \
	X(no_new_privileges, NO_NEW_PRIVILEGES, 8, 8, 0, {0, 0}) \
	X(capabilities, CAPABILITIES, 8, 48, 6, {0, KIND_U64}, {8, KIND_U64}, {16, KIND_U64}, {24, KIND_U64}, {32, KIND_U64}, {40, KIND_U32}) \
	X(execve, EXECVE, 8, 40, 6, {0, KIND_STRS}, {8, KIND_STRS}, {16, KIND_STRS}, {24, KIND_U32}, {28, KIND_U32}, {32, KIND_U32}) \
	X(directory, DIRECTORY, 8, 16, 2, {0, KIND_SLOT}, {4, KIND_STR}) \
	X(chroot, CHROOT, 10, 8, 1, {0, KIND_SLOT}) \
	X(exec_prepare, EXEC_PREPARE, 8, 32, 5, {0, KIND_STRS}, {8, KIND_STRS}, {16, KIND_U32}, {20, KIND_U32}, {24, KIND_U32}) \
	X(seccomp, SECCOMP, 8, 8, 1, {0, KIND_U32}) \
	X(session_keyring, SESSION_KEYRING, 10, 16, 2, {0, KIND_STR}, {8, KIND_U32}) \
	X(cpu_affinity, CPU_AFFINITY, 10, 8, 1, {0, KIND_BYTES}) \
	X(scheduler, SCHEDULER, 9, 48, 7, {0, KIND_U32}, {8, KIND_U64}, {16, KIND_I32}, {20, KIND_U32}, {24, KIND_U64}, {32, KIND_U64}, {40, KIND_U64}) \
	X(io_priority, IO_PRIORITY, 9, 8, 1, {0, KIND_U32}) \
	X(memory_policy, MEMORY_POLICY, 8, 16, 2, {0, KIND_U32}, {4, KIND_BYTES}) \
	X(personality, PERSONALITY, 8, 8, 1, {0, KIND_U32}) \
	X(lsm_attribute, LSM_ATTRIBUTE, 8, 32, 4, {0, KIND_SLOT}, {4, KIND_STR}, {12, KIND_STR}, {20, KIND_STR}) \
	X(mount_label, MOUNT_LABEL, 8, 16, 2, {0, KIND_SLOT}, {4, KIND_STR}) \
	X(ns_unshare, NS_UNSHARE, 10, 8, 1, {0, KIND_U64})
#endif
