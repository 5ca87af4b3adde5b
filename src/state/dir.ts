/** The directory of one container below the state root, and the names in it. */

import { checkId } from './id.ts';

export interface ContainerDir {
  /** Absolute state root. */
  readonly root: string;
  readonly id: string;
  /** root + / + id. */
  readonly path: string;
}

/** Throws teu.usage for a bad id. Nothing is made or looked at. */
export function containerDir(root: string, id: string): ContainerDir {
  checkId(id);
  return { root, id, path: `${root === '/' ? '' : root}/${id}` };
}

export const statePath = (dir: ContainerDir): string => `${dir.path}/state.json`;
export const planPath = (dir: ContainerDir): string => `${dir.path}/plan.json`;
/** What the container was made from: the bundle may change or go. */
export const configPath = (dir: ContainerDir): string => `${dir.path}/config.json`;
export const lockPath = (dir: ContainerDir): string => `${dir.path}/lock`;
/** Bound while init waits for `start`; removed by start. */
export const socketPath = (dir: ContainerDir): string => `${dir.path}/init.sock`;
