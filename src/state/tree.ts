/** Ending a verb that hangs, with everything it has started: a hook's own children are nobody else's to end. */

import { close, getpid, pidfdOpen, pidfdSignal, pidfdWait, readdir, tryReadText } from '../native/lib.ts';
import { isAlive, parseStat, type ProcessId, readProcess } from './process.ts';

const SIGKILL = 9;
const SIGSTOP = 19;

/** Each round finds what was forked before the stop took hold. */
const maxRounds = 100;

/** Pure: everything below `root` in the relation child -> parent, without `spared` and what is below it. */
export function descendantsOf(root: number, parents: ReadonlyMap<number, number>, spared: number): number[] {
  const found = new Set([root]);
  for (let size = 0; size !== found.size; ) {
    size = found.size;
    for (const [child, parent] of parents) if (child !== spared && found.has(parent)) found.add(child);
  }
  found.delete(root);
  return [...found];
}

/** Every process and its parent, as /proc shows them now. */
function parentsNow(): Map<number, number> {
  const parents = new Map<number, number>();
  for (const name of readdir('/proc')) {
    const text = /^[0-9]+$/.test(name) ? tryReadText(`/proc/${name}/stat`) : null;
    const found = text === null ? null : parseStat(text);
    if (found !== null) parents.set(Number(name), found.parent);
  }
  return parents;
}

/** A pidfd of the process that had this parent a moment ago, stopped so that it forks no more; -1 when it is gone. */
function stopChild(pid: number, parent: number | undefined): number {
  const fd = pidfdOpen(pid);
  if (fd < 0) return -1;
  if (readProcess(pid)?.parent === parent) {
    pidfdSignal(fd, SIGSTOP);
    return fd;
  }
  close(fd);
  return -1;
}

/** Stops whatever is below `root`, again until nothing new appears. The caller owns the pidfds. */
function stopDescendants(root: number): number[] {
  const known = new Map<number, number>();
  for (let round = 0; round < maxRounds; round++) {
    const parents = parentsNow();
    const fresh = descendantsOf(root, parents, getpid()).filter((pid) => !known.has(pid));
    if (fresh.length === 0) break;
    for (const pid of fresh) known.set(pid, stopChild(pid, parents.get(pid)));
  }
  return [...known.values()].filter((fd) => fd >= 0);
}

/**
 * Kills this very process and all its descendants (but not us, should one of its hooks have called us); waits at
 * most patienceMs for them to end.
 */
export function endTree(root: ProcessId, patienceMs: number): void {
  const rootFd = pidfdOpen(root.pid);
  if (rootFd < 0) return;
  const fds = [rootFd];
  try {
    if (!isAlive(root)) return;
    pidfdSignal(rootFd, SIGSTOP);
    fds.push(...stopDescendants(root.pid));
    for (const fd of fds) pidfdSignal(fd, SIGKILL);
    const deadline = performance.now() + patienceMs;
    for (const fd of fds) pidfdWait(fd, Math.max(0, Math.ceil(deadline - performance.now())));
  } finally {
    for (const fd of fds) close(fd);
  }
}
