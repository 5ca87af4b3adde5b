/** All containers below a state root. Takes no lock, and makes nothing: a root that is not there is empty. */

import { TeuError } from '../errors/types.ts';
import { readdir, SysError, stat } from '../native/lib.ts';
import { type ContainerDir, containerDir } from '../state/dir.ts';
import { isId } from '../state/id.ts';
import { type Description, describeContainer } from './state.ts';

const ENOENT = 2;

/** Directories that can be containers, in the order of their names. */
export function listContainers(root: string): ContainerDir[] {
  let names: string[];
  try {
    names = readdir(root);
  } catch (error) {
    if (error instanceof SysError && error.errno === ENOENT) return [];
    throw error;
  }
  const dirs = names
    .filter(isId)
    .sort()
    .map((id) => containerDir(root, id));
  return dirs.filter((dir) => stat(dir.path, { follow: false })?.kind === 'dir');
}

export interface Listing {
  readonly found: readonly Description[];
  /** Containers whose state cannot be read, and why; they can still be deleted by force. */
  readonly broken: ReadonlyArray<{ readonly id: string; readonly why: string }>;
}

/** Describes every container; one deleted meanwhile is left out. */
export function describeAll(root: string): Listing {
  const found: Description[] = [];
  const broken: { id: string; why: string }[] = [];
  for (const dir of listContainers(root)) {
    try {
      found.push(describeContainer(dir));
    } catch (error) {
      if (!(error instanceof TeuError)) throw error;
      if (stat(dir.path, { follow: false }) !== null) broken.push({ id: dir.id, why: error.data.message });
    }
  }
  return { found, broken };
}
