/** Who runs teu, and with which powers. */

import type { Host } from './host.ts';
import type { UserFacts } from './types.ts';

/** /proc/self/uid_map of the initial user namespace. */
const identity = '         0          0 4294967295\n';

const helperDirs = ['/usr/bin', '/bin', '/usr/local/bin', '/usr/sbin'];
const writableByOthers = 0o022;

/** R15: owned by root and written by nobody else; verified again on the opened file when it is run. */
function helper(host: Host, name: string): string | null {
  for (const dir of helperDirs) {
    const path = `${dir}/${name}`;
    const found = host.stat(path);
    if (found?.kind === 'file' && found.uid === 0 && (found.mode & writableByOthers) === 0) return path;
  }
  return null;
}

/** `Uid:\t0\t0\t0\t0` -> the fields of one line of /proc/self/status. */
function statusLine(status: string, key: string): readonly string[] {
  const start = status.indexOf(`\n${key}:\t`);
  if (start === -1) return [];
  const from = start + key.length + 3;
  return status.slice(from, status.indexOf('\n', from)).split('\t');
}

/** Hexadecimal mask of the kernel -> decimal string. */
const mask = (hex: string | undefined): string => BigInt(`0x${hex ?? '0'}`).toString();

/** One read of /proc/self/status has the ids, capabilities and umask. Root needs no map helpers: not looked for. */
export function probeUser(host: Host): UserFacts {
  const status = host.readText('/proc/self/status');
  const euid = Number(statusLine(status, 'Uid')[1]);
  return {
    euid,
    egid: Number(statusLine(status, 'Gid')[1]),
    inUserns: host.tryReadText('/proc/self/uid_map') !== identity,
    effective: mask(statusLine(status, 'CapEff')[0]),
    bounding: mask(statusLine(status, 'CapBnd')[0]),
    umask: Number.parseInt(statusLine(status, 'Umask')[0] ?? '22', 8),
    newuidmap: euid === 0 ? null : helper(host, 'newuidmap'),
    newgidmap: euid === 0 ? null : helper(host, 'newgidmap'),
  };
}
