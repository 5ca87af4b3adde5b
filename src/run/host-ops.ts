/** The steps that the director performs itself: by the executor in libteu.so, or here. One row per host op. */

import { TeuError } from '../errors/types.ts';
import { beginStep, endStep, outcome, step as nativeStep } from '../native/executor.ts';
import { SysError } from '../native/lib.ts';
import type { HostStep, OpOf, Step, StepOf } from '../wire/types.ts';
import { failure } from './failure.ts';
import type { Program, Session } from './session.ts';

export interface HostContext {
  readonly program: Program;
  readonly session: Session;
  /** Pid of the spawner; absent where it has ended (start). */
  readonly spawner?: number;
  /** Writes state.json with this status (and the rest of the state when it is the first time). */
  readonly saveState: (status: string) => void;
}

type HostOpName = OpOf<'host'>;
type Effect<O extends HostOpName> = (context: HostContext, step: StepOf<O>) => void;
/** 'native': the handler in C; 'director': the loop itself. Forgetting an op does not compile. */
type HostOps = { readonly [O in HostOpName]: 'native' | 'director' | Effect<O> };

const scopes = () => require('./scope.ts') as typeof import('./scope.ts');

const hostOps: HostOps = {
  await: 'director',
  cgroup_mkdir: 'native',
  cgroup_write: 'native',
  cgroup_devices: 'native',
  cgroup_chown: 'native',
  id_map: 'native',
  id_map_helper: 'native',
  hook_run: 'native',
  pid_file: 'native',
  verify: 'native',
  label_check: 'native',
  socket_remove: 'native',
  netns_open: 'native',
  net_device: 'native',
  rdt_group: 'native',
  rdt_write: 'native',
  rdt_join: 'native',
  agent_check: 'native',
  agent_connect: 'native',
  agent_send: 'native',
  filter_send: 'director',
  pidfd_send: 'native',
  rlimit: 'native',
  scheduler: 'native',
  io_priority: 'native',
  scope_start: (context, step) => scopes().startScopeOf(context, step),
  scope_attach: (context, step) => scopes().attachTo(context, step),
  scope_set: (context, step) => scopes().setPropertiesOf(context, step),
  state_save: (context, step) => context.saveState(step.status),
};

/**
 * Performs one host step; `local` is its wire index in the plan that libteu.so holds. `own` is the loop's part: what
 * the steps of the director do.
 */
export function performHostStep(context: HostContext, step: HostStep, local: number, own: () => void): void {
  const effect = hostOps[step.op];
  if (effect === 'native') {
    if (nativeStep(local, context.session.pid, context.session.pidfd) !== 0)
      throw failedChain(context, local, step);
    return;
  }
  recorded(context, step, local, () => {
    if (effect === 'director') own();
    else (effect as Effect<HostOpName>)(context, step as never);
  });
}

/** The error is that of the last alternative that was tried: it is what would have had to work. */
function failedChain({ program }: HostContext, local: number, step: Step): TeuError {
  let last = step;
  let at = local;
  while (last.otherwise !== undefined && outcome(at + 1).state === 'failed') {
    last = last.otherwise.step;
    at++;
  }
  return failure(program, at, outcome(at), last);
}

const EIO = 5;
const causeOf = (error: unknown): number | undefined =>
  error instanceof TeuError ? error.data.call?.errno : undefined;

/** A step performed here has an outcome like those of the executor. */
function recorded(context: HostContext, step: HostStep, local: number, perform: () => void): void {
  if (beginStep(local) !== 0) throw failure(context.program, local, outcome(local), step);
  try {
    perform();
  } catch (error) {
    const known = error instanceof SysError ? error.errno : causeOf(error);
    endStep(local, known ?? EIO);
    throw error;
  }
  if (endStep(local, 0) !== 0) throw failure(context.program, local, outcome(local), step);
}
