/** What a container is now, from what was saved and what the kernel says. Takes no lock. */

import { isFrozen } from '../cgroup/freezer.ts';
import type { Status } from '../hooks/state.ts';
import { readlink, stat } from '../native/lib.ts';
import { type ContainerDir, socketPath } from './dir.ts';
import type { State } from './file.ts';
import { isBeingChanged } from './lock.ts';
import { isAlive } from './process.ts';

/**
 * What /proc/PID/exe of a waiting init says: a memfd or, where those may not be executed, a file that never had a name
 * (native/launcher/image.c).
 */
const isInit = (executable: string): boolean =>
  executable === '/memfd:teu-init (deleted)' || /\/#[0-9]+ \(deleted\)$/.test(executable);

export interface Evidence {
  /** As saved; null when there is no state.json yet. */
  readonly saved: Status | null;
  readonly isAlive: boolean;
  /** The process named in the lock runs; asked only while the container is being made. */
  readonly isBeingChanged: () => boolean;
  /** The start socket is there; asked only of a live process. */
  readonly hasSocket: () => boolean;
  /** The freezer of its cgroup holds it; asked only of a live process that is created or running. */
  readonly isFrozen: () => boolean;
  /** Target of /proc/PID/exe, null when it may not be read (a non-dumpable process of another user). */
  readonly executable: () => string | null;
}

/**
 * Pure. A container is `created` while its socket stands and init has not executed the payload: start removes the
 * socket when nothing is left but execve, and may be killed in between. Created or running, a frozen one is `paused`.
 */
export function decideStatus(evidence: Evidence): Status {
  const { saved } = evidence;
  if (saved === null || saved === 'creating') return evidence.isBeingChanged() ? 'creating' : 'stopped';
  if (!evidence.isAlive || saved === 'stopped') return 'stopped';
  if (evidence.isFrozen()) return 'paused';
  if (!evidence.hasSocket()) return 'running';
  const executable = evidence.executable();
  return executable === null || isInit(executable) ? 'created' : 'running';
}

/** The status of a container whose state was loaded (null: none saved yet). */
export function statusOf(dir: ContainerDir, state: State | null): Status {
  return decideStatus({
    saved: state?.status ?? null,
    isAlive: state !== null && isAlive(state),
    isBeingChanged: () => isBeingChanged(dir),
    hasSocket: () => stat(socketPath(dir), { follow: false }) !== null,
    isFrozen: () => state !== null && isFrozen(state.cgroups),
    executable: () => readlink(`/proc/${state?.pid}/exe`),
  });
}
