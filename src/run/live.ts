/** Containers that have a process: what ps, events and update ask for. */

import { TeuError } from '../errors/types.ts';
import type { ContainerDir } from '../state/dir.ts';
import { loadState, type State } from '../state/file.ts';
import { statusOf } from '../state/status.ts';

/** The sentence containerd takes for "already finished". */
export const notRunning = (): TeuError =>
  new TeuError({ code: 'teu.state', message: 'container not running' });

/**
 * The state of a container that is created, running or paused. Takes no lock. Throws what `refusal` says for any other.
 */
export function loadLive(dir: ContainerDir, refusal: (id: string) => TeuError = notRunning): State {
  const state = loadState(dir);
  const status = statusOf(dir, state);
  if (state === null || status === 'stopped' || status === 'creating') throw refusal(dir.id);
  return state;
}
