/** exec: another process in a container that runs. Takes no lock: several at a time are normal, and they may take long. */

import type { Bundle, Config } from '../config/types.ts';
import { placed } from '../errors/placed.ts';
import { TeuError } from '../errors/types.ts';
import { probeExecFacts } from '../facts/exec.ts';
import type { ExecFacts } from '../facts/types.ts';
import { holdSignals, outcomeState } from '../native/executor.ts';
import { small } from '../native/small.ts';
import { capabilityWarnings } from '../plan/capabilities.ts';
import { planExec } from '../plan/exec-process.ts';
import type { Request } from '../plan/types.ts';
import { awaitPeer, direct } from '../run/director.ts';
import { flagField } from '../run/failure.ts';
import { checkLaunch, handOver, keepsTerminal } from '../run/hand-over.ts';
import type { HostContext } from '../run/host-ops.ts';
import { attemptedEntries } from '../run/journal.ts';
import { tellPassedOver } from '../run/notices.ts';
import type { Launch, LogSink } from '../run/request.ts';
import { closeSession, newSession, type Session } from '../run/session.ts';
import { endSpawner } from '../run/spawner.ts';
import { storedBundle } from '../run/stored-config.ts';
import { becomeSupervisor } from '../run/supervise.ts';
import { tracing } from '../run/tracing.ts';
import { endProcesses, undoEntries } from '../run/undo.ts';
import type { ContainerDir } from '../state/dir.ts';
import type { State } from '../state/file.ts';
import { isAlive } from '../state/process.ts';
import { type Encoded, encodePlan } from '../wire/encode.ts';
import type { Plan } from '../wire/types.ts';
import { type Asked, askedProcess, type ProcessRequest } from './process.ts';
import { withSubCgroups } from './cgroup.ts';

export interface ExecRequest {
  readonly dir: ContainerDir;
  /** Of a container that is created, running, or paused and not refused for it. */
  readonly state: State;
  readonly process: ProcessRequest;
  /** As the caller wrote it. */
  readonly consoleSocket: string | null;
  /** Absolute. */
  readonly pidFile: string | null;
  /** Absolute. */
  readonly pidfdSocket: string | null;
  readonly preserveFds: number;
  readonly detach: boolean;
  /** `[controllers:]path` each, below the container's cgroups. */
  readonly cgroups: readonly string[];
  readonly launch: Launch;
  readonly log: LogSink;
}

/** The sentence of runc. */
export const containerStopped = (detail?: readonly string[]): TeuError =>
  new TeuError({
    code: 'teu.state',
    message: 'cannot exec in a stopped container',
    ...(detail && { detail }),
  });

const planRequest = (r: ExecRequest, foregroundTerminal: boolean): Request => ({
  verb: 'exec',
  id: r.dir.id,
  bundle: r.state.bundle,
  stateDir: r.dir.path,
  consoleSocket: r.consoleSocket,
  pidFile: r.pidFile,
  noPivot: false,
  noCgroup: false,
  rootless: null,
  noNewKeyring: r.state.callersKeyring === true,
  pidfdSocket: r.pidfdSocket,
  preserveFds: r.preserveFds,
  // LISTEN_PID would have to be 1, which no further process is.
  environment: [],
  foregroundTerminal,
});

interface Prepared {
  readonly plan: Plan;
  readonly encoded: Encoded;
  readonly facts: ExecFacts;
  readonly asked: Asked;
  readonly container: Bundle;
  readonly configFile: string;
}

/** What planners throw knows a pointer alone: here it gets its place, in whichever text it is. */
function located<T>({ sourceOf }: Asked, make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof TeuError) || error.data.field === undefined) throw error;
    const { text, file, pointer, flag } = sourceOf(error.data.field.pointer);
    if (flag !== undefined) throw new TeuError({ ...error.data, field: flagField(flag) });
    const field = { ...error.data.field, pointer };
    return placed(text, file, () => {
      throw new TeuError({ ...error.data, field });
    });
  }
}

/** What create has warned of already is not said again with every exec. */
function warnCapabilities(r: ExecRequest, config: Config, { asked, facts, configFile }: Prepared): void {
  for (const { message, pointer } of capabilityWarnings(config, facts)) {
    const source = asked.sourceOf(pointer);
    if (source.file !== configFile) r.log.warn(message, { pointer: source.flag?.name ?? source.pointer });
  }
}

function prepare(r: ExecRequest): Prepared {
  const configFile = `${r.state.bundle}/config.json`;
  const container = storedBundle(r.dir, r.state.bundle);
  const asked = askedProcess(r.process, container, configFile);
  for (const { message, path, line } of asked.warnings) r.log.warn(message, { pointer: path, line });
  const config: Config = { ...container.config, process: asked.process };
  const foregroundTerminal = keepsTerminal(r, asked.process.terminal);
  tracing.by?.phase('probe the container');
  const facts = withSubCgroups(probeExecFacts(container.config, r.state), r.cgroups);
  // libsystemd is teu-core's to load, and nothing has been done yet.
  if (facts.container.scope !== undefined) small?.leave(null);
  tracing.by?.phase('plan');
  const plan = located(asked, () => planExec(config, facts, planRequest(r, foregroundTerminal)));
  const prepared = { plan, encoded: encodePlan(plan), facts, asked, container, configFile };
  warnCapabilities(r, config, prepared);
  return prepared;
}

const contextOf = (prepared: Prepared, session: Session, spawner: number): HostContext => {
  const { plan, encoded, asked, container, configFile } = prepared;
  return {
    program: {
      steps: plan.steps,
      remote: encoded.wireIndex,
      local: encoded.wireIndex,
      stepAt: (wire) => encoded.wireSteps[wire],
      configText: container.text,
      configFile,
      sourceOf: asked.sourceOf,
    },
    session,
    spawner,
    saveState: () => undefined,
  };
};

/** A cgroup with inner controllers takes no process: which of the alternatives held is worth a word. */
function tellCgroup(r: ExecRequest, { plan, encoded, facts }: Prepared): void {
  const { unified } = facts.container;
  if (unified === null || !unified.isInner) return;
  const first = plan.steps.findIndex(({ op }) => op === 'clone_init');
  const [from = 0, to = 0] = [encoded.wireIndex[first], encoded.wireIndex[first + 1]];
  for (let wire = from; wire < to; wire++) {
    const step = encoded.wireSteps[wire];
    if (step?.op !== 'clone_init' || outcomeState(wire) !== 'done') continue;
    const dir = plan.steps.find((one) => one.op === 'dir_open' && one.slot === step.cgroup);
    r.log.debug(`the process is in ${dir?.op === 'dir_open' ? dir.path : 'the cgroup of its caller'}`);
  }
}

/** The process runs when this returns; the session's descriptors are the caller's to close. */
function bringUp(r: ExecRequest, prepared: Prepared): Session {
  const { plan, encoded } = prepared;
  let session = newSession(r.launch.spawnerSocket, r.launch.initSocket);
  let isDirected = false;
  try {
    tracing.by?.phase('hand over the plan');
    session = handOver(r.launch, encoded);
    isDirected = true;
    const context = contextOf(prepared, session, r.launch.spawner);
    const { steps, start } = plan;
    // The spawner has nothing more to do: it ends while its child works.
    const lastWait = steps.findLastIndex(({ op }, index) => op === 'await' && index < start);
    direct(context, 0, lastWait);
    awaitPeer(context, 'spawner');
    endSpawner(r.launch.spawner);
    direct(context, lastWait, start);
    tellPassedOver(plan, encoded.wireIndex, r.log);
    holdSignals();
    direct(context, start, steps.length);
    tracing.by?.phase('return');
    tellCgroup(r, prepared);
    return session;
  } catch (error) {
    tracing.by?.phase('undo');
    endProcesses(session, r.launch.spawner);
    const made = isDirected ? attemptedEntries(plan, encoded.wireIndex) : [];
    undoEntries(
      made.filter(({ undo }) => undo === 'file'),
      false,
    );
    throw isAlive(r.state) ? error : containerStopped(error instanceof Error ? [error.message] : []);
  }
}

/** Detached: returns when the process runs. In the foreground it does not return: the supervisor takes this process over. */
export function execProcess(r: ExecRequest): void {
  checkLaunch(r);
  const session = bringUp(r, prepare(r));
  if (r.detach) closeSession(session);
  else becomeSupervisor(r.launch, session, 0, []);
}
