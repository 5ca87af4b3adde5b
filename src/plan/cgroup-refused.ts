/** What to say of limits that a caller asked for and may not have: how much of them could be had, and what to do. Pure. */

import type { ResourceWrite } from '../cgroup/resources-common.ts';
import type { CgroupFacts } from '../facts/types.ts';
import type { CgroupTarget } from './cgroup-target.ts';

/** /linux/resources/memory/limit -> memory.limit */
export const fieldName = (pointer: string): string =>
  pointer.replace(/^\/linux\/(resources\/)?/, '').replaceAll('/', '.');

const list = (writes: readonly ResourceWrite[]): string =>
  [...new Set(writes.map(({ from }) => fieldName(from)))].join(', ');

/** Nothing is applied by halves: which limits keep the container from being made, and which would not. */
export function notApplied(
  { resources }: Pick<CgroupTarget, 'resources'>,
  isRefused: (write: ResourceWrite) => boolean,
): readonly string[] {
  const all = [...resources.writes, ...resources.late];
  const [refused, others] = [all.filter(isRefused), all.filter((write) => !isRefused(write))];
  if (refused.length === 0) return [];
  const rest = others.length === 0 ? '' : `; could be set: ${list(others)}`;
  return [`no limit was applied; cannot be set: ${list(refused)}${rest}`];
}

/** Who would hand over a cgroup, where somebody does. */
export function remedy({ mode, hasSystemd }: CgroupFacts): string {
  const without = 'leave the limits out';
  return mode === 'v2' && hasSystemd === true
    ? `systemd-run --user --scope --property=Delegate=yes COMMAND gives one that may be, or ${without}`
    : `have it given to this user (chown), or ${without}`;
}

/** To follow the name of a directory; nothing where its owner is not known. */
export const ownedBy = (uid: number | undefined): string =>
  uid === undefined ? '' : ` belongs to ${uid === 0 ? 'root' : `uid ${uid}`} and`;

const isUnified = (controller: string, { mode, unified }: CgroupFacts): boolean =>
  mode === 'hybrid' && unified?.controllers.includes(controller) === true;

/** Why no tree has a controller: it is absent from the kernel, not mounted, or given to a tree without limits. */
export function absent(controller: string, { trees, cgroup }: CgroupTarget): string {
  const root = trees.find((tree) => tree.unified && tree.controllers.length > 0);
  if (root !== undefined) return `it is not in ${root.mountpoint}/cgroup.controllers`;
  return isUnified(controller, cgroup)
    ? `it is in the cgroup2 tree ${cgroup.unified?.mountpoint} of this hybrid host, where limits are those of v1`
    : 'it is not mounted on this host';
}

export function absentRemedy(controller: string, cgroup: CgroupFacts): string {
  const without = '--cgroup-manager disabled goes on without cgroups and their limits';
  if (cgroup.mode === 'v2') return without;
  const kind = isUnified(controller, cgroup) ? ' as a v1 hierarchy' : '';
  return `mount it${kind} (mount -t cgroup -o ${controller}), or ${without}`;
}
