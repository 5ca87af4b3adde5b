/** Reads a bundle from disk: bounded, never blocking, with an error that says what is wrong with the file. */

import { loadBundle } from '../config/load.ts';
import type { Bundle } from '../config/types.ts';
import { TeuError } from '../errors/types.ts';
import { readRegular, SysError } from '../native/lib.ts';

/** Larger than any configuration seen (a 60 KiB profile is large); the reader takes no more memory than this. */
export const maxConfigBytes = 16 << 20;

/** In words that no engine takes for something else (docs/errors.md). */
const reasons: Readonly<Record<number, string>> = {
  2: 'there is no such file',
  13: 'it may not be read',
  20: 'a part of the path is a file',
  21: 'it names a directory',
  22: 'it is not a regular file',
  27: `it is larger than ${maxConfigBytes >> 20} MiB`,
  40: 'it is a loop of symbolic links',
};

/** The text of config.json. TeuError when it cannot be had. */
export function readConfig(path: string): string {
  try {
    return readRegular(path, maxConfigBytes);
  } catch (error) {
    if (!(error instanceof SysError)) throw error;
    const why = reasons[error.errno] ?? `errno ${error.errno}`;
    throw new TeuError({
      code: 'teu.config.unreadable',
      message: `cannot read ${path}: ${why}`,
      call: { name: error.call, errno: error.errno },
    });
  }
}

/** Reads, validates and completes the configuration of a bundle. */
export const readBundle = (dir: string, configPath: string): Bundle =>
  loadBundle(readConfig(configPath), dir, configPath);
