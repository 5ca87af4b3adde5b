/** What a failed step could not do, in one clause: a row for every op (a missing one does not compile). */

import { namespaces, namespaceTypes } from '../tables/namespaces.ts';
import { rlimits } from '../tables/rlimits.ts';
import { actors } from '../wire/actors.ts';
import type { OpName, StepOf } from '../wire/types.ts';

/** Object of the sentence for steps that name none themselves. */
export interface Subject {
  /** Destination of the mount the step belongs to, from config.json. */
  readonly destination: string | null;
}

type Effects = { readonly [O in OpName]: (step: StepOf<O>, subject: Subject) => string };

/** One namespace, or all of a set. */
function namespaceName(flags: bigint): string {
  const names = namespaceTypes.filter((type) => (namespaces[type].flag & flags) !== 0n);
  return names.length === 0 ? `type 0x${flags.toString(16)}` : names.join(', ');
}

function rlimitName(resource: number): string {
  return Object.keys(rlimits).find((name) => rlimits[name] === resource) ?? `limit ${resource}`;
}

function atMount({ destination }: Subject): string {
  return destination === null ? '' : ` for ${destination}`;
}

function labelling(file: string, label: string): string {
  return file.endsWith('/exec') ? `apply the SELinux label ${label}` : `label keys ${label}`;
}

export const effects: Effects = {
  await: ({ whom }) => `wait for the ${actors[whom] ?? 'unknown'} process`,
  cgroup_mkdir: ({ path }) => `make the cgroup ${path}`,
  cgroup_write: ({ file, value }) => `write ${value} to ${file}`,
  cgroup_devices: ({ path }) => `load the device rules of the cgroup ${path}`,
  scope_start: ({ unit }) => `start the scope ${unit}`,
  scope_attach: ({ unit }) => `enter the scope ${unit}`,
  scope_set: ({ unit }) => `change the properties of ${unit}`,
  cgroup_chown: ({ path, uid }) => `give the cgroup ${path} to uid ${uid}`,
  id_map: ({ file }) => `write ${file} of the user namespace`,
  id_map_helper: ({ helper }) => `map ids with ${helper}`,
  hook_run: ({ path }) => `run the hook ${path}`,
  state_save: ({ status }) => `save the state ${status}`,
  pid_file: ({ path }) => `write the pid file ${path}`,
  label_check: () => `confine the container's process by AppArmor`,
  verify: () => `confirm what protects the host from the container`,
  socket_remove: ({ path }) => `remove the start socket ${path}`,
  netns_open: () => `open the container's network namespace`,
  net_device: ({ name, target }) =>
    `move the network device ${name} into the container${name === target ? '' : ` as ${target}`}`,
  rdt_group: ({ path }) => `make the resctrl group ${path}`,
  rdt_write: ({ file, value }) => `write ${value.trim()} to ${file}`,
  rdt_join: ({ file }) => `enter the resctrl group of ${file}`,

  agent_check: ({ path }) => `find the seccomp agent ${path}`,
  agent_connect: ({ path }) => `connect to the seccomp agent ${path}`,
  filter_send: () => `give init its seccomp filter`,
  agent_send: () => `give the listener to the seccomp agent`,
  pidfd_send: ({ path }) => `send a pidfd to the socket ${path}`,

  proc_open_host: () => `open the host's /proc`,
  socket_listen: ({ path }) => `listen on the start socket ${path}`,
  socket_connect: ({ path }) => `connect to the console socket ${path}`,
  dir_open: ({ path }) => `open the directory ${path}`,
  cgroup_join: ({ file }) => `enter the cgroup of ${file}`,
  oom_score_adj: ({ value }) => `set oom_score_adj to ${value}`,
  ns_open: ({ path }) => `open the namespace ${path}`,
  ns_join: ({ type }) => `join the ${namespaceName(type)} namespace${(type & (type - 1n)) === 0n ? '' : 's'}`,
  clone_init: () => `create the container's process in its namespaces`,
  clone_mounter: () => `create the mounter process`,
  mount_send: (_, subject) => `hand on the mount${atMount(subject)}`,
  userns_make: (_, subject) => `make the id mapping${atMount(subject)}`,
  mounter_run: () => `bring the mounter into the container's mount namespace`,
  process_open: ({ pid }) => `open the container's process ${pid}`,

  dumpable: () => `change the dumpable flag`,
  session: () => `start a session`,
  userns_root: () => `become root of the user namespace`,
  time_enter: () => `enter the time namespace`,
  loopback_up: () => `bring up the loopback device`,
  propagation: ({ path }) => `set the mount propagation of ${path}`,
  rootfs_open: ({ path }) => `open the root file system ${path}`,
  null_open: () => `open the host's /dev/null`,
  mount_new: ({ fstype }, subject) => `make a ${fstype} mount${atMount(subject)}`,
  fs_new: ({ fstype }, subject) => `make a ${fstype} for the mount${atMount(subject)}`,
  fs_mount: (_, subject) => `make the mount${atMount(subject)}`,
  mount_clone: ({ source }) => `clone the mount source ${source}`,
  mount_attrs: (_, subject) => `set the mount attributes${atMount(subject)}`,
  mount_idmap: (_, subject) => `map the ids of the mount${atMount(subject)}`,
  mount_under: ({ target }) => `open the directory ${target}`,
  mount_copyup: ({ target }) => `copy ${target} into the tmpfs above it`,
  mount_mode: ({ target }) => `give the tmpfs at ${target} the mode of the directory below it`,
  mount_attach: ({ target }) => `attach mount at ${target}`,
  mount_legacy: ({ fstype, target }) => `mount ${fstype === '' ? 'a file system' : fstype} at ${target}`,
  mount_remount: ({ target }) => `remount ${target}`,
  device_node: ({ path }) => `make the device ${path}`,
  device_bind: ({ path, source }) => `bind the device ${source} at ${path}`,
  await_mounter: () => `receive a mount source from the mounter`,
  proc_open: () => `mount a private procfs`,

  pivot_root: () => `make the container's root file system the root`,
  move_root: () => `make the container's root file system the root`,
  directory: ({ path }) => `make the directory ${path}`,
  chroot: () => `make the container's root file system the root`,
  session_keyring: ({ name }) => `join the session keyring ${name}`,
  cpu_affinity: () => `set the CPU affinity`,
  scheduler: () => `set the scheduler of the container's process`,
  io_priority: () => `set the I/O priority of the container's process`,
  memory_policy: () => `set the memory policy`,
  personality: () => `set the personality`,
  lsm_attribute: ({ file, value }) =>
    file.includes('/apparmor/')
      ? `apply the AppArmor profile ${value.replace(/^exec /, '')}`
      : labelling(file, value),
  mount_label: ({ label }) => `label the mount ${label}`,
  ns_unshare: ({ flags }) => `make the ${namespaceName(flags)} namespace`,
  symlink: ({ path }) => `make the symlink ${path}`,
  console: () => `set up the console`,
  mask_path: ({ path }) => `mask ${path}`,
  readonly_path: ({ path }) => `make ${path} read-only`,
  sysctl: ({ path, value }) => `set the sysctl ${path} to ${value}`,
  hostname: ({ name }) => `set the hostname to ${name}`,
  domainname: ({ name }) => `set the domainname to ${name}`,

  rlimit: ({ resource, soft, hard }) => `set ${rlimitName(resource)} to ${soft}:${hard}`,
  stdio_owner: ({ uid }) => `give the standard streams to uid ${uid}`,
  umask: () => `set the umask`,
  credentials: ({ uid, gid }) => `become uid ${uid} and gid ${gid}`,
  cwd: ({ path }) => `enter the working directory ${path}`,
  exec_resolve: ({ candidates }) => `find the program ${candidates.join(', ')}`,
  parent_death: () => `tie the process to its creator`,
  start_wait: () => `wait for start`,
  no_new_privileges: () => `set no_new_privs`,
  capabilities: () => `set the capabilities`,
  exec_prepare: () => `prepare to execute the program`,
  seccomp: () => `load the seccomp filter`,
  execve: ({ args }) => `execute ${args[0] ?? 'the program'}`,
};
