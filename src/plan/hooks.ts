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
const kinds: Readonly<Record<HookKind, KindRow>> = {
  prestart: { actor: 'host', status: 'created' },
  createRuntime: { actor: 'host', status: 'creating' },
  createContainer: { actor: 'init', status: 'creating' },
  startContainer: { actor: 'init', status: 'created' },
  poststart: { actor: 'host', status: 'running' },
  poststop: { actor: 'host', status: 'stopped' },
};

/** The container as its hooks are told of it. */
export interface HookSubject {
  readonly id: string;
  readonly bundle: string;
  readonly annotations: ReadonlyMap<string, string>;
  /** process.env; [] where there is no process any more. */
  readonly env: readonly string[];
}

/**
 * Without `env` a hook of the host inherits the caller's environment; one inside of the container gets the
 * process's: nothing of the caller's environment may reach the container.
 */
function environment(
  hook: Hook,
  row: KindRow,
  subject: HookSubject,
): { env: readonly string[]; inheritEnv: number } {
  if (hook.env !== null) return { env: hook.env, inheritEnv: 0 };
  if (row.actor === 'host') return { env: [], inheritEnv: 1 };
  return { env: subject.env, inheritEnv: 0 };
}

function hookStep(hook: Hook, kind: HookKind, index: number, subject: HookSubject): Step {
  const row = kinds[kind];
  const state = hookState(ociVersion, subject.id, row.status, subject.bundle, subject.annotations);
  return step('hook_run', row.actor, `/hooks/${kind}/${index}`, {
    path: hook.path,
    args: hook.args.length > 0 ? hook.args : [hook.path],
    ...environment(hook, row, subject),
    // 0: no limit.
    timeoutMs: (hook.timeout ?? 0) * 1000,
    stateHead: state.head,
    stateTail: state.tail,
  });
}

const subjectOf = ({ annotations, process }: Config, { id, bundle }: Request): HookSubject => ({
  id,
  bundle,
  annotations,
  env: process?.env ?? [],
});

const hooksOf =
  (kind: HookKind): Leaf =>
  (config, _facts, request) =>
    config.hooks[kind].map((hook, index) => hookStep(hook, kind, index, subjectOf(config, request)));

/** Not of a birth: `delete` performs them, from what state.json kept. */
export const poststopSteps = (hooks: readonly Hook[], subject: HookSubject): readonly Step[] =>
  hooks.map((hook, index) => hookStep(hook, 'poststop', index, subject));

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
