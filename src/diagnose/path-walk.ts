/** Where a path of the host ends: name by name, as the kernel resolves it, without following what is not ours. */

import { parentPath } from '../cgroup/paths.ts';
import type { Checked } from '../errors/checked.ts';
import type { FileStat } from '../native/lib.ts';
import type * as lib from '../native/lib.ts';
import { magic } from '../tables/magic.ts';

export type WalkHost = Pick<typeof lib, 'stat' | 'readlink' | 'statfsMagic'>;

export interface WalkRules {
  readonly mayEnter: (path: string, directory: FileStat) => boolean;
  /** Not looked at, whatever links lead there: what lies below the rootfs belongs to the container (R1). */
  readonly isForeign: (path: string) => boolean;
}

/** As many as the kernel follows, path_resolution(7). */
const maxLinks = 40;

const namesOf = (path: string): readonly string[] =>
  path.split('/').filter((name) => name !== '' && name !== '.');

const childPath = (at: string, name: string): string => (at === '/' ? `/${name}` : `${at}/${name}`);

/** The first component that is not there, or the first directory that may not be entered, or neither. Throws SysError. */
export function walk(path: string, { mayEnter, isForeign }: WalkRules, host: WalkHost): Checked {
  const ahead = [...namesOf(path)];
  let at = '/';
  let links = 0;
  for (let name = ahead.shift(); name !== undefined; name = ahead.shift()) {
    const directory = host.stat(at, { follow: false });
    if (directory?.kind !== 'dir') return {};
    if (!mayEnter(at, directory)) {
      const { mode, uid, gid } = directory;
      return { blocked: { path: at, mode, uid, gid } };
    }
    const next = name === '..' ? parentPath(at) : childPath(at, name);
    if (isForeign(next)) return {};
    const found = host.stat(next, { follow: false });
    if (found === null) return { missing: next };
    if (found.kind !== 'link') {
      at = next;
      continue;
    }
    links++;
    const target = host.readlink(next);
    // Links in a procfs lead where no path does, or mean the process that reads them.
    if (target === null || links > maxLinks || host.statfsMagic(at) === magic.proc) return {};
    ahead.unshift(...namesOf(target));
    if (target.startsWith('/')) at = '/';
  }
  return {};
}
