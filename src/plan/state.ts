/** What the host records while init works. */

import type { Config } from '../config/types.ts';
import type { Facts } from '../facts/types.ts';
import { capabilityBit } from '../tables/capabilities.ts';
import { awaitActor } from './order.ts';
import { step } from './step.ts';
import type { Leaf } from './types.ts';

const awaitInit = awaitActor('init');

const save =
  (status: string): Leaf =>
  () => [step('state_save', 'host', '', { status })];

const creating = save('creating');

const hasHooksOnTheWay = ({ hooks }: Config): boolean =>
  hooks.prestart.length + hooks.createRuntime.length + hooks.createContainer.length > 0;

/** What the host does before hooks that interrupt init. */
export const beforeHooks =
  (leaf: Leaf): Leaf =>
  (config, facts, request) =>
    hasHooksOnTheWay(config) ? leaf(config, facts, request) : [];
/** Without hooks init has all of its work at once, and does not wait for the host. */
export const withoutHooks =
  (leaf: Leaf): Leaf =>
  (config, facts, request) =>
    hasHooksOnTheWay(config) ? [] : leaf(config, facts, request);

/** A hook may ask for the state. */
export const saveForHooks: Leaf = beforeHooks(creating);
export const saveCreating: Leaf = withoutHooks(creating);
export const saveCreated = save('created');

export const pidFile: Leaf = (_config, _facts, { pidFile }) =>
  pidFile === null ? [] : [step('pid_file', 'host', '', { path: pidFile })];

/** The names are those of runc. */
export const pidfdSend: Leaf = (_config, _facts, { pidfdSocket, verb }) => {
  if (pidfdSocket === null) return [];
  const name = verb === 'exec' ? 'setns' : 'standard';
  return [step('pidfd_send', 'host', '', { path: pidfdSocket, name })];
};

/** A caller without this right could look at an opaque init no more, and `exec` has to. */
const maySeeOpaque = ({ user }: Facts): boolean =>
  (BigInt(user.effective) & capabilityBit('CAP_SYS_PTRACE')) !== 0n;

/**
 * create only; the commit: before it init dies with the director, after it only `start`, kill and delete end it. While
 * it waits others may be let in (exec), who are not to have its descriptors: by them one answers `start` in its place (R8).
 */
export const waitForStart: Leaf = (_config, facts, request) =>
  request.verb === 'create'
    ? [
        ...(maySeeOpaque(facts) ? [step('dumpable', 'init', '', { value: 0 })] : []),
        step('start_wait', 'init', '', { socket: 'start' }),
        ...awaitInit(),
      ]
    : [];

const running: Leaf = ({ process }, _facts, request) => {
  if (process === null) return []; // Nothing will run.
  const path = `${request.stateDir}/init.sock`;
  return [
    ...(request.verb === 'create' ? [step('socket_remove', 'host', '', { path })] : []),
    step('state_save', 'host', '', { status: 'running' }),
  ];
};

/** Their container is `created` (runtime.md#lifecycle), and they may ask. */
const hasStartHooks = ({ hooks }: Config): boolean => hooks.startContainer.length > 0;

/**
 * Nothing is left between what init has been told and its execve: the host records it meanwhile. An execve that fails
 * ends init, and a dead container is `stopped` whatever was recorded.
 */
export const runningMeanwhile: Leaf = (config, facts, request) =>
  hasStartHooks(config) ? [] : running(config, facts, request);
/** Behind the hooks only execve tells. */
export const runningAfterHooks: Leaf = (config, facts, request) =>
  hasStartHooks(config) ? running(config, facts, request) : [];

/** Only its end of the socket tells that init has executed the program. */
export const untilExecuted: Leaf = ({ process }) => (process === null ? [] : awaitInit());
