/**
 * What to do about a failed call: keyed by op, call and errno. A hint says only what was checked, on
 * the spot by whoever directs the plan (`Checked`) or by the failing call itself; where nothing is
 * known it says nothing. No hint may hold a phrase that engines search for (docs/errors.md).
 */

import type { OpName } from '../wire/types.ts';
import { type HintRow, row } from './hint-row.ts';
import {
  absentFile,
  blocked,
  busyCgroup,
  confined,
  type Failure,
  idmapRefused,
  inUserns,
  lackingController,
  missing,
  needsKernel,
  otherKind,
  programFault,
  refusedDevice,
  refusedOption,
  schedulerRight,
  subordinateIds,
  unknownFilesystem,
  unmappableFilesystem,
  unmappedId,
} from './hint-texts.ts';
import { namespaceHints } from './hints-namespaces.ts';
import { seccompHints } from './hints-seccomp.ts';

/** MOUNT_ATTR_NOSYMFOLLOW, mount_setattr(2). */
const noSymfollow = 0x00200000n;
const lockedFlags = inUserns('inside a user namespace, flags that the mount has on the host are locked');
const noDevices = inUserns('a user namespace may not make device nodes');
const noGroups = inUserns(
  'setgroups is denied in this user namespace: process.user.additionalGids must be empty',
);

/** First row that has something to say wins. */
export const hints: readonly HintRow[] = [
  ...seccompHints,
  row('mount_attrs', 'mount_setattr', 'ENOSYS EINVAL', (failure) =>
    failure.step.recursive === 0
      ? null
      : needsKernel(5, 12, 'a recursive mount attribute (rro and its like)', failure),
  ),
  row('mount_attrs', 'mount_setattr', 'EINVAL', (failure) =>
    (failure.step.set & noSymfollow) === 0n ? null : needsKernel(5, 14, 'nosymfollow', failure),
  ),
  row('mount_attrs', 'mount_setattr', 'EPERM', lockedFlags),
  row('mount_remount', 'mount_setattr fsconfig', 'EPERM', lockedFlags),
  row('mount_remount', 'fsconfig', 'EINVAL', ({ step, item }) => refusedOption(step.data, item)),
  row('mount_new', 'fsopen', 'ENODEV', unknownFilesystem),
  row('fs_new', 'fsopen', 'ENODEV', unknownFilesystem),
  row('mount_new', 'fsopen fsconfig', 'EPERM', (failure) =>
    inUserns(`the kernel does not let this user namespace mount ${failure.step.fstype}`)(failure),
  ),
  row('mount_new', 'fsconfig', 'EINVAL', (failure) => unmappedId(failure.step.data, failure.item, failure)),
  row('mount_new', 'fsconfig', 'EINVAL', ({ step, item }) => refusedOption(step.data, item)),
  row('mount_clone', 'open_tree', 'ENOENT', missing),
  row('mount_clone', 'open_tree', 'EACCES', blocked),
  row('mount_clone', 'open_tree', 'EINVAL', (failure) =>
    failure.step.recursive === 1
      ? 'the source lies on an unbindable mount'
      : inUserns('a user namespace may not uncover what other mounts below the source hide: use rbind')(
          failure,
        ),
  ),
  row('mount_idmap', 'mount_setattr', 'EINVAL', unmappableFilesystem),
  row('mount_idmap', 'mount_setattr', 'EPERM', idmapRefused),
  row('mount_idmap', 'mount_setattr', 'ENOSYS', (failure) =>
    needsKernel(5, 12, 'an id-mapped mount', failure),
  ),
  row(
    'userns_make',
    'clone3',
    'ENOSPC',
    'the limit of user namespaces is reached: /proc/sys/user/max_user_namespaces',
  ),
  row(
    'userns_make',
    'write',
    'EPERM',
    "the ranges are not the caller's own: it lives in a user namespace without them",
  ),
  row(
    'rootfs_open',
    'open_tree',
    'ENOSYS',
    'teu needs the mount API of Linux 5.12: this kernel is older, or a seccomp filter around teu hides it',
  ),
  row('rootfs_open', 'open_tree', 'ENOENT', missing),
  row('rootfs_open', 'open_tree', 'EACCES', blocked),
  row('rootfs_open', 'open_tree', 'ENOTDIR', 'root.path must name a directory'),
  row('pivot_root', 'pivot_root', 'EINVAL', ({ checked: { filesystem } }) =>
    filesystem?.type === 'rootfs'
      ? 'the root of this host is an initramfs, which pivot_root(2) cannot leave: --no-pivot moves the root instead'
      : null,
  ),
  // Docker's advice about this depends on the words.
  row('mount_attach', 'move_mount', 'EINVAL', ({ step, item }) => otherKind(step.target, item)),
  row('mount_attach', 'openat2', 'EACCES', blocked),
  row('mount_attach', 'mkdirat mknodat', 'EACCES EPERM', (failure) =>
    inUserns(`${failure.step.target} has to be made, where root of the user namespace may not write`)(
      failure,
    ),
  ),
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
    'a component of the path is a magic link or a loop of symbolic links',
  ),
  row('device_node', 'mknodat', 'EPERM', noDevices),
  row('oom_score_adj', 'write', 'EACCES', 'a value below that of the caller needs CAP_SYS_RESOURCE'),
  row('ns_open', 'open', 'ENOENT', missing),
  row('ns_open', 'open', 'EACCES', blocked),
  row('ns_open', 'ioctl', 'ENOTTY', ({ step }) => `${step.path} is no namespace`),
  row(
    'ns_open',
    'type',
    'EINVAL',
    ({ step }) => `${step.path} is a namespace of another type, or no namespace`,
  ),
  row(
    'ns_open',
    'host',
    'EINVAL',
    'without a mount namespace in the list, and without mounts, the container gets a changed root alone: chroot(2)',
  ),
  row(
    'ns_join',
    'setns',
    'EPERM',
    'joining needs CAP_SYS_ADMIN in the user namespace that owns the other namespace',
  ),
  ...namespaceHints,
  row('id_map', 'write', 'EPERM', "the ranges are not the caller's own"),
  row('id_map_helper', 'wait', 'EPROTO', subordinateIds),
  row('cgroup_mkdir', 'mkdir', 'EACCES EPERM', blocked),
  row(
    'cgroup_mkdir',
    'mkdir',
    'EROFS',
    'the cgroup tree is mounted read-only: --rootless=true goes on without cgroups, where no limit asks for one',
  ),
  row('cgroup_mkdir', 'mkdir', 'EAGAIN', 'cgroup.max.descendants or cgroup.max.depth of a parent is reached'),
  row('cgroup_write', 'open', 'ENOENT EACCES', lackingController),
  row('cgroup_write', 'write', 'ENOENT', lackingController),
  row('cgroup_write', 'open', 'ENOENT', absentFile),
  row('cgroup_write', 'write', 'ENODEV EOPNOTSUPP', refusedDevice),
  row('cgroup_write', 'write', 'ENODEV', missing),
  row('cgroup_write', 'write', 'EBUSY', busyCgroup),
  row(
    'cgroup_write',
    'write',
    'EINVAL ERANGE',
    ({ step }) => `the kernel does not take ${step.value.trim()} here`,
  ),
  row(
    'net_device',
    'rtm_newlink',
    'EEXIST',
    ({ step }) => `the container's network namespace has a device called ${step.target} already`,
  ),
  row(
    'net_device',
    'rtm_newlink',
    'EINVAL',
    ({ step }) => `the kernel binds ${step.name} to its network namespace, as it does loopback devices`,
  ),
  row(
    'net_device',
    'rtm_newlink',
    'EPERM',
    'moving a device needs CAP_NET_ADMIN in the user namespaces that own both network namespaces',
  ),
  row('rdt_group', 'mkdir', 'ENOSPC', 'the hardware has no further class of service or monitoring id'),
  row(
    'rdt_group',
    'mkdir',
    'ENOENT',
    'the directory above is missing: this hardware does not monitor, or the class of service is gone',
  ),
  row('sysctl', 'openat2', 'ENOENT', ({ step }) => `this kernel has no /proc/sys/${step.path}`),
  row('sysctl', 'write', 'EINVAL', ({ step }) => `the kernel does not take ${step.value} for it`),
  row(
    'rlimit',
    'prlimit64',
    'EPERM',
    'raising a hard limit needs CAP_SYS_RESOURCE in the initial user namespace',
  ),
  row('scheduler', 'sched_setattr', 'EPERM', schedulerRight),
  row('scheduler', 'sched_setattr', 'EBUSY', 'the CPUs have no such share of their time left for deadlines'),
  row(
    'scheduler',
    'sched_setattr',
    'EOPNOTSUPP',
    'this kernel is built without CONFIG_UCLAMP_TASK, which SCHED_FLAG_UTIL_CLAMP_* need',
  ),
  row(
    'io_priority',
    'ioprio_set',
    'EPERM',
    'IOPRIO_CLASS_RT needs CAP_SYS_NICE in the initial user namespace',
  ),
  row(
    'memory_policy',
    'set_mempolicy',
    'EINVAL',
    'either the cgroup may use none of the nodes, or this kernel has no such mode',
  ),
  row('memory_policy', 'set_mempolicy', 'ENOSYS', 'this kernel is built without CONFIG_NUMA'),
  row(
    'time_enter',
    'write',
    'ERANGE',
    'the clock would be below zero or beyond 146 years: time_namespaces(7)',
  ),
  row(
    'lsm_attribute',
    'write',
    'ENOENT',
    'no such profile is loaded: see /sys/kernel/security/apparmor/profiles',
  ),
  row('lsm_attribute', 'write', 'EINVAL', 'the policy that is loaded has no such label'),
  row('lsm_attribute', 'compare', 'EPROTO', 'the kernel has taken another label than was written'),
  row('credentials', 'setgroups', 'EPERM', noGroups),
  row('credentials', 'setgroups setresgid setresuid', 'EINVAL', 'the id is not mapped in the user namespace'),
  row('socket_connect', 'connect', 'ENOENT', missing),
  row('socket_connect', 'connect', 'EACCES', blocked),
  row('socket_connect', 'connect', 'ECONNREFUSED ENOENT', ({ step }) => `nobody listens on ${step.path}`),
  row('socket_connect', 'connect', 'EAGAIN', 'whoever listens there accepted no connection within 10 s'),
  row(
    'socket_listen',
    'bind',
    'EINVAL ENAMETOOLONG',
    'the path of a socket ends after 107 bytes: choose a shorter --root or id',
  ),
  row('hook_run', 'execve', 'ENOENT', missing),
  row('hook_run', 'execve', 'EACCES', blocked),
  row('hook_run', 'execve', 'EACCES ENOENT ENOEXEC', programFault),
  row('exec_resolve', 'access stat', 'ENOENT', missing),
  row('exec_resolve', 'access stat', 'EACCES', blocked),
  row('exec_resolve', 'access stat', 'EACCES ENOENT EISDIR', programFault),
  row('execve', 'execve', 'EACCES ENOENT ENOEXEC', programFault),
  row('cwd', 'openat2', 'EACCES', blocked),
  row('cwd', 'getcwd', 'ENOENT', 'the working directory lies outside the root file system (CVE-2024-21626)'),
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
  return errno === 'EPERM' || errno === 'EACCES' ? confined(failure) : null;
}
