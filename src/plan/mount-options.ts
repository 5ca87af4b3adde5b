/** The option strings of one mount, read once. config.md#linux-mount-options */

import { isIdmapOption } from '../config/mount-idmap.ts';
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
  /** A link at the source is bound itself; one at the destination is covered itself. */
  readonly noFollow: boolean;
  readonly targetNoFollow: boolean;
  /** A link at the source becomes a link at the destination. */
  readonly copyLink: boolean;
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
function over({ set, clear }: Attributes, row: MountOption): Attributes {
  const [on, off] = [row.set ?? 0n, row.clear ?? 0n];
  return { set: (set & ~off) | on, clear: (clear & ~on) | off };
}

const nothing: Attributes = { set: 0n, clear: 0n };

/** `x-systemd.automount` and the like are comments for programs that read fstab(5), and no file system's; mount(8). */
const isComment = (option: string): boolean => /^([xX]-|comment=)/.test(option);

const isData = (option: string): boolean => option !== '' && !isComment(option) && !isIdmapOption(option);

const propagationOf = (propagation: bigint): Propagation => ({
  type: propagation & ~mountFlag.REC,
  recursive: (propagation & mountFlag.REC) !== 0n,
});

/** One loop over the options: every mount of every create comes by, and pipelines are slow without JIT. */
export function parseMountOptions(options: readonly string[]): ParsedOptions {
  let [own, deep, superFlags] = [nothing, nothing, 0n];
  const propagation: Propagation[] = [];
  const data: string[] = [];
  let behaviours = ' ';
  for (const option of options) {
    const row = mountOptions[option];
    if (row === undefined) {
      if (isData(option)) data.push(option);
      continue;
    }
    if (row.behaviour !== undefined) behaviours += `${row.behaviour} `;
    else if (row.recursive === true) deep = over(deep, row);
    else if (row.set !== undefined || row.clear !== undefined) own = over(own, row);
    if (row.superSet !== undefined) superFlags |= row.superSet;
    if (row.superClear !== undefined) superFlags &= ~row.superClear;
    if (row.propagation !== undefined) propagation.push(propagationOf(row.propagation));
  }
  return {
    bind: behaviours.includes(' rbind ') ? 'rbind' : behaviours.includes(' bind ') ? 'bind' : 'no',
    remount: behaviours.includes(' remount '),
    copyUp: behaviours.includes(' tmpcopyup '),
    noFollow: behaviours.includes(' src-nofollow '),
    targetNoFollow: behaviours.includes(' dest-nofollow '),
    copyLink: behaviours.includes(' copy-symlink '),
    own,
    deep,
    superFlags,
    propagation,
    data,
  };
}
