/** The end of the spawner, which the launcher made and this process must not leave behind, however the verb ends. */

import { kill, reap } from '../native/lib.ts';

const SIGKILL = 9;
let hasEnded = false;

/** Ends and reaps it. May be repeated: a pid is never signalled again once it is reaped. 0: there is none. */
export function endSpawner(pid: number): void {
  if (pid <= 0 || hasEnded) return;
  hasEnded = true;
  kill(pid, SIGKILL);
  reap(pid);
}
