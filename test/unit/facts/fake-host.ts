/** A host made of a table of files: what the probers read, without a machine. */

import { F_OK, type Host } from '../../../src/facts/host.ts';
import type { FileStat } from '../../../src/native/lib.ts';

export interface FakeHost extends Host {
  /** Every path that was read, in order. */
  readonly reads: string[];
  /** Every line that was taken, of files that are read by lines. */
  readonly linesRead: string[];
}

export interface FakeFiles {
  readonly files: Readonly<Record<string, string>>;
  readonly dirs?: readonly string[];
  readonly magic?: number;
  readonly readOnly?: readonly string[];
  readonly machine?: string;
}

const plainStat: FileStat = {
  kind: 'dir',
  mode: 0o755,
  uid: 0,
  gid: 0,
  rdev: 0n,
  size: 0,
  dev: 0n,
  ino: 0n,
  mtimeNanos: 0n,
  links: 1,
};

export function fakeHost({
  files,
  dirs = [],
  magic = 0,
  readOnly = [],
  machine = 'x86_64',
}: FakeFiles): FakeHost {
  const reads: string[] = [];
  const linesRead: string[] = [];
  const tryReadText = (path: string): string | null => {
    reads.push(path);
    return files[path] ?? null;
  };
  return {
    reads,
    linesRead,
    tryReadText,
    readText: (path) => tryReadText(path) ?? '',
    readLines: (path, take) => {
      for (const line of (tryReadText(path) ?? '').split('\n')) {
        linesRead.push(line);
        if (take(`${line}\n`)) return;
      }
    },
    readdir: () => ['pid', 'mnt', 'user'],
    readlink: () => null,
    realpath: (path) => path,
    stat: (path) => (dirs.includes(path) ? plainStat : path in files ? { ...plainStat, kind: 'file' } : null),
    statfsMagic: () => magic,
    access: (path, mode) => (mode === F_OK ? dirs.includes(path) : !readOnly.includes(path)),
    uname: () => ({ release: '6.1.0-28-amd64', machine }),
    ids: () => ({ uid: 0, euid: 0, gid: 0, egid: 0 }),
    geteuid: () => 0,
    probeCalls: () => [],
    probeSeccomp: () => ({ flags: 0x0f, actions: 0xff }),
  };
}
