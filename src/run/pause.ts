/** pause and resume: the freezer of the container's cgroup, under the container's lock. */

import { freeze, thaw } from '../cgroup/freezer.ts';
import { cgroupPids } from '../cgroup/remove.ts';
import { TeuError } from '../errors/types.ts';
import { getpid } from '../native/lib.ts';
import type { ContainerDir } from '../state/dir.ts';
import { loadState, type State } from '../state/file.ts';
import { lockContainer } from '../state/lock.ts';
import { statusOf } from '../state/status.ts';
import { notRunning } from './live.ts';

const wrongStatus = (message: string): TeuError => new TeuError({ code: 'teu.state', message });

/** Created or running; runc's sentences for the rest. */
function checkPausable(state: State | null, status: string): State {
  if (status === 'paused') throw wrongStatus('container is paused');
  if (state === null || status === 'creating')
    throw wrongStatus('cannot pause a container that is still being created');
  if (status === 'stopped') throw notRunning();
  return state;
}

/** Frozen itself, with the lock in its hands, it could not be helped by any other teu. */
function checkBystander({ cgroups }: State): void {
  if (!cgroupPids(cgroups).includes(getpid())) return;
  throw new TeuError({
    code: 'teu.host',
    message: `cannot pause the container: this process (${getpid()}) is in its cgroup`,
  });
}

/**
 * Freezes every process of a created or running container; it is `paused` then. TeuError `teu.state` in the words engines
 * look for, `teu.host` when a process does not stand still: the container runs on then.
 */
export function pauseContainer(dir: ContainerDir): void {
  using _lock = lockContainer(dir);
  const state = loadState(dir);
  const pausable = checkPausable(state, statusOf(dir, state));
  checkBystander(pausable);
  freeze(pausable.cgroups);
}

/** Lets a paused container run again. TeuError `teu.state` when it is not paused. */
export function resumeContainer(dir: ContainerDir): void {
  using _lock = lockContainer(dir);
  const state = loadState(dir);
  if (state === null || statusOf(dir, state) !== 'paused') throw wrongStatus('container not paused');
  thaw(state.cgroups);
}
