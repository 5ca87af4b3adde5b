/** What each op does with its arguments, in a few words. A new op without a row does not compile. */

import { actors } from '../wire/actors.ts';
import type { OpName, Step, StepOf } from '../wire/types.ts';
import {
  addressesText,
  attributeText,
  capabilityText,
  deviceText,
  filterFlagText,
  flagText,
  limitText,
  line,
  namespaceText,
  octal,
  propagationText,
  rlimitText,
  signalText,
  word,
  words,
} from './explain-names.ts';
import {
  bitText,
  ioPriorityText,
  memoryPolicyText,
  personalityText,
  policyText,
} from './explain-scheduling.ts';

type Detail<O extends OpName> = (step: StepOf<O>) => string;
type Details = { readonly [O in OpName]: Detail<O> };

const join = (...parts: readonly (string | false)[]): string => parts.filter(Boolean).join(' ');
const among = (text: string): string => (text === '' ? '' : `(${text})`);
const data = (items: readonly string[]): string => items.join(',');
const semicolon = (...parts: readonly string[]): string => parts.filter(Boolean).join('; ');

/** `[argv]` only where it says more than the path. */
const argv = (path: string, args: readonly string[]): string =>
  args.length === 1 && args[0] === path ? '' : `argv ${words(args)}`;

const baseOf = (file: string): string => file.slice(file.lastIndexOf('/') + 1);
const dirOf = (file: string): string => file.slice(0, file.lastIndexOf('/'));

const changes = (set: bigint, clear: bigint, recursive: number): string =>
  join(attributeText(set, clear), recursive === 1 && 'recursively');

const covered = (root: string, target: string): string => (root === 'root' ? word(target) : root);

const details: Details = {
  await: ({ whom }) => `until ${actors[whom]} has done all of the above`,
  cgroup_mkdir: ({ path }) => word(path),
  cgroup_write: ({ file, value }) => `${baseOf(file)} = ${line(value) || 'nothing'} in ${dirOf(file)}`,
  cgroup_devices: ({ path, program }) => `${program.length / 8} instructions at ${path}`,
  scope_start: ({ unit, manager, properties }) =>
    `${unit} of the systemd of the ${manager}: ${properties.join(', ')}`,
  scope_attach: ({ unit, manager, cgroup }) => `${unit}${cgroup} of the systemd of the ${manager}`,
  scope_set: ({ unit, properties }) => `${unit}: ${properties.join(', ')}`,
  cgroup_chown: ({ path, files, uid }) => `${path} to uid ${uid}, with ${words(files)}`,
  id_map: ({ file, value }) => `${file}: ${line(value)}`,
  id_map_helper: ({ helper, args }) => `${helper} PID ${words(args)}`,
  hook_run: ({ path, args, inheritEnv, timeoutMs }) =>
    semicolon(
      join(word(path), argv(path, args)),
      timeoutMs === 0 ? 'no time limit' : `at most ${timeoutMs / 1000} s`,
      inheritEnv === 1 ? "the caller's environment" : '',
    ),
  state_save: ({ status }) => status,
  pid_file: ({ path }) => word(path),
  verify: ({ noNewPrivs, effective }) =>
    `${noNewPrivs === 1 ? 'no_new_privs, ' : ''}no capability beyond: ${capabilityText(effective)}`,
  label_check: ({ file, refused }) => `not ${refused} by ${file}`,
  socket_remove: ({ path }) => word(path),
  netns_open: () => 'of init, until create is done',
  net_device: ({ name, target, addresses }) =>
    join(
      word(name),
      name !== target && `as ${word(target)}`,
      addresses.length > 0 && `with ${addressesText(addresses)}`,
    ),
  rdt_group: ({ path, keep }) => join(word(path), keep === 1 && 'which stays'),
  rdt_write: ({ file, value }) => `${line(value)} in ${dirOf(file)}`,
  rdt_join: ({ file }) => word(file),
  agent_check: ({ path }) => `${word(path)} has a listener`,
  agent_connect: ({ path }) => word(path),
  pidfd_send: ({ path }) => word(path),
  filter_send: ({ program }) => `${program().length / 8} instructions, compiled while init works`,
  agent_send: () => 'the listener and the state, when init has loaded its filter; then init goes on',
  proc_open_host: () => "the caller's /proc",
  socket_listen: ({ path }) => word(path),
  socket_connect: ({ path }) => word(path),
  dir_open: ({ path }) => word(path),
  cgroup_join: ({ file }) => word(file),
  oom_score_adj: ({ value }) => String(value),
  ns_open: ({ path, type }) => `${namespaceText(type)} ${word(path)}`,
  ns_join: ({ type }) => namespaceText(type),
  clone_init: ({ flags, cgroup }) =>
    join(
      flags === 0n ? 'no new namespace' : `new ${namespaceText(flags)}`,
      cgroup !== null && 'into the cgroup',
    ),
  clone_mounter: () => "with the caller's rights",
  mount_send: ({ mount }) => `${mount} to init`,
  userns_make: ({ uidMap, gidMap, slot }) => `${slot}: uids ${line(uidMap)}; gids ${line(gidMap)}`,
  mounter_run: () => "in init's mount namespace, until it has done all of the above",
  process_open: ({ pid, startTime }) => `${pid}, begun at ${startTime}`,
  dumpable: ({ value }) => (value === 0 ? 'no: not traceable from here on' : 'yes'),
  session: () => 'of its own, no terminal',
  userns_root: ({ groups }) => `uid 0, gid 0, ${groups === 1 ? 'no groups' : 'groups as they are'}`,
  time_enter: ({ offsets }) => (offsets === '' ? 'no offsets' : line(offsets)),
  loopback_up: () => 'lo',
  propagation: ({ path, propagation, recursive }) =>
    `${word(path)} ${propagationText(propagation, recursive)}`,
  rootfs_open: ({ path }) => word(path),
  null_open: () => "the host's /dev/null",
  mount_new: ({ fstype, source, data: items, attrs }) =>
    semicolon(join(fstype, source !== fstype && among(word(source)), attributeText(attrs)), data(items)),
  fs_new: ({ fstype, source, data: items, slot }) =>
    semicolon(join(slot, 'is', word(fstype), source !== fstype && among(word(source))), data(items)),
  fs_mount: ({ fs, attrs }) => join('of', fs, attributeText(attrs)),
  mount_clone: ({ source, recursive, noFollow }) =>
    join(word(source), recursive === 1 && 'recursively', noFollow === 1 && 'itself, if it is a link'),
  mount_attrs: ({ mount, set, clear, propagation, recursive }) =>
    join(
      mount,
      propagation === 0n ? changes(set, clear, recursive) : propagationText(propagation, recursive),
    ),
  mount_idmap: ({ mount, userns, recursive }) =>
    join(mount, 'by the maps of', userns, recursive === 1 && 'recursively'),
  mount_under: ({ target }) => word(target),
  mount_copyup: ({ target, root }) => `what is in ${covered(root, target)}`,
  mount_mode: ({ target, root }) => `of ${covered(root, target)}`,
  mount_attach: ({ mount, target, root }) => join(mount, 'at', word(target), root !== 'root' && `in ${root}`),
  mount_legacy: ({ fstype, source, target, flags, data: text }) =>
    semicolon(
      join(fstype, source !== fstype && among(word(source)), flagText(flags), 'at', word(target)),
      text,
    ),
  mount_remount: ({ target, set, clear, propagation, recursive, data: items }) =>
    semicolon(
      join(
        word(target),
        changes(set, clear, propagation === 0n ? recursive : 0),
        propagation !== 0n && propagationText(propagation, recursive),
      ),
      data(items),
    ),
  device_node: ({ path, mode, major, minor, uid, gid }) =>
    join(
      word(path),
      deviceText(mode, major, minor),
      octal(mode & 0o7777),
      (uid !== 0 || gid !== 0) && `${uid}:${gid}`,
    ),
  device_bind: ({ path, mode, major, minor }) =>
    join(word(path), deviceText(mode, major, minor), "from the host's"),
  await_mounter: ({ slot }) => slot,
  proc_open: () => 'a procfs that is attached nowhere',
  pivot_root: () => 'to the rootfs; the old root is gone',
  move_root: () => 'the rootfs over /, then chroot',
  symlink: ({ path, target, root }) => join(word(path), '->', word(target), root !== 'root' && `in ${root}`),
  console: ({ socket, width, height }) =>
    join(
      'a pty, its master to',
      socket === null ? 'teu' : 'the console socket',
      width > 0 && height > 0 && `at ${width}x${height}`,
    ),
  mask_path: ({ path }) => word(path),
  readonly_path: ({ path }) => word(path),
  sysctl: ({ path, value }) => `${path} = ${word(value)}`,
  hostname: ({ name }) => word(name),
  domainname: ({ name }) => word(name),
  rlimit: ({ resource, soft, hard }) =>
    `${rlimitText(resource)} soft ${limitText(soft)} hard ${limitText(hard)}`,
  stdio_owner: ({ uid }) => `uid ${uid}`,
  umask: ({ mask }) => octal(mask),
  credentials: ({ uid, gid, groups, setGroups }) =>
    join(`uid ${uid}, gid ${gid},`, setGroups === 0 ? 'groups as they are' : `${groups.length / 4} groups`),
  cwd: ({ path }) => word(path),
  exec_resolve: ({ candidates }) => candidates.map(word).join(', or '),
  parent_death: ({ signal }) => (signal === 0 ? 'no longer' : `${signalText(signal)} when teu dies`),
  start_wait: () => 'on the start socket, without teu',
  no_new_privileges: () => 'for good',
  capabilities: ({ permitted, effective }) =>
    join(capabilityText(permitted), effective !== permitted && `(effective ${capabilityText(effective)})`),
  exec_prepare: () => 'descriptors, limits and signals, which the filter may forbid to change',
  seccomp: ({ program, flags }) =>
    join(`${program().length / 8} instructions`, flags !== 0 && `(${filterFlagText(flags)})`),
  execve: ({ args, env, home, preserveFds }) =>
    join(
      words(args),
      `with ${env.length + home} variables`,
      preserveFds > 0 && `and ${preserveFds} descriptors`,
    ),
  directory: ({ path }) => word(path),
  chroot: () => 'to the rootfs',
  session_keyring: ({ name }) => word(name),
  cpu_affinity: ({ mask }) => (mask.length === 0 ? 'every CPU of the cgroup' : bitText(mask)),
  scheduler: ({ policy, nice, priority, runtime, deadline, period }) =>
    join(
      policyText(policy),
      nice !== 0 && `nice ${nice}`,
      priority !== 0 && `priority ${priority}`,
      deadline !== 0n && `${runtime}/${deadline}/${period} ns`,
    ),
  io_priority: ({ priority }) => ioPriorityText(priority),
  memory_policy: ({ mode, nodes }) =>
    join(memoryPolicyText(mode), nodes.length > 0 && `nodes ${bitText(nodes)}`),
  personality: ({ domain }) => personalityText(domain),
  lsm_attribute: ({ file, value }) => `${file} = ${word(value)}`,
  mount_label: ({ mount, label }) => join(mount, word(label)),
  ns_unshare: ({ flags }) => `new ${namespaceText(flags)}`,
};

export const detailOf = (step: Step): string => (details[step.op] as (step: Step) => string)(step);
