/**
 * A cgroup v2 that the container may manage belongs to the user of its process.
 * Consumes /linux/namespaces, /mounts, /process/user/uid; config-linux.md#cgroup-ownership
 */

import type { Config, Mount } from '../config/types.ts';
import { cgroupTarget } from './cgroup-target.ts';
import { isPrivileged, namespaceState } from './shape.ts';
import { step } from './step.ts';
import type { Leaf } from './types.ts';

const isWritableCgroup = ({ source, destination, options, type }: Mount): boolean =>
  source === 'cgroup' &&
  destination === '/sys/fs/cgroup' &&
  (type === 'cgroup' || type === 'cgroup2') &&
  !options.includes('ro');

/** The host's uid of the process; null where nobody here knows it: not mapped, or a user namespace of others. */
function hostUid(config: Config): number | null {
  const uid = config.process?.user.uid ?? 0;
  const state = namespaceState(config, 'user');
  if (state === 'inherited') return uid;
  if (state === 'joined') return null;
  const map = config.linux.uidMappings.find(
    ({ containerID, size }) => uid >= containerID && uid < containerID + size,
  );
  return map === undefined ? null : map.hostID + uid - map.containerID;
}

/**
 * Where the cgroup file system is mounted for writing, into a cgroup namespace of the container's own, and on v2 alone:
 * v1 cannot be delegated. Of the files only those the kernel lists as delegable: others are the container's limits.
 */
export const cgroupOwner: Leaf = (config, facts, request) => {
  if (facts.cgroup.mode !== 'v2' || namespaceState(config, 'cgroup') !== 'new') return [];
  const index = config.mounts.findIndex(isWritableCgroup);
  const uid = hostUid(config);
  // Giving files away takes root. What an unprivileged caller makes is its own, and so the user's where ids are the same.
  if (index === -1 || uid === null || !isPrivileged(facts)) return [];
  const tree = cgroupTarget(config, facts, request).trees.find(({ unified }) => unified);
  if (tree === undefined) return [];
  if (uid === facts.user.euid && !facts.cgroup.existing.includes(tree.dir)) return [];
  const { delegate } = facts.cgroup;
  return [step('cgroup_chown', 'host', `/mounts/${index}`, { path: tree.dir, files: delegate, uid })];
};
