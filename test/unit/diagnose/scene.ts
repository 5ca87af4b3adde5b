/** A host for diagnose: a table of files, and what may be entered. */

import { SysError, type FileStat } from '../../../src/native/lib.ts';
import type { DiagnoseHost } from '../../../src/diagnose/diagnose.ts';

export interface Entry {
  readonly kind?: FileStat['kind'];
  readonly mode?: number;
  readonly owner?: number;
  readonly link?: string;
}

export interface SceneFiles {
  readonly entries?: Readonly<Record<string, Entry>>;
  readonly texts?: Readonly<Record<string, string>>;
  readonly euid?: number;
  /** Directories that access(2) refuses. */
  readonly closed?: readonly string[];
  readonly procfs?: readonly string[];
}

const none = { rdev: 0n, size: 0, dev: 0n, ino: 0n, mtimeNanos: 0n, links: 1 };

export interface SceneHost extends DiagnoseHost {
  /** Paths that were looked at. */
  readonly seen: string[];
}

export function sceneHost({
  entries = {},
  texts = {},
  euid = 0,
  closed = [],
  procfs = [],
}: SceneFiles): SceneHost {
  const seen: string[] = [];
  return {
    seen,
    stat: (path) => {
      seen.push(path);
      if (closed.some((dir) => path.startsWith(`${dir}/`))) throw new SysError('stat', 13, path);
      const entry = path === '/' ? {} : entries[path];
      if (entry === undefined) return null;
      const kind = entry.link === undefined ? (entry.kind ?? 'dir') : 'link';
      return { kind, mode: entry.mode ?? 0o755, uid: entry.owner ?? 0, gid: entry.owner ?? 0, ...none };
    },
    readlink: (path) => entries[path]?.link ?? null,
    realpath: (path) => path,
    statfsMagic: (path) => (procfs.includes(path) ? 0x9fa0 : 0xef53),
    access: (path) => !closed.includes(path),
    ids: () => ({ uid: euid, euid, gid: euid, egid: euid }),
    tryReadText: (path) => texts[path] ?? null,
    uname: () => ({ release: '6.1.0-28-amd64', machine: 'x86_64' }),
  };
}
