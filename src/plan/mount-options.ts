/** The option strings of one mount, read once. config.md#linux-mount-options */

import { mountFlag } from '../tables/mount-flags.ts';
import { type MountOption, mountOptions } from '../tables/mount-options.ts';

export interface Attributes {
  readonly set: bigint;
  readonly clear: bigint;
}

export interface Propagation {
  /** One of MS_SHARED, MS_SLAVE, MS_PRIVATE, MS_UNBINDABLE. */
  readonly type: bigint;
  readonly recursive: boolean;
}

export interface ParsedOptions {
  readonly bind: 'no' | 'bind' | 'rbind';
  readonly remount: boolean;
  readonly copyUp: boolean;
  readonly noFollow: boolean;
  /** Attributes of the mount itself, and those of everything below it as well. */
  readonly own: Attributes;
  readonly deep: Attributes;
  /** MS_* of the superblock of a new file system. */
  readonly superFlags: bigint;
  /** In the order listed: `rprivate,shared` means both. */
  readonly propagation: readonly Propagation[];
  /** What is no mount option, for the file system, in order. */
  readonly data: readonly string[];
}

/** The last of contradicting options counts, as in mount(8). */
function attributes(rows: readonly MountOption[]): Attributes {
  let [set, clear] = [0n, 0n];
  for (const row of rows) {
    set = (set & ~(row.clear ?? 0n)) | (row.set ?? 0n);
    clear = (clear & ~(row.set ?? 0n)) | (row.clear ?? 0n);
  }
  return { set, clear };
}

function superFlags(rows: readonly MountOption[]): bigint {
  return rows.reduce((flags, row) => (flags | (row.superSet ?? 0n)) & ~(row.superClear ?? 0n), 0n);
}

const propagationOf = ({ propagation }: MountOption): readonly Propagation[] =>
  propagation === undefined
    ? []
    : [{ type: propagation & ~mountFlag.REC, recursive: (propagation & mountFlag.REC) !== 0n }];

export function parseMountOptions(options: readonly string[]): ParsedOptions {
  const rows = options.flatMap((option) => mountOptions[option] ?? []);
  const asks = (behaviour: MountOption['behaviour']): boolean =>
    rows.some((row) => row.behaviour === behaviour);
  return {
    bind: asks('rbind') ? 'rbind' : asks('bind') ? 'bind' : 'no',
    remount: asks('remount'),
    copyUp: asks('tmpcopyup'),
    noFollow: asks('src-nofollow'),
    own: attributes(rows.filter((row) => row.recursive !== true)),
    deep: attributes(rows.filter((row) => row.recursive === true)),
    superFlags: superFlags(rows),
    propagation: rows.flatMap(propagationOf),
    data: options.filter((option) => mountOptions[option] === undefined && option !== ''),
  };
}
