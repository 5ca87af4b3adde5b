/** config-linux.md#default-devices, and the type bits of mknod(2). */

import type { Device } from '../config/types.ts';

const device = (path: string, major: number, minor: number): Device => ({
  path,
  type: 'c',
  major,
  minor,
  fileMode: 0o666,
  uid: 0,
  gid: 0,
});

/** console comes with the terminal, ptmx is a link to pts/ptmx. */
export const defaultDevices: readonly Device[] = [
  device('/dev/null', 1, 3),
  device('/dev/zero', 1, 5),
  device('/dev/full', 1, 7),
  device('/dev/random', 1, 8),
  device('/dev/urandom', 1, 9),
  device('/dev/tty', 5, 0),
];

/** S_IFMT bits by the spec's type letter; u is an unbuffered character device. */
export const deviceTypeMode: Readonly<Record<Device['type'], number>> = {
  c: 0o020000,
  u: 0o020000,
  b: 0o060000,
  p: 0o010000,
};
/** Links below /dev (config-linux.md#dev-symbolic-links): path, target. */
export const deviceLinks: readonly (readonly [string, string])[] = [
  ['/dev/fd', '/proc/self/fd'],
  ['/dev/stdin', '/proc/self/fd/0'],
  ['/dev/stdout', '/proc/self/fd/1'],
  ['/dev/stderr', '/proc/self/fd/2'],
  ['/dev/core', '/proc/kcore'],
];
