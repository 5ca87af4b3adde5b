/** The terminal. Consumes /process/{terminal,consoleSize}; config.md#process. */

import type { Config, Process } from '../config/types.ts';
import { mountPlaces } from './mount-place.ts';
import { hasMountNamespace } from './shape.ts';
import type { Step } from '../wire/types.ts';
import { magic } from '../tables/magic.ts';
import { step } from './step.ts';
import type { Leaf, Request } from './types.ts';

const hasSocket = (process: Process | null, request: Request): boolean =>
  process?.terminal === true && request.consoleSocket !== null;

export const consoleSocket: Leaf = ({ process }, _facts, request) => {
  const path = request.consoleSocket;
  return path !== null && hasSocket(process, request)
    ? [step('socket_connect', 'spawner', '/process/terminal', { path, slot: 'console' })]
    : [];
};

/** The devpts of the config, whose descriptor was kept: the pty comes from there (R5). */
function ownDevpts(config: Config): string | null {
  if (!hasMountNamespace(config)) return null;
  const place = mountPlaces(config).findLast(
    ({ type, target }) => type === 'devpts' && target === '/dev/pts',
  );
  return place?.slot ?? null;
}

/** A container without a devpts of its own gets a pty of the caller's: never one that its rootfs offers. */
export const callersDevpts: Leaf = (config) => {
  if (config.process?.terminal !== true || ownDevpts(config) !== null) return [];
  const args = { path: '/dev/pts', magic: BigInt(magic.devpts), slot: 'devpts' };
  return [step('dir_open', 'spawner', '/process/terminal', args)];
};

/** Of a container that runs: the devpts it has made, which only its own processes may have replaced. */
export const devptsInside: Leaf = (config) => {
  if (config.process?.terminal !== true || ownDevpts(config) === null) return [];
  const args = { path: '/dev/pts', magic: BigInt(magic.devpts), slot: 'devpts' };
  return [step('dir_open', 'init', '/process/terminal', args)];
};

function consoleStep(config: Config, request: Request, pts: string, mount: number): readonly Step[] {
  const { process } = config;
  if (process?.terminal !== true) return [];
  return [
    step('console', 'init', '/process/terminal', {
      pts,
      socket: hasSocket(process, request) ? 'console' : null,
      root: 'root',
      mount,
      width: process.consoleSize?.width ?? 0,
      height: process.consoleSize?.height ?? 0,
      uid: process.user.uid,
    }),
  ];
}

/**
 * Without a socket the master goes to the director, which relays it (foreground). A pty of the caller's cannot be bound
 * to /dev/console: its mount is of another namespace.
 */
export const terminal: Leaf = (config, _facts, request) => {
  if (config.process?.terminal !== true) return [];
  const own = ownDevpts(config);
  return consoleStep(config, request, own ?? 'devpts', own === null ? 0 : 1);
};

/** For a further process: /dev/console stays what it is. */
export const terminalInside: Leaf = (config, _facts, request) => consoleStep(config, request, 'devpts', 0);
