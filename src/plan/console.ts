/** The terminal. Consumes /process/{terminal,consoleSize}; config.md#process. */

import type { Config, Process } from '../config/types.ts';
import { mountPlaces } from './mount-place.ts';
import { hasMountNamespace } from './shape.ts';
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

/** The devpts of the config, whose descriptor was kept: the pty comes from there and from nowhere else (R5). */
function ptsSlot(config: Config): string | null {
  if (!hasMountNamespace(config)) return null;
  const place = mountPlaces(config).findLast(
    ({ type, target }) => type === 'devpts' && target === '/dev/pts',
  );
  return place?.slot ?? null;
}

/** Without a socket the master goes to the director, which relays it (foreground run). */
export const terminal: Leaf = (config, _facts, request) => {
  const { process } = config;
  if (process?.terminal !== true) return [];
  return [
    step('console', 'init', '/process/terminal', {
      pts: ptsSlot(config),
      socket: hasSocket(process, request) ? 'console' : null,
      root: 'root',
      mount: hasMountNamespace(config) ? 1 : 0,
      width: process.consoleSize?.width ?? 0,
      height: process.consoleSize?.height ?? 0,
      uid: process.user.uid,
    }),
  ];
};
