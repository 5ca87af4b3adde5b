/**
 * Containers with one cgroupsPath share a cgroup. Who leaves first leaves it to one who stays: the other's processes are
 * never touched, and the cgroup is removed by the last.
 */

import type { Leave } from '../cgroup/remove.ts';
import { TeuError } from '../errors/types.ts';
import { listContainers } from '../state/all.ts';
import type { ContainerDir } from '../state/dir.ts';
import { loadState } from '../state/file.ts';
import { tryLock } from '../state/lock.ts';
import { statusOf } from '../state/status.ts';
import { appendJournal, type JournalEntry } from './journal.ts';
import type { LogSink } from './request.ts';

interface Heir {
  readonly dir: ContainerDir;
  readonly cgroups: readonly string[];
}

function heirAt(dir: ContainerDir): Heir | null {
  try {
    const state = loadState(dir);
    return state === null || statusOf(dir, state) === 'stopped' ? null : { dir, cgroups: state.cgroups };
  } catch (error) {
    if (error instanceof TeuError) return null; // gone meanwhile, or unreadable
    throw error;
  }
}

/** Other containers of this state root that live, in the order of their names. */
const heirsOf = (dir: ContainerDir): readonly Heir[] =>
  listContainers(dir.root)
    .filter(({ id }) => id !== dir.id)
    .map(heirAt)
    .filter((heir) => heir !== null);

const isIn = (cgroup: string, path: string): boolean => cgroup === path || cgroup.startsWith(`${path}/`);
const heirTo = (path: string, dir: ContainerDir): Heir | undefined =>
  heirsOf(dir).find(({ cgroups }) => cgroups.some((cgroup) => isIn(cgroup, path)));

/** The cgroups of this container that no other one lives in: what may be emptied by signals. */
export function unshared(cgroups: readonly string[], dir: ContainerDir): readonly string[] {
  const others = heirsOf(dir).flatMap((heir) => heir.cgroups);
  return cgroups.filter((path) => !others.some((cgroup) => isIn(cgroup, path)));
}

/** The journal of the heir belongs to who holds its lock. Busy, or gone: false, and the caller asks again. */
function handOver(heir: Heir, entries: readonly JournalEntry[]): boolean {
  try {
    using lock = tryLock(heir.dir, 0);
    if (lock === null) return false;
    appendJournal(heir.dir.path, entries);
    return true;
  } catch (error) {
    if (error instanceof TeuError) return false;
    throw error;
  }
}

/** For removeCgroups: a cgroup that another container lives in goes to that one, with the parents made for it. */
export function leaveToOthers(dir: ContainerDir, entries: readonly JournalEntry[], log: LogSink): Leave {
  const told = new Set<string>();
  return (path) => {
    const heir = heirTo(path, dir);
    if (heir === undefined) return false;
    const made = entries.filter((entry) => entry.undo === 'cgroup' && isIn(path, entry.path));
    if (!handOver(heir, made)) return false;
    if (!told.has(heir.dir.id))
      log.warn(`container ${heir.dir.id} is in the cgroup of ${dir.id} too: its removal is left to that one`);
    told.add(heir.dir.id);
    return true;
  };
}
