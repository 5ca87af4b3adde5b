/**
 * THE table of ops. Everything that changes the machine is one of these rows.
 *
 * TypeScript step types are inferred from it (types.ts), the C structs, enums and the X-macro of
 * handlers are printed from it (gen/ops.h), and a hash of it is compiled into both sides (abi.ts).
 *
 * A row: `code` is the number on the wire (never reused), `actors` who may perform it, `calls` the
 * system calls inside it that can fail (their names appear in outcomes), `fields` the arguments in
 * wire order, `undo` the journal entry written before the effect, `doc` one sentence of effect with
 * the man page and what `value` means in the outcome.
 *
 * Field kinds: u32 i32 u64 i64; `str` one string; `strs` a list of strings; `bytes` raw bytes;
 * `slot` an fd register that must be set or is set by this op; `slot?` may be null.
 */

export type FieldKind = 'u32' | 'i32' | 'u64' | 'i64' | 'str' | 'strs' | 'bytes' | 'slot' | 'slot?';
export type ActorName = 'host' | 'spawner' | 'mounter' | 'init';
/** Journal entries; `delete` knows the inverse of each (run/undo.ts). */
export type UndoKind = 'cgroup' | 'file' | 'process' | null;

export interface OpRow {
  readonly code: number;
  readonly actors: readonly ActorName[];
  readonly calls: readonly string[];
  readonly fields: Readonly<Record<string, FieldKind>>;
  readonly undo: UndoKind;
  readonly doc: string;
}

export const ops = {
  // --- host -------------------------------------------------------------------------------------
  await: {
    code: 1, actors: ['host'], calls: [], fields: { whom: 'u32' }, undo: null,
    doc: 'Wait until the actor (by its number in `actors`) has finished every step handed to it',
  },
  cgroup_mkdir: {
    code: 2, actors: ['host'], calls: ['mkdir'], fields: { path: 'str' }, undo: 'cgroup',
    doc: 'Make one cgroup directory; mkdir(2), an existing one is kept. value 1: it was there already',
  },
  cgroup_write: {
    code: 3, actors: ['host'], calls: ['open', 'write'], fields: { file: 'str', value: 'str' }, undo: null,
    doc: 'Write one cgroup control file in one write(2); cgroups(7)',
  },
  cgroup_devices: {
    code: 4, actors: ['host'], calls: ['open', 'bpf'], fields: { path: 'str', program: 'bytes' }, undo: null,
    doc: 'Load a BPF_PROG_TYPE_CGROUP_DEVICE program and attach it to the cgroup v2 directory; bpf(2)',
  },
  id_map: {
    code: 5, actors: ['host'], calls: ['open', 'write'], fields: { file: 'str', value: 'str' }, undo: null,
    doc: 'Write /proc/PID/{setgroups,uid_map,gid_map} of init (`file` is the last component); user_namespaces(7)',
  },
  id_map_helper: {
    code: 6, actors: ['host'], calls: ['open', 'fstat', 'clone3', 'execve', 'wait'],
    fields: { helper: 'str', args: 'strs' }, undo: null,
    doc: 'Run newuidmap(1) or newgidmap(1) by fd: argv is its name, the pid of init, then args',
  },
  hook_run: {
    code: 7, actors: ['host', 'init'],
    calls: ['pipe2', 'clone3', 'setns', 'execve', 'poll', 'timeout', 'exit', 'signal'],
    fields: { path: 'str', args: 'strs', env: 'strs', inheritEnv: 'u32', timeoutMs: 'u32', stateHead: 'str', stateTail: 'str' },
    undo: null,
    doc: 'Run one hook; stdin is stateHead, the pid of init in decimal, stateTail. value: its exit code or signal',
  },
  state_save: {
    code: 8, actors: ['host'], calls: ['write'], fields: { status: 'str' }, undo: null,
    doc: 'Write state.json by atomic rename with this status',
  },
  pid_file: {
    code: 9, actors: ['host'], calls: ['open', 'write', 'rename'], fields: { path: 'str' }, undo: 'file',
    doc: 'Write the pid of init in decimal, no newline, by rename. Relative to the cwd of the caller',
  },
  verify: {
    code: 10, actors: ['host'], calls: ['open', 'read', 'compare'],
    fields: { noNewPrivs: 'u32', effective: 'u64', permitted: 'u64', inheritable: 'u64', bounding: 'u64', ambient: 'u64' },
    undo: null,
    doc: 'Read /proc/PID/status of init and compare with what the plan established (R9); a mismatch is fatal',
  },
  socket_remove: {
    code: 11, actors: ['host'], calls: ['unlink'], fields: { path: 'str' }, undo: null,
    doc: 'Remove the start socket: from here on the container is running; unlink(2)',
  },

  // --- spawner: the caller's namespaces, before init exists --------------------------------------
  proc_open_host: {
    code: 20, actors: ['spawner'], calls: ['open', 'fstatfs', 'fstat'], fields: { slot: 'slot' }, undo: null,
    doc: "Open the caller's /proc and check that it is a procfs root (R4); proc(5)",
  },
  socket_listen: {
    code: 21, actors: ['spawner'], calls: ['socket', 'bind', 'listen'], fields: { path: 'str', slot: 'slot' }, undo: null,
    doc: 'Bind the start socket (AF_UNIX, SOCK_SEQPACKET) in the state directory; unix(7)',
  },
  socket_connect: {
    code: 22, actors: ['spawner'], calls: ['socket', 'connect'], fields: { path: 'str', slot: 'slot' }, undo: null,
    doc: 'Connect to the console socket (AF_UNIX, SOCK_STREAM); relative to the cwd of the caller; unix(7)',
  },
  dir_open: {
    code: 23, actors: ['spawner'], calls: ['open', 'fstatfs'], fields: { path: 'str', magic: 'u64', slot: 'slot' }, undo: null,
    doc: 'Open a directory of the host; with magic != 0 its file system type must match; open(2)',
  },
  cgroup_join: {
    code: 24, actors: ['spawner'], calls: ['open', 'write'], fields: { file: 'str' }, undo: null,
    doc: 'Write 0 to a v1 tasks file: moves this single-threaded process without the global lock of cgroup.procs',
  },
  oom_score_adj: {
    code: 25, actors: ['spawner'], calls: ['open', 'write'], fields: { value: 'i32', proc: 'slot' }, undo: null,
    doc: 'Write self/oom_score_adj below proc; inherited by init; proc(5)',
  },
  ns_open: {
    code: 26, actors: ['spawner'], calls: ['open', 'ioctl', 'type'], fields: { path: 'str', type: 'u64', slot: 'slot' }, undo: null,
    doc: 'Open a namespace file and check its type by NS_GET_NSTYPE before anything is joined; ioctl_ns(2)',
  },
  ns_join: {
    code: 27, actors: ['spawner'], calls: ['setns'], fields: { slot: 'slot', type: 'u64' }, undo: null,
    doc: 'setns(2) into an opened namespace',
  },
  clone_init: {
    code: 28, actors: ['spawner'], calls: ['clone3', 'sendmsg'], fields: { flags: 'u64', cgroup: 'slot?' }, undo: 'process',
    doc: 'clone3(2) init as a sibling (CLONE_PARENT, exit_signal 0) with every new namespace. value: pid',
  },
  clone_mounter: {
    code: 29, actors: ['spawner'], calls: ['clone3', 'setns'], fields: {}, undo: null,
    doc: "Fork the mounter: host credentials, joins init's mount namespace",
  },
  mount_send: {
    code: 30, actors: ['mounter'], calls: ['open_tree', 'sendmsg'],
    fields: { source: 'str', recursive: 'u32', slot: 'slot' }, undo: null,
    doc: 'Clone a source that init may not reach and send the detached mount to init by SCM_RIGHTS',
  },

  // --- init: namespaces and mount tree, old root still visible ------------------------------------
  dumpable: {
    code: 40, actors: ['init', 'spawner'], calls: ['prctl'], fields: { value: 'u32' }, undo: null,
    doc: 'PR_SET_DUMPABLE; 0 before the first contact with a foreign namespace (R7, R8)',
  },
  session: {
    code: 41, actors: ['init'], calls: ['setsid'], fields: {}, undo: null,
    doc: 'setsid(2): no controlling terminal of the caller',
  },
  userns_root: {
    code: 42, actors: ['init'], calls: ['setgroups', 'setresgid', 'setresuid'], fields: { groups: 'u32' }, undo: null,
    doc: 'Become uid 0 and gid 0 of the user namespace, dropping groups where groups is 1; capabilities stay',
  },
  time_enter: {
    code: 43, actors: ['init'], calls: ['unshare', 'open', 'write', 'setns'],
    fields: { offsets: 'str', proc: 'slot' }, undo: null,
    doc: 'unshare(CLONE_NEWTIME), write timens_offsets, join time_for_children; time_namespaces(7)',
  },
  loopback_up: {
    code: 44, actors: ['init'], calls: ['socket', 'ioctl'], fields: {}, undo: null,
    doc: 'Bring up lo of a new network namespace; netdevice(7)',
  },
  propagation: {
    code: 45, actors: ['init'], calls: ['mount_setattr'], fields: { path: 'str', propagation: 'u64', recursive: 'u32' }, undo: null,
    doc: "Set propagation (MS_SLAVE ...) of a mount of init's own mount namespace, by a path of the host",
  },
  rootfs_open: {
    code: 46, actors: ['init'], calls: ['open_tree', 'mount_setattr', 'move_mount'],
    fields: { path: 'str', slot: 'slot' }, undo: null,
    doc: 'Clone the rootfs (recursively), make it private and attach it over its own host path; slot: the root fd (R1)',
  },
  null_open: {
    code: 47, actors: ['init'], calls: ['open', 'fstat', 'open_tree'], fields: { slot: 'slot' }, undo: null,
    doc: "Clone the host's /dev/null, verified as char 1:3, for masking files (R5)",
  },
  mount_new: {
    code: 48, actors: ['init'], calls: ['fsopen', 'fsconfig', 'fsmount'],
    fields: { fstype: 'str', source: 'str', data: 'strs', attrs: 'u64', sbFlags: 'u64', slot: 'slot' }, undo: null,
    doc: 'Make a detached mount: fsopen, fsconfig per data item (key or key=value), fsmount with MOUNT_ATTR_*',
  },
  mount_clone: {
    code: 49, actors: ['init'], calls: ['open_tree'],
    fields: { source: 'str', recursive: 'u32', noFollow: 'u32', slot: 'slot' }, undo: null,
    doc: "Clone a host path inside init's mount namespace, so that its locked flags hold; open_tree(2)",
  },
  mount_attrs: {
    code: 50, actors: ['init'], calls: ['mount_setattr'],
    fields: { mount: 'slot', set: 'u64', clear: 'u64', propagation: 'u64', recursive: 'u32' }, undo: null,
    doc: 'Change attributes of a mount by fd; mount_setattr(2)',
  },
  mount_copyup: {
    code: 51, actors: ['init'], calls: ['openat2', 'mkdirat', 'read', 'write', 'symlinkat', 'fchmod', 'fchown', 'getdents64', 'mknodat', 'fsetxattr'],
    fields: { mount: 'slot', root: 'slot', target: 'str' }, undo: null,
    doc: 'Copy the directory that a tmpfs is about to cover into it (tmpcopyup), never following links',
  },
  mount_mode: {
    code: 52, actors: ['init'], calls: ['openat2', 'fstat', 'fchmod'], fields: { mount: 'slot', root: 'slot', target: 'str' }, undo: null,
    doc: 'Give a fresh tmpfs the mode of the existing directory it covers; nothing when there is none',
  },
  mount_attach: {
    code: 53, actors: ['init'], calls: ['openat2', 'mkdirat', 'mknodat', 'move_mount'],
    fields: { mount: 'slot', root: 'slot', target: 'str', create: 'u32', keep: 'u32' }, undo: null,
    doc: 'Attach a detached mount below the root fd, making a missing mountpoint of the same kind (R1, R3). keep 0 closes the fd; a mount by mount_legacy is attached already and only closed',
  },
  mount_legacy: {
    code: 54, actors: ['init'], calls: ['openat2', 'mkdirat', 'mount', 'open_tree'],
    fields: { fstype: 'str', source: 'str', target: 'str', flags: 'u64', data: 'str', root: 'slot', slot: 'slot?', proc: 'slot' }, undo: null,
    doc: 'mount(2) through proc/self/fd: the named fallback where the mount API cannot say it. slot: the new mount',
  },
  mount_remount: {
    code: 55, actors: ['init'], calls: ['openat2', 'mount_setattr', 'fspick', 'fsconfig'],
    fields: { root: 'slot', target: 'str', set: 'u64', clear: 'u64', recursive: 'u32', data: 'strs' }, undo: null,
    doc: 'Change attributes and data of what is mounted at target below the root fd',
  },
  device_node: {
    code: 56, actors: ['init'], calls: ['openat2', 'mkdirat', 'mknodat', 'fchmodat', 'fchownat', 'mismatch'],
    fields: { root: 'slot', path: 'str', mode: 'u32', major: 'u32', minor: 'u32', uid: 'u32', gid: 'u32', keep: 'u32' }, undo: null,
    doc: 'Make a device node or fifo by parent fd and one component; an existing equal one is kept; mknod(2)',
  },
  device_bind: {
    code: 57, actors: ['init'], calls: ['open_tree', 'fstat', 'openat2', 'mkdirat', 'mknodat', 'move_mount', 'mismatch'],
    fields: { root: 'slot', path: 'str', source: 'str', mode: 'u32', major: 'u32', minor: 'u32' }, undo: null,
    doc: "Bind the host's device node instead of making one (user namespaces: mknod is EPERM)",
  },
  await_mounter: {
    code: 58, actors: ['init'], calls: ['recvmsg'], fields: { slot: 'slot' }, undo: null,
    doc: 'Receive one detached mount from the mounter',
  },
  proc_open: {
    code: 59, actors: ['init'], calls: ['fsopen', 'fsconfig', 'fsmount'], fields: { slot: 'slot' }, undo: null,
    doc: 'Mount a private procfs of the own pid namespace, never attached (R4)',
  },

  // --- init: the root changes; from here on a fooled step can reach only the container ------------
  pivot_root: {
    code: 60, actors: ['init'], calls: ['fchdir', 'pivot_root', 'mount_setattr', 'umount2', 'chdir'], fields: { root: 'slot' }, undo: null,
    doc: 'Pivot by fd, make the old root a slave (its end must not propagate), detach it; pivot_root(2). slot root then is /',
  },
  move_root: {
    code: 61, actors: ['init'], calls: ['fchdir', 'mount', 'chroot', 'chdir', 'umount2'], fields: { root: 'slot' }, undo: null,
    doc: 'For --no-pivot: unmount what the host had in proc and sys, MS_MOVE the root over / and chroot',
  },
  symlink: {
    code: 62, actors: ['init'], calls: ['openat2', 'mkdirat', 'symlinkat', 'mismatch'],
    fields: { root: 'slot', target: 'str', path: 'str', replace: 'u32' }, undo: null,
    doc: 'Make a symlink by parent fd; an existing entry is kept, or replaced where replace is 1',
  },
  console: {
    code: 63, actors: ['init'], calls: ['openat', 'ioctl', 'openat2', 'mknodat', 'open_tree', 'move_mount', 'fchown', 'fchmod', 'sendmsg', 'dup3', 'grantpt'],
    fields: { pts: 'slot?', socket: 'slot?', root: 'slot', mount: 'u32', width: 'u32', height: 'u32', uid: 'u32' }, undo: null,
    doc: 'Open a pty in the own devpts (TIOCGPTPEER), send the master to the console socket or the director, bind /dev/console, become stdio',
  },
  mask_path: {
    code: 64, actors: ['init'], calls: ['openat2', 'open_tree', 'move_mount'],
    fields: { root: 'slot', path: 'str', directory: 'slot', file: 'slot' }, undo: null,
    doc: 'Cover a path with the empty directory or /dev/null. value 1: the path does not exist',
  },
  readonly_path: {
    code: 65, actors: ['init'], calls: ['openat2', 'open_tree', 'mount_setattr', 'move_mount'],
    fields: { root: 'slot', path: 'str' }, undo: null,
    doc: 'Bind a path on itself read-only. value 1: the path does not exist',
  },
  sysctl: {
    code: 66, actors: ['init'], calls: ['openat2', 'write', 'read', 'compare'],
    fields: { proc: 'slot', path: 'str', value: 'str' }, undo: null,
    doc: 'Write one file below sys/ of the private procfs (R4)',
  },
  hostname: {
    code: 67, actors: ['init'], calls: ['sethostname'], fields: { name: 'str' }, undo: null, doc: 'sethostname(2)',
  },
  domainname: {
    code: 68, actors: ['init'], calls: ['setdomainname'], fields: { name: 'str' }, undo: null, doc: 'setdomainname(2)',
  },

  // --- init: the process --------------------------------------------------------------------------
  rlimit: {
    code: 80, actors: ['init', 'host'], calls: ['prlimit64'], fields: { resource: 'u32', soft: 'u64', hard: 'u64' }, undo: null,
    doc: 'prlimit64(2): init on itself, or the host on init, which in a user namespace may not raise a hard limit',
  },
  stdio_owner: {
    code: 81, actors: ['init'], calls: ['fstat', 'fchown'], fields: { uid: 'u32' }, undo: null,
    doc: 'fchown(2) stdin, stdout and stderr to the process user, as runc does; /dev/null and refusals are passed over',
  },
  umask: {
    code: 82, actors: ['init'], calls: [], fields: { mask: 'u32' }, undo: null, doc: 'umask(2)',
  },
  credentials: {
    code: 83, actors: ['init'], calls: ['prctl', 'setgroups', 'setresgid', 'setresuid', 'capset'],
    fields: { uid: 'u32', gid: 'u32', groups: 'bytes', setGroups: 'u32' }, undo: null,
    doc: 'setgroups, setresgid, setresuid, keeping capabilities; groups is an array of u32; credentials(7)',
  },
  cwd: {
    code: 84, actors: ['init'], calls: ['openat2', 'mkdirat', 'fchdir', 'getcwd'], fields: { root: 'slot', path: 'str' }, undo: null,
    doc: 'Enter process.cwd (made when missing) and check by getcwd that it lies inside (CVE-2024-21626)',
  },
  exec_resolve: {
    code: 85, actors: ['init'], calls: ['access', 'stat'], fields: { candidates: 'strs' }, undo: null,
    doc: 'Find the first candidate that may be executed; value: its index. ENOENT when none, EACCES when only unusable ones',
  },
  parent_death: {
    code: 86, actors: ['init'], calls: ['prctl'], fields: { signal: 'u32' }, undo: null,
    doc: 'PR_SET_PDEATHSIG: die with the director until create commits; cleared by start_wait',
  },
  start_wait: {
    code: 87, actors: ['init'], calls: ['poll', 'accept4', 'sendmsg'], fields: { socket: 'slot' }, undo: null,
    doc: 'Detach from the creator and wait for `start` on the socket; a fatal signal ends init with 128+n',
  },
  no_new_privileges: {
    code: 88, actors: ['init'], calls: ['prctl'], fields: {}, undo: null, doc: 'PR_SET_NO_NEW_PRIVS; prctl(2)',
  },
  capabilities: {
    code: 89, actors: ['init'], calls: ['prctl', 'capset'],
    fields: { bounding: 'u64', effective: 'u64', permitted: 'u64', inheritable: 'u64', ambient: 'u64', last: 'u32' }, undo: null,
    doc: 'Drop the bounding set, capset, raise ambient; bits that cannot be had are left out. value: bits left out',
  },
  execve: {
    code: 90, actors: ['init'], calls: ['close_range', 'execve'],
    fields: { args: 'strs', env: 'strs', candidates: 'strs', home: 'u32', uid: 'u32', preserveFds: 'u32' }, undo: null,
    doc: 'Close everything above the preserved fds, restore signals, execve(2). No outcome: it worked',
  },
  directory: {
    code: 91, actors: ['init'], calls: ['openat2', 'mkdirat'], fields: { root: 'slot', path: 'str' }, undo: null,
    doc: 'Make a directory and its missing parents (0755) below the root fd. value 1: it was there. EACCES is passed over',
  },
  chroot: {
    code: 92, actors: ['init'], calls: ['fchdir', 'chroot', 'chdir'], fields: { root: 'slot' }, undo: null,
    doc: 'chroot(2) by fd, for a container without a mount namespace of its own. slot root then is /',
  },
  ns_unshare: {
    code: 93, actors: ['init'], calls: ['unshare'], fields: { flags: 'u64' }, undo: null,
    doc: 'unshare(2); a cgroup namespace is rooted at the cgroup its maker is in, so init makes it, not clone3',
  },
} as const satisfies Record<string, OpRow>;

/** Actor numbers on the wire are the index here. */
export const actors = ['host', 'spawner', 'mounter', 'init'] as const satisfies readonly ActorName[];
