/** Processes in, and removal of, the cgroup directories of a container. */

import { TeuError } from '../errors/types.ts';
import { kill, readdir, rmdir, stat, statfsMagic, SysError, tryReadText, writeText } from '../native/lib.ts';
import { pause } from '../native/pause.ts';
import { magic } from '../tables/magic.ts';
import { parentPath } from './paths.ts';

const EBUSY = 16;
const EROFS = 30;
const ENOTEMPTY = 39;
const SIGKILL = 9;

const removeTimeoutMs = 5000;
/** Rounds of reading and killing before giving up on a cgroup whose processes fork faster than we kill. */
const killRounds = 100;

/** Links of a directory without others in it, where the kernel's own file systems count them. */
const leafLinks = 2;

/** The directories directly below one; none when it is gone. Each of the up to a hundred files of a cgroup would be asked what it is. */
function children(dir: string): string[] {
  try {
    if (stat(dir, { follow: false })?.links === leafLinks && isCgroup(dir)) return [];
    return readdir(dir)
      .map((name) => `${dir}/${name}`)
      .filter((path) => stat(path, { follow: false })?.kind === 'dir');
  } catch (error) {
    if (error instanceof SysError) return [];
    throw error;
  }
}

/** A cgroup and all below it, the deepest first, as rmdir(2) wants them. */
const deepestFirst = (dir: string): string[] => [...children(dir).flatMap(deepestFirst), dir];

/** Pids in one cgroup. A threaded v2 cgroup answers EOPNOTSUPP: its processes are listed by the domain above it. */
function pidsOf(dir: string): number[] {
  const text = tryReadText(`${dir}/cgroup.procs`);
  return text === null
    ? []
    : text
        .split('\n')
        .filter((line) => line !== '')
        .map(Number);
}

/**
 * Every process in these cgroups and below them, sorted, each once. 0 is a process that our pid namespace
 * cannot see. Directories that are gone count as empty.
 */
export function cgroupPids(paths: readonly string[]): number[] {
  const pids = new Set(paths.flatMap((path) => deepestFirst(path).flatMap(pidsOf)));
  return [...pids].sort((a, b) => a - b);
}

/** Signals every process once. SIGKILL on v2 is one write to cgroup.kill (5.14), which no fork can outrun. */
export function killCgroup(paths: readonly string[], signal: number): void {
  if (signal !== SIGKILL) {
    for (const pid of cgroupPids(paths)) if (pid > 0) kill(pid, signal);
    return;
  }
  const rest = paths.filter((path) => !killByFile(path));
  if (rest.length > 0) killFrozen(rest);
}

/** False where there is no cgroup.kill: v1, older kernels, and threaded cgroups. */
function killByFile(path: string): boolean {
  try {
    writeText(`${path}/cgroup.kill`, '1', { existing: true });
    return true;
  } catch (error) {
    if (error instanceof SysError) return stat(path) === null;
    throw error;
  }
}

/** Writes a file that may not be there. */
function tryWrite(path: string, text: string): void {
  try {
    writeText(path, text, { existing: true });
  } catch (error) {
    if (!(error instanceof SysError)) throw error;
  }
}

/**
 * Frozen processes cannot fork while they are counted; a killed one dies when it is thawed, on v2 at once. The
 * rounds catch what forked before the freeze took hold. Thawed on every way out (R17).
 */
function killFrozen(paths: readonly string[]): void {
  const freeze = (v1: string, v2: string): void => {
    for (const path of paths) {
      tryWrite(`${path}/freezer.state`, v1);
      tryWrite(`${path}/cgroup.freeze`, v2);
    }
  };
  freeze('FROZEN', '1');
  try {
    const killed = new Set<number>();
    for (let round = 0; round < killRounds; round++) {
      const fresh = cgroupPids(paths).filter((pid) => pid > 0 && !killed.has(pid));
      if (fresh.length === 0) return;
      for (const pid of fresh) {
        kill(pid, SIGKILL);
        killed.add(pid);
      }
    }
  } finally {
    freeze('THAWED', '0');
  }
}

/** ENOENT, ENODEV; ENOTDIR and ENAMETOOLONG: there can be no such directory. */
const gone = new Set([2, 19, 20, 36]);

/** False: still busy. A directory that is gone, with its hierarchy or without, is removed. */
function tryRemove(dir: string): boolean {
  try {
    rmdir(dir);
    return true;
  } catch (error) {
    if (!(error instanceof SysError)) throw error;
    if (gone.has(error.errno)) return true;
    if (error.errno === EBUSY || error.errno === ENOTEMPTY) return false;
    // Said before the name is looked up.
    if (error.errno === EROFS && stat(dir) === null) return true;
    throw error;
  }
}

/** True for a directory of a cgroup file system: nothing else is searched, emptied, or removed piece by piece. */
export function isCgroup(dir: string): boolean {
  try {
    const found = statfsMagic(dir);
    return found === magic.cgroup || found === magic.cgroup2;
  } catch (error) {
    if (error instanceof SysError) return false;
    throw error;
  }
}

/**
 * Asked for a cgroup that does not go, before anything in it is touched: true when it has become the business of
 * somebody else and stays.
 */
export type Leave = (dir: string) => boolean;

/** How long a dead process may take to leave before others are suspected, and then between two looks at them. */
const suspicionMs = 20;
const nextLookMs = 250;

/**
 * A dead process leaves its cgroup a moment after its pidfd says so, and the kernel has no event for that on v1:
 * bounded tries, each twice as late as the one before. First without looking inside: it is empty as a rule.
 */
function removeTree(dir: string, deadline: number, leave: Leave): void {
  let look = performance.now() + suspicionMs;
  for (let waitMs = 1; !tryRemove(dir); waitMs = Math.min(waitMs * 2, 50)) {
    if (waitMs === 1 && !isCgroup(dir)) {
      if (leave(dir)) return;
      throw noCgroup(dir);
    }
    const below = children(dir).flatMap(deepestFirst);
    const now = performance.now();
    if (now > look || (below.length > 0 && waitMs === 1)) {
      if (leave(dir)) return;
      look = now + nextLookMs;
    }
    for (const child of below) tryRemove(child);
    if (tryRemove(dir)) return;
    if (now > deadline) throw stillBusy(dir);
    pause(waitMs);
  }
}

const noCgroup = (dir: string): TeuError =>
  new TeuError({ code: 'teu.host', message: `cannot remove cgroup ${dir}: it is none` });

function stillBusy(dir: string): TeuError {
  const pids = cgroupPids([dir]).map((pid) => `${pid} ${(tryReadText(`/proc/${pid}/comm`) ?? '').trim()}`);
  return new TeuError({
    code: 'teu.host',
    message: `cannot remove cgroup ${dir}: it still has processes`,
    call: { name: 'rmdir', errno: EBUSY },
    detail: pids,
  });
}

/**
 * Removes the cgroups a create has made. Those that hold others of the list are their parents and stay when
 * another container has moved in; all others go with everything below them, but those that `leave` speaks for. May be
 * repeated. TeuError `teu.host` when one is still populated after 5 s; the others are gone then nevertheless.
 */
export function removeCgroups(paths: readonly string[], leave: Leave): void {
  const parents = new Set(paths.flatMap((path) => ancestors(path)));
  const deadline = performance.now() + removeTimeoutMs;
  let first: unknown = null;
  for (const path of paths.filter((one) => !parents.has(one))) {
    try {
      removeTree(path, deadline, leave);
    } catch (error) {
      first ??= error;
    }
  }
  const shared = paths.filter((one) => parents.has(one)).sort((a, b) => b.length - a.length);
  for (const path of shared) tryRemove(path);
  if (first !== null) throw first;
}

function ancestors(path: string): string[] {
  const all: string[] = [];
  for (let at = parentPath(path); at !== '/'; at = parentPath(at)) all.push(at);
  return all;
}
