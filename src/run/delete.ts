/** delete: end what is left, remove what was made, forget the container. Every part may be repeated. */

import { thawIfFrozen } from '../cgroup/freezer.ts';
import { isCgroup, type Leave } from '../cgroup/remove.ts';
import { TeuError } from '../errors/types.ts';
import type { Status } from '../hooks/state.ts';
import { close, pidfdOpen, pidfdSignal, pidfdWait, stat, SysError, tryReadText } from '../native/lib.ts';
import { removeContainerDir } from '../state/claim.ts';
import type { ContainerDir } from '../state/dir.ts';
import { loadState, type State } from '../state/file.ts';
import { containerGone, lockContainer, seizeLock } from '../state/lock.ts';
import { isAlive, isExiting, type ProcessId, readProcess } from '../state/process.ts';
import { statusOf } from '../state/status.ts';
import { type JournalEntry, readJournal } from './journal.ts';
import { signalCgroups } from './members.ts';
import { runPoststop } from './poststop.ts';
import type { Launch, LogSink } from './request.ts';
import { tracing } from './tracing.ts';
import { undoEntries } from './undo.ts';

const SIGKILL = 9;

/** A killed process ends at once, unless it sits in the kernel: then the error says where. */
const deathPatienceMs = 10_000;
/** And at once in the eyes of its cgroups, even where a caller has not reaped what it had executed in the container. */
const exitPatienceMs = 300;

export interface DeleteRequest {
  /** Kill it first if it runs; an unknown container is no error. */
  readonly force: boolean;
  /** The letter of runtime.md#delete: a container that was created and not started is not stopped. */
  readonly strict: boolean;
  readonly launch: Launch;
  readonly log: LogSink;
}

function stuck(process: ProcessId): TeuError {
  const stack = tryReadText(`/proc/${process.pid}/stack`)?.trim().split('\n') ?? [];
  return new TeuError({
    code: 'teu.state',
    message: `process ${process.pid} of the container was killed but does not end (state ${readProcess(process.pid)?.state ?? 'unknown'})`,
    detail: stack,
  });
}

/** Kills this very process and waits until it has ended. It is frozen, if it is, in one of the cgroups. */
function endProcess(process: ProcessId, cgroups: () => readonly string[]): void {
  const fd = pidfdOpen(process.pid);
  if (fd < 0) return;
  try {
    if (!isAlive(process)) return;
    pidfdSignal(fd, SIGKILL);
    thawIfFrozen(cgroups());
    if (pidfdWait(fd, exitPatienceMs) || isExiting(process.pid)) return;
    if (!pidfdWait(fd, deathPatienceMs)) throw stuck(process);
  } finally {
    close(fd);
  }
}

/** With force, a state nobody can read is as good as none: the journal says what to remove. */
function loadLeniently(dir: ContainerDir, request: DeleteRequest): State | null {
  try {
    return loadState(dir);
  } catch (error) {
    if (!request.force || !(error instanceof TeuError)) throw error;
    if (stat(dir.path, { follow: false }) === null) throw error;
    request.log.warn(error.data.message);
    return null;
  }
}

function checkStatus(dir: ContainerDir, status: Status, request: DeleteRequest): void {
  const isDeletable =
    status === 'stopped' || status === 'creating' || (status === 'created' && !request.strict);
  if (request.force || isDeletable) return;
  throw new TeuError({
    code: 'teu.state',
    message: `cannot delete container ${dir.id} that is not stopped: ${status}`,
  });
}

const announcedBy = (entries: readonly JournalEntry[]): readonly string[] =>
  entries.filter(({ undo }) => undo === 'cgroup').map(({ path }) => path);

/** The cgroups to empty: of the state, or the deepest ones the journal announced (their parents may be shared). */
function cgroupsOf(entries: readonly JournalEntry[], state: State | null): readonly string[] {
  if (state !== null) return state.cgroups;
  const paths = announcedBy(entries);
  return paths.filter((path) => !paths.some((other) => other.startsWith(`${path}/`)));
}

/** What the journal says; where it cannot say everything, the state still knows the container's own cgroups. */
function entriesOf(dir: ContainerDir, state: State | null, request: DeleteRequest): readonly JournalEntry[] {
  let entries: readonly JournalEntry[] = [];
  try {
    entries = readJournal(dir.path);
  } catch (error) {
    if (!request.force || !(error instanceof SysError)) throw error;
    request.log.warn(`cannot read ${error.path}: errno ${error.errno}`);
  }
  if (state === null || state.status === 'creating') return entries;
  const known = new Set(state.foundCgroups);
  for (const { path } of entries) known.add(path);
  const lost = state.cgroups.filter((path) => !known.has(path) && isCgroup(path));
  return lost.length === 0
    ? entries
    : [...entries, ...lost.map((path) => ({ undo: 'cgroup', path }) as const)];
}

/** Few containers share a cgroup: looked for only where one does not go. */
const heirs = () => require('./heirs.ts') as typeof import('./heirs.ts');

/** Ends and removes everything; the caller holds the lock, so a `creating` seen here has a dead creator. */
function destroy(dir: ContainerDir, request: DeleteRequest): State | null {
  const state = loadLeniently(dir, request);
  const status = statusOf(dir, state);
  checkStatus(dir, status, request);
  tracing.by?.phase('end the processes');
  const entries = entriesOf(dir, state, request);
  if (state !== null && state.pid > 0) endProcess(state, () => [...state.cgroups, ...announcedBy(entries)]);
  const isComplete = state !== null && state.status !== 'creating';
  // Init's death ends its pid namespace; where it had none of its own, others live on in the cgroup, and what hooks of a
  // half-made container have put there. Another container's processes in a cgroup of both are not ours to end.
  if (!isComplete || !state.ownPids) signalCgroups(heirs().unshared(cgroupsOf(entries, state), dir), SIGKILL);
  tracing.by?.phase('remove what was made');
  let leave: Leave | null = null;
  const leaveIt: Leave = (path) => {
    if (!isCgroup(path)) {
      if (request.force) request.log.warn(`${path} is no cgroup: it stays`);
      return request.force;
    }
    leave ??= heirs().leaveToOthers(dir, entries, request.log);
    return leave(path);
  };
  undoEntries(entries, isComplete, leaveIt, request.log.warn);
  tracing.by?.phase('forget the container');
  removeContainerDir(dir);
  return isComplete ? state : null;
}

/** Lock, destroy, unlock; the state when there was a complete one. */
function destroyLocked(dir: ContainerDir, request: DeleteRequest): State | null {
  using _lock = request.force ? seizeLock(dir) : lockContainer(dir);
  return destroy(dir, request);
}

const isUnknown = (error: unknown): boolean =>
  error instanceof TeuError && error.data.message === containerGone().data.message;

/**
 * Deletes a container (runtime.md#delete), then runs its poststop hooks, whose failure is a warning. Works without
 * state.json: the journal is enough. Throws teu.state in the words engines look for; unknown with force: returns.
 */
export function deleteContainer(dir: ContainerDir, request: DeleteRequest): void {
  let state: State | null;
  try {
    state = destroyLocked(dir, request);
  } catch (error) {
    if (request.force && isUnknown(error)) return;
    throw error;
  }
  if (state !== null && state.poststop.length > 0) runPoststop(state, request.launch, request.log);
}
