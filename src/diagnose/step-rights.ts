/** With which rights a step met a path of the host, as its plan tells. */

import type { FileStat } from '../native/lib.ts';
import type * as lib from '../native/lib.ts';
import { namespaces } from '../tables/namespaces.ts';
import type { Step } from '../wire/types.ts';

export type RightsHost = Pick<typeof lib, 'access' | 'ids' | 'tryReadText'>;

const X_OK = 1;
const { user, mount } = namespaces;

const clones = (steps: readonly Step[], flag: bigint): boolean =>
  steps.some((step) => step.op === 'clone_init' && (step.flags & flag) !== 0n);
const joins = (steps: readonly Step[], flag: bigint): boolean =>
  steps.some((step) => step.op === 'ns_join' && step.type === flag);

const identity = /^\s*0\s+0\s+4294967295\s*$/;

/** The container, or all of teu, lives in a user namespace other than the initial one. */
export const isInUserns = (steps: readonly Step[], host: Pick<RightsHost, 'tryReadText'>): boolean =>
  clones(steps, user.flag) ||
  joins(steps, user.flag) ||
  !identity.test(host.tryReadText('/proc/self/uid_map') ?? '0 0 4294967295');

/** Ids outside that a map of the plan covers. */
function isMapped(steps: readonly Step[], kind: 'uid' | 'gid', id: number): boolean {
  const covers = (numbers: readonly number[]): boolean =>
    numbers.some((first, k) => k % 3 === 1 && id >= first && id - first < (numbers[k + 1] ?? 0));
  return steps.some((step) => {
    if (step.op === 'id_map' && step.file === `${kind}_map`)
      return covers(step.value.trim().split(/\s+/).map(Number));
    return (
      step.op === 'id_map_helper' && step.helper.endsWith(`new${kind}map`) && covers(step.args.map(Number))
    );
  });
}

const ownGroups = (host: RightsHost): readonly number[] =>
  (/^Groups:\t(.*)$/m.exec(host.tryReadText('/proc/self/status') ?? '')?.[1] ?? '')
    .split(' ')
    .filter((word) => word !== '')
    .map(Number);

/**
 * Init in a new user namespace: the caller's ids until it becomes that root, after the last path of the host, and
 * capabilities over files whose owner and group are both mapped, capabilities(7).
 */
function initMayEnter(steps: readonly Step[], host: RightsHost): (path: string, dir: FileStat) => boolean {
  const { euid, egid } = host.ids();
  const groups = [egid, ...ownGroups(host)];
  return (_path, { mode, uid, gid }) => {
    if (isMapped(steps, 'uid', uid) && isMapped(steps, 'gid', gid)) return true;
    const bit = uid === euid ? 0o100 : groups.includes(gid) ? 0o010 : 0o001;
    return (mode & bit) !== 0;
  };
}

/** Whether the actor of a step could enter a directory; null when it sees other paths or has rights not known here. */
export function entryRight(
  { actor }: Pick<Step, 'actor'>,
  steps: readonly Step[],
  host: RightsHost,
): ((path: string, dir: FileStat) => boolean) | null {
  const own = (path: string): boolean => host.access(path, X_OK);
  if (actor === 'host' || actor === 'spawner') return own;
  if (joins(steps, mount.flag)) return null;
  if (actor === 'mounter') return own;
  if (joins(steps, user.flag)) return null;
  return clones(steps, user.flag) ? initMayEnter(steps, host) : own;
}
