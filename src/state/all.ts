/** All containers below a state root. Takes no lock, and makes nothing: a root that is not there is empty. */

import { readdir, SysError, stat } from '../native/lib.ts';
import { type ContainerDir, containerDir } from './dir.ts';
import { isId } from './id.ts';

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
