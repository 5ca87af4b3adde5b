/** kill: a signal to init, or to everything in the container's cgroup. Takes no lock: it must be quick. */

import { thawIfFrozen } from '../cgroup/freezer.ts';
import { TeuError } from '../errors/types.ts';
import { close, pidfdOpen, pidfdSignal } from '../native/lib.ts';
import type { ContainerDir } from '../state/dir.ts';
import { loadState } from '../state/file.ts';
import { isAlive, type ProcessId } from '../state/process.ts';
import { statusOf } from '../state/status.ts';
import { notRunning } from './live.ts';
import { signalCgroups } from './members.ts';

const SIGKILL = 9;
const ESRCH = 3;

const refused = (pid: number, call: string, errno: number): TeuError =>
  new TeuError({ code: 'teu.state', message: `cannot signal process ${pid}`, call: { name: call, errno } });

/**
 * Signals this very process: the pidfd is opened first, then the start time compared, so a recycled pid is
 * never hit. Throws teu.state `container not running` when it is gone.
 */
export function signalProcess(process: ProcessId, signal: number): void {
  const fd = pidfdOpen(process.pid);
  if (fd === -ESRCH) throw notRunning();
  if (fd < 0) throw refused(process.pid, 'pidfd_open', -fd);
  try {
    if (!isAlive(process)) throw notRunning();
    const errno = pidfdSignal(fd, signal);
    if (errno === ESRCH) throw notRunning();
    if (errno !== 0) throw refused(process.pid, 'pidfd_send_signal', errno);
  } finally {
    close(fd);
  }
}

/**
 * Signals init; with `all`, every process of the cgroup, where a stopped container is no error. SIGKILL to a
 * container that shares a pid namespace reaches all of it too: nobody else would end the others (as runc). SIGKILL thaws a
 * paused container, which could not die otherwise; any other signal waits for resume.
 * Throws teu.state in the words engines look for.
 */
export function killContainer(dir: ContainerDir, signal: number, all: boolean): void {
  const state = loadState(dir);
  const status = statusOf(dir, state);
  if (status === 'creating')
    throw new TeuError({ code: 'teu.state', message: 'cannot kill a container that is still being created' });
  const isStopped = state === null || status === 'stopped';
  if (isStopped && !all) throw notRunning();
  if (state === null) return;
  const whole = all || (signal === SIGKILL && !state.ownPids);
  const reached = whole ? signalCgroups(state.cgroups, signal) : new Set<number>();
  if (!isStopped && !reached.has(state.pid)) signalProcess(state, signal);
  if (status === 'paused' && signal === SIGKILL) thawIfFrozen(state.cgroups);
}
