/** Signalling whatever is in the cgroups of a container. */

import { cgroupPids, killCgroup } from '../cgroup/remove.ts';
import { close, getpid, pidfdOpen, pidfdSignal } from '../native/lib.ts';

const SIGKILL = 9;

/**
 * Signals pids that are members before and after their pidfd is opened: one that was recycled in between is
 * either no member any more, or a member too.
 */
function signalEach(cgroups: readonly string[], pids: readonly number[], signal: number): number[] {
  const opened = pids.map((pid) => ({ pid, fd: pidfdOpen(pid) })).filter(({ fd }) => fd >= 0);
  try {
    const still = new Set(cgroupPids(cgroups));
    const members = opened.filter(({ pid }) => still.has(pid));
    return members.filter(({ fd }) => pidfdSignal(fd, signal) === 0).map(({ pid }) => pid);
  } finally {
    for (const { fd } of opened) close(fd);
  }
}

/**
 * Sends a signal to every process of the cgroups (the container's own, one per hierarchy), each once; SIGKILL
 * until none is left. Returns those it was sent to. Cgroups that are gone are not an error.
 */
export function signalCgroups(cgroups: readonly string[], signal: number): ReadonlySet<number> {
  const pids = cgroupPids(cgroups).filter((pid) => pid > 0);
  // A cgroup that holds this process is not the container's own, whatever the configuration called it.
  if (pids.length === 0 || pids.includes(getpid())) return new Set();
  if (signal !== SIGKILL) return new Set(signalEach(cgroups, pids, signal));
  killCgroup(cgroups, SIGKILL);
  return new Set(pids);
}
