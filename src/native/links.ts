/** How many names a directory has. */

import { declare } from './calls.ts';

const c = { stat: declare('int teu_stat(const char *path, int nofollow, _Out_ int64_t *out)') };

const linksAt = 8;

/** st_nlink: for a directory of a file system that counts them, those in it and two more. 0 where there is nothing to be seen. */
export function linksOf(path: string): number {
  const out = new BigInt64Array(12);
  return c.stat(path, 1, out) < 0 ? 0 : Number(out[linksAt]);
}
