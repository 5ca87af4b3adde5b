/** A process is its pid and its start time: the pid alone may belong to somebody else by now. */

import { readText, SysError, tryReadText } from '../native/lib.ts';

export interface ProcessId {
  readonly pid: number;
  /** Clock ticks after boot, field 22 of /proc/PID/stat. */
  readonly startTime: number;
}

export interface ProcessStat {
  /** One letter, proc_pid_stat(5). */
  readonly state: string;
  readonly parent: number;
  readonly startTime: number;
}

/** Pure: what we ask of /proc/PID/stat; the command name in it may hold anything. */
export function parseStat(text: string): ProcessStat | null {
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const startTime = Number(fields[19]);
  const state = fields[0] ?? '';
  const isWhole = state.length === 1 && Number.isSafeInteger(startTime);
  return isWhole ? { state, parent: Number(fields[1]), startTime } : null;
}

const gone = [2, 3]; // ENOENT, ESRCH
const hidden = [1, 13]; // EPERM, EACCES: another user's, where /proc is mounted with hidepid

/** Null for the errnos; without memory or descriptors nobody knows whether the process lives: SysError. */
function statOf(pid: number, absent: readonly number[]): ProcessStat | null {
  try {
    return parseStat(readText(`/proc/${pid}/stat`));
  } catch (error) {
    if (error instanceof SysError && absent.includes(error.errno)) return null;
    throw error;
  }
}

/** What /proc says of a pid; null when there is no such process that we may see. */
export const readProcess = (pid: number): ProcessStat | null => statOf(pid, [...gone, ...hidden]);

const PF_EXITING = 4;

/** Pure: field 9 of /proc/PID/stat, the kernel's flags of a task. */
export function hasExitFlag(text: string): boolean {
  const flags = Number(text.slice(text.lastIndexOf(')') + 2).split(' ')[6]);
  return (flags & PF_EXITING) !== 0;
}

/**
 * True for a process on its way out, which executes no program any more. The init of a pid namespace stays there until
 * everybody in it has been reaped, by whoever that is to do.
 */
export const isExiting = (pid: number): boolean => hasExitFlag(tryReadText(`/proc/${pid}/stat`) ?? '');

/** Start time of a process that is known to exist. 0 when it is gone; SysError when that cannot be found out. */
export const startTimeOf = (pid: number): number => statOf(pid, gone)?.startTime ?? 0;

/** A zombie counts as dead, as it does for runc: nobody can talk to it any more. */
export const isDeadState = (state: string): boolean => state === 'Z' || state === 'X' || state === 'x';

/** True when this very process (not another with its pid) runs. */
export function isAlive({ pid, startTime }: ProcessId): boolean {
  if (pid <= 0) return false;
  const found = readProcess(pid);
  return found !== null && found.startTime === startTime && !isDeadState(found.state);
}
