/** What the spawner opens of the caller's world before it joins anything. */

import { step } from './step.ts';
import type { Leaf } from './types.ts';

/** The caller's /proc, verified: for writes that must not be led astray by a /proc of the container (R4). */
export const callersProc: Leaf = () => [step('proc_open_host', 'spawner', '', { slot: 'proc' })];

/** Where `start` will knock. Bound by the spawner, because a path of the host means nothing to init later. */
export const startSocket: Leaf = (_config, _facts, request) =>
  request.verb === 'create'
    ? [step('socket_listen', 'spawner', '', { path: `${request.stateDir}/init.sock`, slot: 'start' })]
    : [];

/** Consumes /process/oomScoreAdj: needs the caller's rights, and init inherits it. */
export const oomScore: Leaf = ({ process }) => {
  const value = process?.oomScoreAdj ?? null;
  return value === null
    ? []
    : [step('oom_score_adj', 'spawner', '/process/oomScoreAdj', { value, proc: 'proc' })];
};
