/** Namespaces: opened, joined, made. Consumes /linux/{namespaces,timeOffsets}; config-linux.md#namespaces. */

import type { Config, NamespaceType } from '../config/types.ts';
import type { Facts } from '../facts/types.ts';
import { namespaces, namespaceTypes } from '../tables/namespaces.ts';
import { cgroupSlot } from './cgroup.ts';
import {
  hasUserNamespace,
  isPrivileged,
  namespaceOf,
  namespacePointer,
  namespaceState,
  spawnerWillDo,
} from './shape.ts';
import { step } from './step.ts';
import type { Leaf } from './types.ts';

const slotName = (type: NamespaceType): string => `ns-${namespaces[type].short}`;

/** In the order of the table. */
const joinedTypes = (config: Config): readonly NamespaceType[] =>
  joinsSome(config) ? namespaceTypes.filter((type) => namespaceState(config, type) === 'joined') : [];

const joinsSome = (config: Config): boolean => config.linux.namespaces.some(({ path }) => path !== null);

/** All files are opened, and their types checked, before the first is joined: a path means nothing afterwards. */
export const openNamespaces: Leaf = (config) =>
  joinedTypes(config).map((type) => {
    const path = namespaceOf(config, type)?.path ?? '';
    const args = { path, type: namespaces[type].flag, proc: 'proc', slot: slotName(type) };
    return step('ns_open', 'spawner', `${namespacePointer(config, type)}/path`, args);
  });

/** Nobody inside a namespace of others may ptrace us or read our descriptors (CVE-2016-9962). */
export const becomeOpaque: Leaf = (config) =>
  joinsSome(config) ? [step('dumpable', 'spawner', '', { value: 0 })] : [];

/**
 * Root has rights over every namespace below its own, and loses them with the first step into a user
 * namespace: `user` last. Everybody else gets rights only inside the user namespace: `user` first.
 */
export const joinNamespaces: Leaf = (config, facts) => {
  const joined = joinedTypes(config);
  const others = joined.filter((type) => type !== 'user');
  const user = joined.filter((type) => type === 'user');
  return (isPrivileged(facts) ? [...others, ...user] : [...user, ...others]).map((type) =>
    step('ns_join', 'spawner', `${namespacePointer(config, type)}/path`, {
      slot: slotName(type),
      type: namespaces[type].flag,
    }),
  );
};

/** An ipc namespace holds a file, the root of its mqueue, which belongs to the ids of its maker. */
const makesIpcLate = (config: Config): boolean =>
  hasUserNamespace(config) && namespaceState(config, 'ipc') === 'new';

/** New namespaces that clone3 cannot make: offsets of time are EACCES once a process is inside; cgroup, ipc: below. */
const isMadeLater = (type: NamespaceType, config: Config, cgroup: string | null): boolean =>
  type === 'time' || (type === 'cgroup' && cgroup !== null) || (type === 'ipc' && makesIpcLate(config));

/** A quarter of the kernel's work for a default container, and nothing in it depends on the cgroups. */
const isMadeEarly = (type: NamespaceType, config: Config, facts: Facts): boolean =>
  type === 'network' && spawnerWillDo(config, facts);

/** For init to inherit. Nothing of the spawner depends on its network: its sockets are files, or belong to init. */
export const earlyNetwork: Leaf = (config, facts) =>
  namespaceState(config, 'network') === 'new' && isMadeEarly('network', config, facts)
    ? [step('ns_unshare', 'spawner', namespacePointer(config, 'network'), { flags: namespaces.network.flag })]
    : [];

export const cloneInit: Leaf = (config, facts, request) => {
  const cgroup = cgroupSlot(config, facts, request);
  let flags = 0n;
  for (const { type, path } of config.linux.namespaces)
    if (path === null && !isMadeLater(type, config, cgroup) && !isMadeEarly(type, config, facts))
      flags |= namespaces[type].flag;
  return [step('clone_init', 'spawner', '/linux/namespaces', { flags, cgroup })];
};

/**
 * A cgroup namespace is rooted at the cgroup its maker is in. clone3 looks at the parent, even with
 * CLONE_INTO_CGROUP, so there init makes it; on v1 the spawner is in the right cgroups and clone3 may.
 */
export const cgroupNamespace: Leaf = (config, facts, request) => {
  if (namespaceState(config, 'cgroup') !== 'new') return [];
  if (cgroupSlot(config, facts, request) === null) return [];
  return [step('ns_unshare', 'init', namespacePointer(config, 'cgroup'), { flags: namespaces.cgroup.flag })];
};

/** After init has become root of the user namespace: before, /dev/mqueue would belong to nobody inside. */
export const ipcNamespace: Leaf = (config) =>
  makesIpcLate(config)
    ? [step('ns_unshare', 'init', namespacePointer(config, 'ipc'), { flags: namespaces.ipc.flag })]
    : [];

/** /proc/PID/timens_offsets: a line for each clock that is moved; time_namespaces(7). */
function timeOffsets({ linux }: Config): string {
  const lines = (['monotonic', 'boottime'] as const).map((clock) => {
    const offset = linux.timeOffsets[clock];
    return offset === null ? '' : `${clock} ${offset.secs} ${offset.nanosecs}\n`;
  });
  return lines.join('');
}

/** The offsets can be written only before anybody is inside; init enters by setns, not by execve. */
export const timeNamespace: Leaf = (config) => {
  if (namespaceState(config, 'time') !== 'new') return [];
  const offsets = timeOffsets(config);
  const from = offsets === '' ? namespacePointer(config, 'time') : '/linux/timeOffsets';
  return [step('time_enter', 'init', from, { offsets, proc: 'proc' })];
};

/** Become root of the user namespace. Groups of the caller are dropped where the kernel lets us. */
export const userNamespaceRoot: Leaf = (config, facts) => {
  if (!hasUserNamespace(config)) return [];
  const from = namespacePointer(config, 'user');
  const keepGroups = step('userns_root', 'init', from, { groups: 0 });
  if (!isPrivileged(facts)) return [keepGroups];
  // setgroups may be denied for good in a user namespace of others: kept groups then are without power inside.
  return [step('userns_root', 'init', from, { groups: 1 }, { onErrno: ['EPERM'], step: keepGroups })];
};
