/** The names of the calls inside the ops. */

import { type OpRow, ops } from './ops.ts';

/** In order of first mention; the number of a call is its index (0 is "none"). */
export const callNames = (): readonly string[] => [
  'none',
  ...new Set(Object.values(ops).flatMap((row: OpRow) => row.calls)),
];
