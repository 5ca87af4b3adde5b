/** One lock per container. It names its holder, so that `delete --force` can end one that hangs. */

import { TeuError } from '../errors/types.ts';
import { close, getpid, lock, stat, SysError, tryReadText, write } from '../native/lib.ts';
import { type ContainerDir, lockPath } from './dir.ts';
import { mustBeOurs } from './owner.ts';
import { isAlive, type ProcessId, startTimeOf } from './process.ts';
import { endTree } from './tree.ts';

/** How long a verb waits for another verb on the same container. */
export const lockPatienceMs = 10_000;
/** How long delete --force waits before it ends the holder, and then for the holder to die. */
export const forcePatienceMs = 2_000;

const ENOENT = 2;
const ENOTDIR = 20;

/** Owns the descriptor; CLOEXEC, so it reaches no child. Released by `using`, or by the end of the process. */
export interface Lock extends Disposable {
  readonly fd: number;
}

/** Fixed size: a shorter record must not leave the tail of a longer one. */
const recordBytes = 64;
const record = (holder: ProcessId): string =>
  `${`${holder.pid} ${holder.startTime}`.padEnd(recordBytes - 1)}\n`;

/** Pure: the holder a lock file names, or null. */
export function parseHolder(text: string): ProcessId | null {
  const match = /^([0-9]{1,10}) ([0-9]{1,15}) *\n$/.exec(text);
  return match ? { pid: Number(match[1]), startTime: Number(match[2]) } : null;
}

/** Who holds, or last held, the lock; null when nobody ever did. Takes no lock. */
export function lockHolder(dir: ContainerDir): ProcessId | null {
  const text = tryReadText(lockPath(dir));
  return text === null ? null : parseHolder(text);
}

/** True while the process that makes (or changes) the container runs. Takes no lock: state and list ask it. */
export function isBeingChanged(dir: ContainerDir): boolean {
  const holder = lockHolder(dir);
  return holder !== null && isAlive(holder);
}

export const containerGone = (): TeuError =>
  new TeuError({ code: 'teu.state', message: 'container does not exist' });

function openLock(dir: ContainerDir, patienceMs: number): number | null {
  mustBeOurs(dir);
  try {
    return lock(lockPath(dir), patienceMs);
  } catch (error) {
    if (error instanceof SysError && (error.errno === ENOENT || error.errno === ENOTDIR))
      throw containerGone();
    throw error;
  }
}

/** False when `delete` removed the file while we waited for it. */
function isStillThere(dir: ContainerDir, fd: number): boolean {
  const path = stat(lockPath(dir), { follow: false });
  const held = stat(`/proc/self/fd/${fd}`);
  return path !== null && held !== null && path.ino === held.ino && path.dev === held.dev;
}

/** Waits at most patienceMs; null when another still holds it. Throws `container does not exist`. */
export function tryLock(dir: ContainerDir, patienceMs: number): Lock | null {
  for (;;) {
    const fd = openLock(dir, patienceMs);
    if (fd === null) return null;
    if (isStillThere(dir, fd)) {
      sign(dir, fd);
      return { fd, [Symbol.dispose]: () => close(fd) };
    }
    close(fd);
  }
}

function sign(dir: ContainerDir, fd: number): void {
  const pid = getpid();
  try {
    write(fd, record({ pid, startTime: startTimeOf(pid) }));
  } catch (error) {
    throw error instanceof SysError ? new SysError(error.call, error.errno, lockPath(dir)) : error;
  }
}

const busy = (dir: ContainerDir): TeuError => {
  const holder = lockHolder(dir);
  return new TeuError({
    code: 'teu.state',
    message: `another teu${holder ? ` (pid ${holder.pid})` : ''} is working on the container`,
  });
};

/** The lock of a container. Throws teu.state when it does not exist or another verb keeps it too long. */
export function lockContainer(dir: ContainerDir, patienceMs = lockPatienceMs): Lock {
  const taken = tryLock(dir, patienceMs);
  if (taken === null) throw busy(dir);
  return taken;
}

/** A lock is a file. Whatever else is there was not made by any teu, and nobody holds it. */
function clearTheWay(dir: ContainerDir, error: unknown): void {
  const { removeEntry } = require('./claim.ts') as typeof import('./claim.ts');
  const found = stat(lockPath(dir), { follow: false });
  if (!(error instanceof SysError) || found === null || found.kind === 'file') throw error;
  removeEntry(lockPath(dir));
}

/** As lockContainer, but a holder that keeps it too long (a hung hook) is killed, with its hooks. */
export function seizeLock(dir: ContainerDir): Lock {
  let patient: Lock | null;
  try {
    patient = tryLock(dir, forcePatienceMs);
  } catch (error) {
    clearTheWay(dir, error);
    patient = tryLock(dir, forcePatienceMs);
  }
  if (patient !== null) return patient;
  const holder = lockHolder(dir);
  if (holder !== null) endTree(holder, forcePatienceMs);
  return lockContainer(dir, forcePatienceMs);
}
