/** What is the matter with a cgroup that exists where the container's is to be. config-linux.md#cgroups-path, cgroups(7) */

import type { CgroupDirs } from '../cgroup/paths.ts';
import { type Host, words } from './host.ts';
import type { CgroupFacts } from './types.ts';

type Unfit = NonNullable<CgroupFacts['unfit']>;

/** Controllers that threads of one process may share out; the others are of whole processes (cgroups(7), "Thread mode"). */
const threaded = ['cpu', 'cpuset', 'perf_event', 'pids'];

/** The deepest existing directory, when it is frozen, itself or by one above: who enters it stops for good. */
function frozen(host: Host, dirs: CgroupDirs, existing: readonly string[]): Unfit | null {
  const freezer = dirs.v1.find(({ hierarchy }) => hierarchy.controllers.includes('freezer'));
  for (const dir of [freezer?.dir, dirs.unified?.dir]) {
    const deepest = existing.findLast((one) => dir === one || dir?.startsWith(`${one}/`));
    if (deepest === undefined) continue;
    const state =
      host.tryReadText(`${deepest}/freezer.state`) ?? host.tryReadText(`${deepest}/cgroup.events`);
    if (state?.startsWith('FR') || state?.includes('frozen 1')) return { dir: deepest, why: 'frozen' };
  }
  return null;
}

/** Below any of them but a domain, a new cgroup is no domain, and takes no process. */
function threadedAt(host: Host, dir: string, target: string): Unfit | null {
  const type = host.tryReadText(`${dir}/cgroup.type`)?.trim() ?? 'domain';
  const isFit = type === 'domain' || (type === 'domain threaded' && dir === target);
  return isFit ? null : { dir, why: 'threaded' };
}

/** v2 alone: elsewhere containers may share a cgroup (docs/decisions.md). */
function occupied(host: Host, dir: string): Unfit | null {
  if (host.tryReadText(`${dir}/cgroup.events`)?.includes('populated 1')) return { dir, why: 'populated' };
  const shared = words(host.tryReadText(`${dir}/cgroup.subtree_control`));
  return shared.some((name) => !threaded.includes(name)) ? { dir, why: 'inner' } : null;
}

/** `existing`: directories of the planned paths that are there, parents first. */
export function probeUnfit(
  host: Host,
  mode: CgroupFacts['mode'],
  dirs: CgroupDirs,
  existing: readonly string[],
): Unfit | null {
  const ice = frozen(host, dirs, existing);
  const target = dirs.unified?.dir;
  if (ice !== null || mode !== 'v2' || target === undefined) return ice;
  const deepest = existing.at(-1) ?? target;
  return threadedAt(host, deepest, target) ?? (deepest === target ? occupied(host, target) : null);
}
