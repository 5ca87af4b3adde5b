/**
 * Entering a container that runs: its namespaces by a pidfd of its init, its cgroups. The spawner
 * joins, and has a child, because a process enters a pid namespace by being born in it.
 */

import type { NamespaceType } from '../config/types.ts';
import type { ContainerFacts, ExecFacts } from '../facts/types.ts';
import { namespaces } from '../tables/namespaces.ts';
import type { Step } from '../wire/types.ts';
import { magic } from '../tables/magic.ts';
import { isPrivileged } from './shape.ts';
import { step } from './step.ts';
import type { ExecLeaf } from './types.ts';

const namespacesPointer = '/linux/namespaces';
const cgroupPointer = '/linux/cgroupsPath';

/** By pid and start time, before anything is joined; what follows goes through the pidfd. */
export const containerProcess: ExecLeaf = (_config, { container }) => [
  step('process_open', 'spawner', '', {
    pid: container.pid,
    startTime: BigInt(container.startTime),
    proc: 'proc',
    slot: 'target',
  }),
];

const sharesMounts = ({ namespaces }: ContainerFacts): boolean => !namespaces.includes('mount');

/**
 * A container without a mount namespace has changed its root alone. That the directory is of the process we mean is
 * sure only when the pidfd joins, which it does later and only while that process lives.
 */
export const sharedRoot: ExecLeaf = (_config, { container }) =>
  sharesMounts(container)
    ? [
        step('dir_open', 'spawner', '/root/path', {
          path: `/proc/${container.pid}/root`,
          magic: 0n,
          slot: 'shared-root',
        }),
      ]
    : [];

export const sharedRootEnter: ExecLeaf = (_config, { container }) =>
  sharesMounts(container) ? [step('chroot', 'spawner', '/root/path', { root: 'shared-root' })] : [];

/** For what is found by name inside. A directory of the container: nothing of the host is open any more. */
export const ownRoot: ExecLeaf = () => [
  step('dir_open', 'init', '/root/path', { path: '/', magic: 0n, slot: 'root' }),
];

/** Always, and before the first contact: nobody inside may trace us or look at our descriptors (CVE-2016-9962). */
export const becomeOpaque: ExecLeaf = () => [step('dumpable', 'spawner', '', { value: 0 })];

/**
 * Everything that the child may be born with: whoever sees it inside, by the container's pid namespace, must not see
 * the host's root or network through it. Not the cgroup namespace, in which the child's cgroup would be out of sight
 * for the kernel (ENOENT). Nor, for the host's root, the user namespace: the cgroup is entered with the host's rights.
 */
const isLate = (type: NamespaceType, facts: ExecFacts): boolean =>
  type === 'cgroup' || (type === 'user' && isPrivileged(facts));

/** One setns(2) for all; the kernel takes the user namespace first. */
function joinStep(actor: 'spawner' | 'init', facts: ExecFacts, isJoined: (type: NamespaceType) => boolean) {
  let type = 0n;
  for (const name of facts.container.namespaces) if (isJoined(name)) type |= namespaces[name].flag;
  return type === 0n ? [] : [step('ns_join', actor, namespacesPointer, { slot: 'target', type })];
}

export const joinEarly: ExecLeaf = (_config, facts) =>
  joinStep('spawner', facts, (type) => !isLate(type, facts));

export const joinRest: ExecLeaf = (_config, facts) => joinStep('init', facts, (type) => isLate(type, facts));

/** The cgroup2 directories to try, in this order, with their registers. */
function unifiedDirs({
  unified,
}: ContainerFacts): readonly { readonly path: string; readonly slot: string }[] {
  if (unified === null) return [];
  const dirs = [{ path: unified.dir, slot: 'cgroup' }];
  if (unified.initDir !== null) dirs.push({ path: unified.initDir, slot: 'cgroup-init' });
  else if (unified.isInner) dirs.push({ path: leafOf(unified.dir), slot: 'cgroup-leaf' });
  return dirs;
}

const leafOf = (dir: string): string => `${dir}/teu-exec`;

/**
 * A cgroup with controllers for its children may hold no process (EBUSY, cgroups(7), "no internal processes"): then
 * init's own will do, and where init has left the container's cgroup, a leaf made for this. `delete` removes it.
 */
export const cgroupLeaf: ExecLeaf = (_config, { container }) =>
  unifiedDirs(container)
    .filter(({ slot }) => slot === 'cgroup-leaf')
    .map(({ path }) => step('cgroup_mkdir', 'host', cgroupPointer, { path }));

/** Below the scope: where the process is to be when the scope itself may hold none. */
function belowScope({ unified }: ContainerFacts): string {
  if (unified === null || !unified.isInner) return '';
  return (unified.initDir ?? leafOf(unified.dir)).slice(unified.dir.length);
}

/** From a session of the user into what the user's systemd manages: neither the user nor that systemd may, but root's does. */
export const scopeEnter: ExecLeaf = (_config, { container }) =>
  container.scope === undefined
    ? []
    : [step('scope_attach', 'host', cgroupPointer, { ...container.scope, cgroup: belowScope(container) })];

/** v1: the spawner itself, for its child to inherit. v2: opened for the birth. While paths are the host's. */
export const cgroupEnter: ExecLeaf = (_config, { container }) => [
  ...unifiedDirs(container).map(({ path, slot }) =>
    step('dir_open', 'spawner', cgroupPointer, { path, magic: BigInt(magic.cgroup2), slot }),
  ),
  ...container.v1Cgroups.map((dir) =>
    step('cgroup_join', 'spawner', cgroupPointer, { file: `${dir}/tasks` }),
  ),
];

/** The process is born in the cgroup and the pid namespace; nothing new is made for it. */
export const cloneProcess: ExecLeaf = (_config, { container }) => {
  const from = container.unified === null ? namespacesPointer : cgroupPointer;
  const born = (cgroup: string | null, otherwise?: Step): Step =>
    step(
      'clone_init',
      'spawner',
      from,
      { flags: 0n, cgroup },
      // EOPNOTSUPP: a threaded cgroup, or one whose domain is invalid.
      otherwise && { onErrno: ['EBUSY', 'EOPNOTSUPP'], step: otherwise },
    );
  const slots = unifiedDirs(container).map(({ slot }) => slot);
  const chain = slots.reduceRight<Step | undefined>((next, slot) => born(slot, next), undefined);
  return [chain ?? born(null)];
};
