/**
 * What to do about a failed call: keyed by op, call and errno. A hint says only what was checked, on
 * the spot by whoever directs the plan (`Checked`) or by the failing call itself; where nothing is
 * known it says nothing. No hint may hold a phrase that engines search for (docs/errors.md).
 */

import type { OpName, StepOf } from '../wire/types.ts';

/** What was looked at after a step had failed. Every part may be absent. */
export interface Checked {
  readonly kernel?: { readonly release: string; readonly major: number; readonly minor: number };
  /** Of /proc/filesystems. */
  readonly filesystems?: readonly string[];
  /** The first component of the path at fault that is not there. */
  readonly missing?: string;
  /** The first directory of the path at fault that may not be entered. */
  readonly blocked?: {
    readonly path: string;
    readonly mode: number;
    readonly uid: number;
    readonly gid: number;
  };
  /** The uid the step ran with. */
  readonly uid?: number;
  /** Files below /proc/sys, e.g. `user/max_user_namespaces`, and what they hold. */
  readonly sysctls?: Readonly<Record<string, string>>;
  /** The topmost cgroup in whose cgroup.subtree_control the controller is lacking. */
  readonly controller?: { readonly name: string; readonly lackingAt: string };
  /** What the program's first bytes and its file say. */
  readonly program?: Program;
}

export type Program =
  | { readonly kind: 'interpreter'; readonly path: string; readonly interpreter: string }
  | { readonly kind: 'crlf'; readonly path: string }
  | { readonly kind: 'architecture'; readonly path: string; readonly wants: string; readonly has: string }
  | { readonly kind: 'directory'; readonly path: string }
  | { readonly kind: 'mode'; readonly path: string; readonly mode: number }
  | { readonly kind: 'noexec'; readonly path: string }
  | { readonly kind: 'format'; readonly path: string };

/** The facts of one failure. */
export interface Failure<O extends OpName> {
  readonly step: StepOf<O>;
  /** Index of the failing item of a list argument, or -1. */
  readonly item: number;
  readonly checked: Checked;
}

export interface HintRow<O extends OpName = OpName> {
  readonly op: O;
  readonly calls: readonly string[];
  /** Symbols. */
  readonly errnos: readonly string[];
  /** Null when what would have to be known is not. */
  readonly text: (failure: Failure<O>) => string | null;
}

/** Keeps the step's type inside a row and forgets it outside, so that rows of all ops fit one table. */
function row<O extends OpName>(
  op: O,
  calls: string,
  errnos: string,
  text: (failure: Failure<O>) => string | null,
): HintRow {
  return { op, calls: calls.split(' '), errnos: errnos.split(' '), text } as unknown as HintRow;
}

type AnyFailure = { readonly checked: Checked };

function missing({ checked }: AnyFailure): string | null {
  return checked.missing === undefined ? null : `${checked.missing} is missing`;
}

function octal(mode: number): string {
  return `0${(mode & 0o7777).toString(8)}`;
}

function blocked({ checked }: AnyFailure): string | null {
  if (checked.blocked === undefined) return null;
  const { path, mode, uid, gid } = checked.blocked;
  const who = checked.uid === undefined ? '' : ` for uid ${checked.uid}`;
  return `${path} has mode ${octal(mode)} and owner ${uid}:${gid}: no right to enter it${who}`;
}

function needsKernel(major: number, minor: number, what: string): (failure: AnyFailure) => string | null {
  return ({ checked: { kernel } }) => {
    if (kernel === undefined || kernel.major > major || (kernel.major === major && kernel.minor >= minor))
      return null;
    return `${what} needs Linux ${major}.${minor}; this kernel is ${kernel.release}`;
  };
}

/** Namespaces of the clone flags that have a limit of their own below /proc/sys/user. */
const namespaceLimits: readonly (readonly [flag: bigint, sysctl: string])[] = [
  [0x10000000n, 'user/max_user_namespaces'],
  [0x20000n, 'user/max_mnt_namespaces'],
  [0x20000000n, 'user/max_pid_namespaces'],
  [0x40000000n, 'user/max_net_namespaces'],
  [0x8000000n, 'user/max_ipc_namespaces'],
  [0x4000000n, 'user/max_uts_namespaces'],
  [0x2000000n, 'user/max_cgroup_namespaces'],
  [0x80n, 'user/max_time_namespaces'],
];

function zeroLimit({ step, checked }: Failure<'clone_init'>): string | null {
  const found = namespaceLimits.find(
    ([flag, name]) => (step.flags & flag) !== 0n && checked.sysctls?.[name]?.trim() === '0',
  );
  return found === undefined ? null : `/proc/sys/${found[1]} is 0: no such namespace can be made`;
}

/** Switches of distributions that keep unprivileged users from user namespaces. */
const usernsSwitches: readonly (readonly [sysctl: string, closed: string])[] = [
  ['kernel/unprivileged_userns_clone', '0'],
  ['kernel/apparmor_restrict_unprivileged_userns', '1'],
];

function usernsSwitch({ checked }: AnyFailure): string | null {
  const found = usernsSwitches.find(([name, closed]) => checked.sysctls?.[name]?.trim() === closed);
  return found === undefined
    ? null
    : `/proc/sys/${found[0]} is ${found[1]}: user namespaces are for root only`;
}

function unknownFilesystem({ step, checked }: Failure<'mount_new'>): string | null {
  if (checked.filesystems === undefined || checked.filesystems.includes(step.fstype)) return null;
  return `this kernel has no file system ${step.fstype} in /proc/filesystems`;
}

function refusedOption(data: readonly string[], item: number): string | null {
  const option = data[item];
  return option === undefined ? null : `the file system refuses the option ${option}`;
}

function lackingController({ checked: { controller } }: AnyFailure): string | null {
  if (controller === undefined) return null;
  return `the controller ${controller.name} is not in ${controller.lackingAt}/cgroup.subtree_control`;
}

function programFault({ checked: { program } }: AnyFailure): string | null {
  switch (program?.kind) {
    case undefined:
      return null;
    case 'interpreter':
      return `${program.path} needs the interpreter ${program.interpreter}, which is missing from the root file system`;
    case 'crlf':
      return `the first line of ${program.path} ends with a carriage return, which becomes part of the interpreter's name`;
    case 'architecture':
      return `${program.path} is built for ${program.wants}, this machine is ${program.has}`;
    case 'directory':
      return `${program.path} names a directory`;
    case 'mode':
      return `${program.path} has mode ${octal(program.mode)}, without the right to execute`;
    case 'noexec':
      return `${program.path} lies on a mount with the option noexec`;
    case 'format':
      return `${program.path} is neither an ELF file nor a script that begins with #!`;
  }
}

/** First row that has something to say wins. */
export const hints: readonly HintRow[] = [
  row('mount_attrs', 'mount_setattr', 'ENOSYS EINVAL', (failure) =>
    failure.step.recursive === 0
      ? null
      : needsKernel(5, 12, 'a recursive mount attribute (rro and its like)')(failure),
  ),
  row('mount_attrs', 'mount_setattr', 'EINVAL', ({ step }) =>
    (step.set & 0x00200000n) === 0n ? null : 'nosymfollow needs Linux 5.14 or later',
  ),
  row(
    'mount_attrs',
    'mount_setattr',
    'EPERM',
    () => 'inside a user namespace, flags that the mount has on the host are locked',
  ),
  row(
    'mount_remount',
    'mount_setattr fsconfig',
    'EPERM',
    () => 'inside a user namespace, flags that the mount has on the host are locked',
  ),
  row('mount_remount', 'fsconfig', 'EINVAL', ({ step, item }) => refusedOption(step.data, item)),
  row('mount_new', 'fsopen', 'ENODEV', unknownFilesystem),
  row(
    'mount_new',
    'fsopen fsconfig',
    'EPERM',
    ({ step }) => `the kernel does not let this user namespace mount ${step.fstype}`,
  ),
  row('mount_new', 'fsconfig', 'EINVAL ENOPARAM', ({ step, item }) => refusedOption(step.data, item)),
  row('mount_clone', 'open_tree', 'ENOENT', missing),
  row('mount_clone', 'open_tree', 'EACCES', blocked),
  row('mount_send', 'open_tree', 'ENOENT', missing),
  row('mount_send', 'open_tree', 'EACCES', blocked),
  row('rootfs_open', 'open_tree', 'ENOENT', missing),
  row('rootfs_open', 'open_tree', 'EACCES', blocked),
  row('rootfs_open', 'open_tree', 'ENOTDIR', () => 'root.path must name a directory'),
  row(
    'mount_attach',
    'move_mount',
    'ENOTDIR',
    () => 'a directory can only be mounted on a directory, a file only on a file',
  ),
  row('mount_attach', 'openat2', 'EACCES', blocked),
  row(
    'mount_attach',
    'mkdirat mknodat',
    'EROFS',
    ({ step }) => `${step.target} has to be made, on a read-only file system`,
  ),
  row(
    'mount_attach',
    'openat2',
    'ELOOP',
    () => 'a component of the path is a magic link or a loop of symbolic links',
  ),
  row(
    'device_node',
    'mknodat',
    'EPERM',
    () => 'a user namespace may not make device nodes; a bind of the host device is tried where one is there',
  ),
  row('ns_open', 'open', 'ENOENT', missing),
  row(
    'ns_open',
    'type',
    'EINVAL',
    ({ step }) => `${step.path} is a namespace of another type, or no namespace`,
  ),
  row(
    'ns_join',
    'setns',
    'EPERM',
    () => 'joining needs CAP_SYS_ADMIN in the user namespace that owns the other namespace',
  ),
  row('clone_init', 'clone3', 'ENOSPC', zeroLimit),
  row(
    'clone_init',
    'clone3',
    'ENOSPC',
    () => 'the limit of namespaces is reached (/proc/sys/user/max_*_namespaces, or 32 levels deep)',
  ),
  row('clone_init', 'clone3', 'EPERM EACCES', usernsSwitch),
  row('clone_init', 'clone3', 'EPERM', ({ checked }) =>
    checked.uid === undefined || checked.uid === 0
      ? null
      : `uid ${checked.uid} needs a user namespace for the others: see teu spec --rootless`,
  ),
  row(
    'clone_init',
    'clone3',
    'EAGAIN',
    () => 'a limit of processes is reached: pids.max of the cgroup, or RLIMIT_NPROC',
  ),
  row(
    'id_map',
    'write',
    'EPERM',
    ({ step }) =>
      `the ranges in ${step.file} are not the caller's own; newuidmap and newgidmap map those of /etc/subuid and /etc/subgid`,
  ),
  row(
    'id_map_helper',
    'wait',
    'EPERM ECHILD EINVAL',
    ({ step }) => `${step.helper} refused: the ranges must be listed in /etc/subuid and /etc/subgid`,
  ),
  row('cgroup_mkdir', 'mkdir', 'EACCES EPERM', blocked),
  row(
    'cgroup_mkdir',
    'mkdir',
    'EAGAIN',
    () => 'cgroup.max.descendants or cgroup.max.depth of a parent is reached',
  ),
  row('cgroup_write', 'open', 'ENOENT EACCES', lackingController),
  row('cgroup_write', 'write', 'EBUSY', ({ step }) =>
    step.file.endsWith('subtree_control')
      ? 'processes live in this cgroup itself: a cgroup has either processes or controllers for its children'
      : null,
  ),
  row(
    'cgroup_write',
    'write',
    'EINVAL ERANGE',
    ({ step }) => `the kernel does not take ${step.value.trim()} here`,
  ),
  row('sysctl', 'openat2', 'ENOENT', ({ step }) => `this kernel has no /proc/sys/${step.path}`),
  row('sysctl', 'write', 'EINVAL', ({ step }) => `the kernel does not take ${step.value} for it`),
  row(
    'rlimit',
    'prlimit64',
    'EPERM',
    () =>
      'raising a hard limit needs CAP_SYS_RESOURCE in the initial user namespace, and RLIMIT_NOFILE ends at /proc/sys/fs/nr_open',
  ),
  row(
    'credentials',
    'setgroups',
    'EPERM',
    () => 'setgroups is denied in this user namespace: process.user.additionalGids must be empty',
  ),
  row(
    'credentials',
    'setgroups setresgid setresuid',
    'EINVAL',
    () => 'the id is not mapped in the user namespace',
  ),
  row('socket_connect', 'connect', 'ECONNREFUSED ENOENT', ({ step }) => `nobody listens on ${step.path}`),
  row(
    'socket_listen',
    'bind',
    'EINVAL ENAMETOOLONG',
    () => 'the path of a socket ends after 107 bytes: choose a shorter --root or id',
  ),
  row(
    'pivot_root',
    'pivot_root',
    'EINVAL',
    () => 'the root of this mount namespace cannot be pivoted (an initramfs?): try --no-pivot',
  ),
  row('hook_run', 'execve', 'ENOENT', missing),
  row('hook_run', 'execve', 'EACCES ENOENT ENOEXEC', programFault),
  row('exec_resolve', 'access stat', 'EACCES ENOENT EISDIR', programFault),
  row('execve', 'execve', 'EACCES ENOENT ENOEXEC', programFault),
  row('cwd', 'openat2', 'EACCES', blocked),
  row(
    'cwd',
    'getcwd',
    'ENOENT',
    () => 'the working directory lies outside the root file system (CVE-2024-21626)',
  ),
  row('dir_open', 'open', 'ENOENT', missing),
  row('dir_open', 'open', 'EACCES', blocked),
];

/** The hint for a failed step, or null. `errno` is a symbol. */
export function hintFor(call: string, errno: string, failure: Failure<OpName>): string | null {
  for (const { op, calls, errnos, text } of hints) {
    if (op !== failure.step.op || !calls.includes(call) || !errnos.includes(errno)) continue;
    const hint = text(failure);
    if (hint !== null) return hint;
  }
  return null;
}
