/** The configuration a container was made from. */

import { loadBundle } from '../config/load.ts';
import type { Bundle } from '../config/types.ts';
import { readRegular, SysError } from '../native/lib.ts';
import { type ContainerDir, configPath } from '../state/dir.ts';
import { maxConfigBytes, readConfig } from './bundle.ts';

const ENOENT = 2;

/**
 * What the container was made from, not what its bundle says by now. A container of an older teu may lack the copy: then
 * it is the bundle's. TeuError, about the file that was read, when it is none.
 */
export function storedBundle(dir: ContainerDir, bundle: string): Bundle {
  try {
    const file = configPath(dir);
    return loadBundle(readRegular(file, maxConfigBytes), bundle, file);
  } catch (error) {
    if (!(error instanceof SysError && error.errno === ENOENT)) throw error;
    return loadBundle(readConfig(`${bundle}/config.json`), bundle);
  }
}
