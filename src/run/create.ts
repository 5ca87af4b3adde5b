/** create and run: from a bundle to a container through one plan; after a failure nothing is left. */

import type { Bundle } from '../config/types.ts';
import { TeuError } from '../errors/types.ts';
import { holdSignals } from '../native/executor.ts';
import { close } from '../native/lib.ts';
import { notifying } from '../notify/socket.ts';
import type { Request } from '../plan/types.ts';
import { claimContainer, nameFirst, removeContainerDir } from '../state/claim.ts';
import { type ContainerDir, containerDir } from '../state/dir.ts';
import { type Encoded, encodePlan } from '../wire/encode.ts';
import type { Plan } from '../wire/types.ts';
import { readBundle } from './bundle.ts';
import { awaitPeer, direct } from './director.ts';
import { checkLaunch, handOver } from './hand-over.ts';
import type { HostContext } from './host-ops.ts';
import { attemptedEntries, type JournalEntry, journalOf, writeJournal } from './journal.ts';
import { tellPassedOver } from './notices.ts';
import { type Prepared, prepare } from './prepare.ts';
import type { CreateRequest, LogSink } from './request.ts';
import { cgroupsOf, stateSaver } from './save-state.ts';
import { closeSession, newSession, type Program, type Session } from './session.ts';
import { endSpawner } from './spawner.ts';
import { tracing } from './tracing.ts';
import { endProcesses, undoEntries } from './undo.ts';

/** create: ends with init waiting for `start`. */
export function createContainer(r: CreateRequest): void {
  const bundle = readBundle(r.bundle, r.configPath);
  const terminal = bundle.config.process?.terminal ?? false;
  if (terminal !== (r.consoleSocket !== null))
    throw new TeuError({
      code: 'teu.usage',
      message: terminal
        ? 'cannot allocate a tty without --console-socket: /process/terminal is true'
        : 'cannot use --console-socket: /process/terminal is not true',
    });
  closeSession(bringUp('create', r, bundle, false).session);
}

/** A container that lives: what a foreground run goes on with. The session's descriptors are open. */
export interface Born {
  readonly session: Session;
  readonly dir: ContainerDir;
  /** Where a process that `run` started says that it is ready, or -1. Owned by who goes on. */
  readonly notify: number;
  /** What the plan made that outlives its processes. */
  readonly entries: readonly JournalEntry[];
  /** The container's own cgroups; one that was there before is not among the entries. */
  readonly cgroups: readonly string[];
}

function planRequest(
  verb: 'create' | 'run',
  r: CreateRequest,
  stateDir: string,
  foregroundTerminal: boolean,
): Request {
  const {
    id,
    bundle,
    consoleSocket,
    pidFile,
    noPivot,
    noCgroup,
    systemd,
    rootless,
    noNewKeyring,
    pidfdSocket,
    preserveFds,
  } = r;
  const environment = r.listenEnvironment;
  return {
    verb,
    id,
    bundle,
    stateDir,
    consoleSocket,
    pidFile,
    noPivot,
    noCgroup,
    rootless,
    systemd,
    noNewKeyring,
    pidfdSocket,
    preserveFds,
    environment,
    foregroundTerminal,
  };
}

const programOf = (plan: Plan, encoded: Encoded, bundle: Bundle, file: string): Program => ({
  steps: plan.steps,
  remote: encoded.wireIndex,
  local: encoded.wireIndex,
  stepAt: (wire) => encoded.wireSteps[wire],
  configText: bundle.text,
  configFile: file,
});

/** Gives devices back while the director still holds the namespace they went to; what fails is told with the error. */
function returned(error: unknown, plan: Plan, encoded: Encoded): unknown {
  if (!plan.steps.some(({ op }) => op === 'net_device')) return error;
  const { giveBackDevices } = require('./give-back.ts') as typeof import('./give-back.ts');
  const failures = giveBackDevices(plan, encoded);
  if (failures.length === 0 || !(error instanceof TeuError)) return error;
  return new TeuError({ ...error.data, detail: [...(error.data.detail ?? []), ...failures] });
}

/** Undoes what the journal lists. The first error stays the error; one of the clean-up is added to it. */
function undone(error: unknown, dir: ContainerDir, entries: readonly JournalEntry[], log: LogSink): unknown {
  try {
    const { leaveToOthers } = require('./heirs.ts') as typeof import('./heirs.ts');
    undoEntries(entries, false, leaveToOthers(dir, entries, log), log.warn);
    removeContainerDir(dir);
    return error;
  } catch (second) {
    if (!(error instanceof TeuError && second instanceof Error)) return error;
    const rest = [`and the clean-up: ${second.message}`, `teu delete --force ${dir.id} removes what is left`];
    return new TeuError({ ...error.data, detail: [...(error.data.detail ?? []), ...rest] });
  }
}

/** A name that is taken is told before anything that is wrong with the place: that may be the other one's. */
function planned(dir: ContainerDir, bundle: Bundle, request: Request, r: CreateRequest): Prepared {
  try {
    return prepare(bundle, r.configPath, request, r.log);
  } catch (error) {
    throw nameFirst(dir, error);
  }
}

/**
 * Performs the create phase, and for run the start phase too. The caller owns the session's descriptors. TeuError names the
 * step and the config field; by then processes, cgroups, files and the state directory are gone again.
 */
export function bringUp(
  verb: 'create' | 'run',
  r: CreateRequest,
  bundle: Bundle,
  foregroundTerminal: boolean,
): Born {
  checkLaunch(r);
  const dir = containerDir(r.root, r.id);
  const request = planRequest(verb, r, dir.path, foregroundTerminal);
  const notifier = notifying();
  const notified = notifier?.notifiedBundle(bundle, dir.path) ?? null;
  const { facts, plan } = planned(dir, notified ?? bundle, request, r);
  tracing.by?.phase('encode the plan');
  const encoded = encodePlan(plan);
  const entries = journalOf(plan);
  const cgroups = cgroupsOf(plan);
  tracing.by?.phase('claim the name, write the journal');
  using _lock = claimContainer(dir);
  let session = newSession(r.launch.spawnerSocket, r.launch.initSocket);
  let notify = -1;
  let isDirected = false;
  try {
    writeJournal(dir.path, entries);
    if (notified !== null) notifier?.makeNotifyDirectory(dir.path);
    tracing.by?.phase('hand over the plan');
    session = handOver(r.launch, encoded);
    isDirected = true;
    const saveState = stateSaver({ dir, bundle, facts, plan, encoded, cgroups, session }, verb === 'create');
    const context: HostContext = {
      program: programOf(plan, encoded, bundle, r.configPath),
      session,
      spawner: r.launch.spawner,
      saveState,
    };
    direct(context, 0, plan.start);
    // It may have entered the container's cgroup: it is gone before the payload looks.
    awaitPeer(context, 'spawner');
    endSpawner(r.launch.spawner);
    tellPassedOver(plan, encoded.wireIndex, r.log);
    if (verb === 'run') {
      if (notified !== null) notify = notifier?.openNotify(dir.path) ?? -1;
      holdSignals();
      direct(context, plan.start, plan.steps.length);
    }
    awaitPeer(context, 'init');
    tracing.by?.phase('return');
    return { session, notify, dir, entries, cgroups };
  } catch (error) {
    tracing.by?.phase('undo');
    if (notify >= 0) close(notify);
    endProcesses(session, r.launch.spawner);
    const made = isDirected ? attemptedEntries(plan, encoded.wireIndex) : [];
    throw undone(returned(error, plan, encoded), dir, made, r.log);
  }
}
