/** Actions and flags: OCI names to the kernel's numbers (linux/seccomp.h). */

import { CompileError } from './error.ts';

export const ERRNO = 0x0005_0000;
export const TRACE = 0x7ff0_0000;
export const USER_NOTIF = 0x7fc0_0000;
export const KILL_THREAD = 0;
export const ENOSYS = 38;
const EPERM = 1;

/** Looked up with any text, so whatever comes out must be seen to be a number. SCMP_ACT_KILL is the thread: the name is older than the choice. */
const actions: Readonly<Record<string, number>> = {
  SCMP_ACT_ALLOW: 0x7fff_0000,
  SCMP_ACT_ERRNO: ERRNO,
  SCMP_ACT_KILL: KILL_THREAD,
  SCMP_ACT_KILL_THREAD: KILL_THREAD,
  SCMP_ACT_KILL_PROCESS: 0x8000_0000,
  SCMP_ACT_TRAP: 0x0003_0000,
  SCMP_ACT_TRACE: TRACE,
  SCMP_ACT_LOG: 0x7ffc_0000,
  SCMP_ACT_NOTIFY: USER_NOTIF,
};

/** Names of the actions, for whoever lists what is supported. */
export const actionNames = Object.keys(actions);

/**
 * The value a filter returns: action in the high, errno or trace message in the low 16 bits.
 * config-linux.md#seccomp: an errno for an action that takes none is an error; without one it is EPERM.
 */
export function returnValue(
  action: string,
  errno: number | null | undefined,
  actionPath: string,
  errnoPath: string,
): number {
  const value = actions[action];
  if (typeof value !== 'number') throw new CompileError('action', actionPath, `there is no action ${action}`);
  const takesErrno = value === ERRNO || value === TRACE;
  if (errno === null || errno === undefined) return takesErrno ? value + EPERM : value;
  if (!takesErrno) throw new CompileError('errno', errnoPath, `${action} takes no errno`);
  if (!Number.isInteger(errno) || errno < 0 || errno > 0xffff)
    throw new CompileError('errno', errnoPath, `${errno} is no number of 16 bits, all that an action holds`);
  return value + errno;
}

/** Whether the action lets the call happen, so that a call unknown to the profile needs no ENOSYS: allow, log and trace. */
export const letsThrough = (value: number): boolean => (value & 0x7ff0_0000) >>> 0 === TRACE;

const NEW_LISTENER = 8;
const TSYNC = 1;
const TSYNC_ESRCH = 16;
const SPEC_ALLOW = 4;
const WAIT_KILLABLE_RECV = 32;

const flags: Readonly<Record<string, number>> = {
  SECCOMP_FILTER_FLAG_TSYNC: TSYNC,
  SECCOMP_FILTER_FLAG_LOG: 2,
  SECCOMP_FILTER_FLAG_SPEC_ALLOW: SPEC_ALLOW,
  SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV: WAIT_KILLABLE_RECV,
};

/** Names of the flags that a profile may give. */
export const flagNames = Object.keys(flags);

/**
 * The second argument of seccomp(2). No list at all means SPEC_ALLOW, as runc and crun have it: without it the kernel switches off speculative
 * store bypass for every filtered process. The kernel takes TSYNC together with a listener only if a failure is ESRCH and not a thread id.
 */
export function filterFlags(names: readonly string[] | null | undefined, notify: boolean): number {
  let value = names ? 0 : SPEC_ALLOW;
  if (!names) return notify ? value | NEW_LISTENER : value;
  for (let i = 0; i < names.length; i++) {
    const flag = flags[names[i] as string];
    if (typeof flag !== 'number')
      throw new CompileError('flag', `/flags/${i}`, `there is no filter flag ${names[i]}`);
    value |= flag;
  }
  if (!notify) return value & ~WAIT_KILLABLE_RECV;
  return value | NEW_LISTENER | (value & TSYNC ? TSYNC_ESRCH : 0);
}
