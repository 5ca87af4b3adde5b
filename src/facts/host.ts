/** What the probers read the host with. probe.ts gives them native/lib.ts; tests give them a table. */

import type * as lib from '../native/lib.ts';

export type Host = Pick<
  typeof lib,
  | 'access'
  | 'geteuid'
  | 'ids'
  | 'readdir'
  | 'readlink'
  | 'readLines'
  | 'readText'
  | 'realpath'
  | 'stat'
  | 'statfsMagic'
  | 'tryReadText'
  | 'uname'
  | 'probeCalls'
  | 'probeSeccomp'
>;

export const F_OK = 0;
export const W_OK = 2;

/** Words of a file of the kernel; none when it cannot be read. */
export const words = (text: string | null): readonly string[] =>
  (text ?? '').split(/\s+/).filter((word) => word !== '');

/** Reads once, and not before somebody asks: what only few plans and error messages depend on. */
export function lazy<T>(read: () => T): () => T {
  let value: { readonly read: T } | null = null;
  return () => {
    value ??= { read: read() };
    return value.read;
  };
}
