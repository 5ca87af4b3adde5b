/** The hooks. Consumes /hooks; config.md#posix-platform-hooks. */

import type { Config, Hook, HookKind } from '../config/types.ts';
import { hookState, type Status } from '../hooks/state.ts';
import { ociVersion } from '../tables/oci.ts';
import type { Step } from '../wire/types.ts';
import { awaitActor } from './order.ts';
import { step } from './step.ts';
import type { Leaf, Request } from './types.ts';

interface KindRow {
  readonly actor: 'host' | 'init';
  /** runtime.md#state: what the container is while such a hook runs. */
  readonly status: Status;
}

/**
 * prestart is told `created`: crun says so, the conformance suite asks for it, and its users (Docker's network
 * hook) were written when that was the spec.
 */
const kinds: Readonly<Record<Exclude<HookKind, 'poststop'>, KindRow>> = {
  prestart: { actor: 'host', status: 'created' },
  createRuntime: { actor: 'host', status: 'creating' },
  createContainer: { actor: 'init', status: 'creating' },
  startContainer: { actor: 'init', status: 'created' },
  poststart: { actor: 'host', status: 'running' },
};

/**
 * Without `env` a hook of the host inherits the caller's environment; one inside of the container gets the
 * process's: nothing of the caller's environment may reach the container.
 */
function environment(
  hook: Hook,
  row: KindRow,
  config: Config,
): { env: readonly string[]; inheritEnv: number } {
  if (hook.env !== null) return { env: hook.env, inheritEnv: 0 };
  if (row.actor === 'host') return { env: [], inheritEnv: 1 };
  return { env: config.process?.env ?? [], inheritEnv: 0 };
}

function hookStep(
  hook: Hook,
  kind: keyof typeof kinds,
  index: number,
  config: Config,
  request: Request,
): Step {
  const row = kinds[kind];
  const state = hookState(ociVersion, request.id, row.status, request.bundle, config.annotations);
  return step('hook_run', row.actor, `/hooks/${kind}/${index}`, {
    path: hook.path,
    args: hook.args.length > 0 ? hook.args : [hook.path],
    ...environment(hook, row, config),
    // 0: no limit.
    timeoutMs: (hook.timeout ?? 0) * 1000,
    stateHead: state.head,
    stateTail: state.tail,
  });
}

const hooksOf =
  (kind: keyof typeof kinds): Leaf =>
  (config, _facts, request) =>
    config.hooks[kind].map((hook, index) => hookStep(hook, kind, index, config, request));

const prestart = hooksOf('prestart');
const createRuntime = hooksOf('createRuntime');

/** The host waits for init first: these hooks look at what init has mounted. Without hooks nobody waits. */
export const hostHooks: Leaf = (config, facts, request) => {
  const steps = [...prestart(config, facts, request), ...createRuntime(config, facts, request)];
  return steps.length === 0 ? [] : [...awaitActor('init')(), ...steps];
};
export const createContainerHooks: Leaf = hooksOf('createContainer');
export const startContainerHooks: Leaf = hooksOf('startContainer');
export const poststartHooks: Leaf = hooksOf('poststart');
