/** Making and removing the directory of a container. mkdir(2) decides who of two creators wins. */

import { TeuError } from '../errors/types.ts';
import { mkdir, readdir, rmdir, SysError, stat, unlink } from '../native/lib.ts';
import { type ContainerDir, lockPath } from './dir.ts';
import { type Lock, lockContainer } from './lock.ts';

const ENOENT = 2;
const ENAMETOOLONG = 36;
const ENOTEMPTY = 39;

/** Sticky: the XDG specification lets cleaners remove what is not, and the bit harms nowhere. */
const rootMode = 0o1700;
const containerMode = 0o700;

/** mkdir -p with 0700 and the sticky bit, as private as runc's. */
export function makeRoot(root: string): void {
  try {
    mkdir(root, rootMode);
  } catch (error) {
    if (!(error instanceof SysError) || error.errno !== ENOENT) throw error;
    const slash = root.lastIndexOf('/');
    if (slash <= 0) throw error;
    makeRoot(root.slice(0, slash));
    mkdir(root, rootMode);
  }
}

/**
 * Makes the root and the directory (0700) and takes the lock. Throws teu.state `container with given ID already
 * exists` for the creator who comes second, whatever the first one has made by then.
 */
export function claimContainer(dir: ContainerDir): Lock {
  let made: boolean;
  try {
    makeRoot(dir.root);
    made = mkdir(dir.path, containerMode);
  } catch (error) {
    if (error instanceof SysError && error.errno === ENAMETOOLONG)
      throw new TeuError({
        code: 'teu.usage',
        message: 'container ID is longer than a directory name may be',
      });
    throw error;
  }
  if (!made) throw taken();
  return lockContainer(dir);
}

const taken = (): TeuError =>
  new TeuError({ code: 'teu.state', message: 'container with given ID already exists' });

/** The same error in place of another one, which the container of that name may have caused. */
export function nameFirst(dir: ContainerDir, error: unknown): unknown {
  return error instanceof TeuError && stat(dir.path, { follow: false }) !== null ? taken() : error;
}

/** Another verb may open the lock file anew between our unlink and rmdir; it finds it gone and gives up. */
const removalRounds = 1000;

/** We make no directories in there; one that stands in the way of delete goes all the same. */
export function removeEntry(path: string): void {
  if (stat(path, { follow: false })?.kind !== 'dir') return void unlink(path);
  for (const name of readdir(path)) removeEntry(`${path}/${name}`);
  rmdir(path);
}

/** Removes the directory; the lock file goes last. The caller holds the lock. May be repeated. */
export function removeContainerDir(dir: ContainerDir): void {
  const lockName = lockPath(dir).slice(dir.path.length + 1);
  for (const name of readdir(dir.path)) if (name !== lockName) removeEntry(`${dir.path}/${name}`);
  for (let round = 0; ; round++) {
    unlink(lockPath(dir));
    try {
      rmdir(dir.path);
      return;
    } catch (error) {
      if (!(error instanceof SysError) || error.errno !== ENOTEMPTY || round >= removalRounds) throw error;
    }
  }
}
