/** The inverse of what was done: after a failure at once, after a SIGKILL by `delete` from the journal. */

import { removeCgroups } from '../cgroup/remove.ts';
import { pidfdSignal, pidfdWait, SysError, unlink } from '../native/lib.ts';
import { kill } from '../native/lib.ts';
import { waitpid } from '../native/executor.ts';
import { type JournalEntry, readJournal } from './journal.ts';
import { closeSession, type Session } from './session.ts';

const SIGKILL = 9;

/** Ends init and the spawner, reaps both, closes everything. Nothing of them is left when it returns. */
export function endProcesses(session: Session, spawner: number): void {
  if (session.pidfd >= 0) {
    pidfdSignal(session.pidfd, SIGKILL);
    pidfdWait(session.pidfd, -1);
    reap(session.pid);
  }
  if (spawner > 0 && session.spawner >= 0) {
    kill(spawner, SIGKILL);
    reap(spawner);
  }
  closeSession(session);
}

/** Our own child, ended or ending; one that somebody else reaped is gone all the same. */
export function reap(pid: number): void {
  try {
    waitpid(pid);
  } catch (error) {
    if (!(error instanceof SysError && error.errno === 10)) throw error; // ECHILD
  }
}

/**
 * Replays entries backwards. `complete`: the create had finished, so its pid file belongs to the caller and stays.
 * May be repeated: what is gone already is not an error.
 */
export function undoEntries(entries: readonly JournalEntry[], complete: boolean): void {
  const backwards = [...entries].reverse();
  removeCgroups(backwards.filter((entry) => entry.undo === 'cgroup').map((entry) => entry.path));
  if (!complete) for (const entry of backwards) if (entry.undo === 'file') unlink(entry.path);
}

/** Replays the journal of a container. */
export const replayJournal = (stateDir: string, complete: boolean): void =>
  undoEntries(readJournal(stateDir), complete);
