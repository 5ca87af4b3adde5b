/**
 * Freezing the processes of a container: cgroup.freeze (v2, cgroup-v2.rst) or freezer.state (v1,
 * freezer-subsystem.rst). On a hybrid host v1's freezer counts where it is mounted, as in runc.
 */

import { TeuError } from '../errors/types.ts';
import { SysError, tryReadText, writeText } from '../native/lib.ts';
import { waitUntil } from './wait.ts';

/** A process in uninterruptible sleep freezes when it wakes; longer than this is an error. */
const freezeTimeoutMs = 5000;
/** Looks at a v1 freezer before it is told again: a process that forked meanwhile holds it in FREEZING. */
const looksPerWrite = 4;

interface Freezer {
  /** The container's own cgroup, absolute. */
  readonly dir: string;
  readonly version: 'v1' | 'v2';
  /** What the file that tells said when it was found. */
  readonly text: string;
}

/** v1 says THAWED, FREEZING or FROZEN, v2 `frozen 1` among other words; a frozen parent counts. */
const isFrozenText = (text: string): boolean => text.startsWith('FR') || text.includes('frozen 1');

/** Where v1's freezer is mounted everywhere; it may be elsewhere. Nine files that are not there cost more than the look. */
const usual = '/freezer/';

/** The freezer of these cgroups (one per hierarchy); null where there is none, and when they are gone. */
function findFreezer(dirs: readonly string[]): Freezer | null {
  const likely = dirs.find((dir) => dir.includes(usual));
  for (const dir of likely === undefined ? dirs : [likely, ...dirs]) {
    const text = tryReadText(`${dir}/freezer.state`);
    if (text !== null) return { dir, version: 'v1', text };
  }
  for (const dir of dirs) {
    const text = tryReadText(`${dir}/cgroup.events`);
    if (text !== null) return { dir, version: 'v2', text };
  }
  return null;
}

/** `dirs`: the container's own cgroups, absolute. Never throws: no freezer is not frozen. */
export function isFrozen(dirs: readonly string[]): boolean {
  const freezer = findFreezer(dirs);
  return freezer !== null && isFrozenText(freezer.text);
}

function freezerOf(dirs: readonly string[]): Freezer {
  const freezer = findFreezer(dirs);
  if (freezer !== null) return freezer;
  throw new TeuError({
    code: 'teu.host',
    message: 'cannot find a freezer for the container',
    detail: dirs.length === 0 ? ['it has no cgroup of its own'] : dirs.map((dir) => `looked in ${dir}`),
    hint: 'the v1 freezer hierarchy or cgroup v2 must be mounted where the container was made',
  });
}

function write(path: string, text: string, effect: string): void {
  try {
    writeText(path, text, { existing: true });
  } catch (error) {
    if (!(error instanceof SysError)) throw error;
    throw new TeuError({
      code: 'teu.host',
      message: `cannot ${effect} cgroup ${path.slice(0, path.lastIndexOf('/'))}`,
      call: { name: error.call, errno: error.errno },
    });
  }
}

const set = ({ dir, version }: Freezer, frozen: boolean): void =>
  version === 'v1'
    ? write(`${dir}/freezer.state`, frozen ? 'FROZEN' : 'THAWED', frozen ? 'freeze' : 'thaw')
    : write(`${dir}/cgroup.freeze`, frozen ? '1' : '0', frozen ? 'freeze' : 'thaw');

/** All processes are stopped, not only told to. */
const hasFrozen = ({ dir, version }: Freezer): boolean =>
  version === 'v1'
    ? (tryReadText(`${dir}/freezer.state`) ?? '').startsWith('FROZEN')
    : (tryReadText(`${dir}/cgroup.events`) ?? '').includes('frozen 1');

/**
 * Freezes every process of a container; when it returns all of them stand still. TeuError `teu.host` when one does not
 * within 5 s: the container is thawed again then (R17).
 */
export function freeze(dirs: readonly string[]): void {
  const freezer = freezerOf(dirs);
  let looks = 0;
  const isDone = (): boolean => {
    if (looks++ % looksPerWrite === 0) set(freezer, true);
    return hasFrozen(freezer);
  };
  let done = false;
  try {
    done = waitUntil(isDone, freezeTimeoutMs);
  } finally {
    if (!done) set(freezer, false);
  }
  if (done) return;
  throw new TeuError({
    code: 'teu.host',
    message: `cannot freeze cgroup ${freezer.dir}: a process did not stop within ${freezeTimeoutMs / 1000} s`,
    hint: 'a process in state D of ps(1) cannot be frozen; the container runs on',
  });
}

/** Lets the processes run again. A parent that is frozen keeps them frozen. */
export function thaw(dirs: readonly string[]): void {
  set(freezerOf(dirs), false);
}

/** Before the end of a container: a frozen process of v1 does not die of SIGKILL. Nothing to thaw is no error. */
export function thawIfFrozen(dirs: readonly string[]): void {
  if (isFrozen(dirs)) thaw(dirs);
}
