/** What the probers read the host with. probe.ts gives them native/lib.ts; tests give them a table. */

import type * as lib from '../native/lib.ts';

export type Host = Pick<
  typeof lib,
  | 'access'
  | 'geteuid'
  | 'ids'
  | 'readdir'
  | 'readText'
  | 'realpath'
  | 'stat'
  | 'statfsMagic'
  | 'tryReadText'
  | 'uname'
  | 'probeCalls'
>;

export const W_OK = 2;

/** Words of a file of the kernel; none when it cannot be read. */
export const words = (text: string | null): readonly string[] =>
  (text ?? '').split(/\s+/).filter((word) => word !== '');
