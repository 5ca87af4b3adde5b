/** The inverse of what was done: after a failure at once, after a SIGKILL by `delete` from the journal. */

import { type Leave, removeCgroups } from '../cgroup/remove.ts';
import { pidfdSignal, pidfdWait, reap, rmdir, tryReadText, unlink } from '../native/lib.ts';
import { isDeadState, readProcess } from '../state/process.ts';
import type { JournalEntry } from './journal.ts';
import { closeSession, type Session } from './session.ts';
import { endSpawner } from './spawner.ts';

const scopes = () => require('./scope.ts') as typeof import('./scope.ts');

const SIGKILL = 9;

/** A killed process ends at once unless it sits in the kernel; then the next `delete` says where. */
const deathPatienceMs = 10_000;

/** Ends init and the spawner, reaps both, closes everything. Nothing of them is left when it returns. */
export function endProcesses(session: Session, spawner: number): void {
  endSpawner(spawner);
  let hasEnded = true;
  if (session.pidfd >= 0) {
    pidfdSignal(session.pidfd, SIGKILL);
    hasEnded = pidfdWait(session.pidfd, deathPatienceMs);
  }
  closeSession(session);
  // Init may have been born without our having heard of it: it ends by itself, its socket being closed.
  while (hasEnded && reap(-1));
}

/**
 * A pid file of a process that runs: not of this container, whose processes have ended. A create that was killed before
 * it came to write its own may have left the file to the next one.
 */
function namesAnother(path: string): boolean {
  const text = tryReadText(path) ?? '';
  const found = /^[0-9]{1,10}$/.test(text) ? readProcess(Number(text)) : null;
  return found !== null && !isDeadState(found.state);
}

/**
 * A class that several containers name by closID, and that a killed create was about to make: another one has made it
 * since. The kernel would throw its tasks out with the directory.
 */
const hasTasks = (group: string): boolean => (tryReadText(`${group}/tasks`) ?? '').trim() !== '';

/**
 * Replays entries backwards. `complete`: the create had finished, so its pid file belongs to the caller and stays.
 * May be repeated: what is gone already is not an error.
 */
export function undoEntries(
  entries: readonly JournalEntry[],
  complete: boolean,
  leave: Leave = () => false,
  warn: (message: string) => void = () => undefined,
): void {
  const backwards = [...entries].reverse();
  const cgroups = backwards.filter((entry) => entry.undo === 'cgroup').map((entry) => entry.path);
  for (const entry of backwards) if (entry.undo === 'scope') cgroups.push(...scopes().endScope(entry, warn));
  removeCgroups(cgroups, leave);
  for (const entry of backwards)
    if (entry.undo === 'resctrl' && !(entry.keep && (complete || hasTasks(entry.path)))) rmdir(entry.path);
  if (complete) return;
  for (const entry of backwards) if (entry.undo === 'file' && !namesAnother(entry.path)) unlink(entry.path);
}
