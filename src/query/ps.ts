/** The processes of a container, from its cgroup, and what ps(1) says of them. Takes no lock. */

import { cgroupPids } from '../cgroup/remove.ts';
import { TeuError } from '../errors/types.ts';
import { small } from '../native/small.ts';
import type { State } from '../state/file.ts';

/**
 * Pids in the host's pid namespace, of init and of whatever was started in the container since, sorted. 0 (a process our
 * pid namespace cannot see) is left out. Without a cgroup of its own only init is known.
 */
export function containerPids({ cgroups, pid }: State): readonly number[] {
  const all = new Set(cgroupPids(cgroups).filter((one) => one > 0));
  if (all.size === 0) all.add(pid);
  return [...all].sort((a, b) => a - b);
}

const noPs = (detail: string): TeuError =>
  new TeuError({
    code: 'teu.host',
    message: 'cannot run ps(1)',
    detail: [detail],
    hint: 'ps comes with procps or busybox; --format json does without it',
  });

/** The header and the lines of the container's processes. TeuError `teu.host` when there is no PID column to tell them by. */
export function selectLines(output: string, pids: readonly number[]): string {
  const [header = '', ...lines] = output.split('\n');
  const column = header.trim().split(/\s+/).indexOf('PID');
  if (column < 0) throw noPs(`no column PID in its output: ${JSON.stringify(header)}`);
  const wanted = new Set(pids.map(String));
  const own = lines.filter((line) => wanted.has(line.trim().split(/\s+/)[column] ?? ''));
  return [header, ...own].map((line) => `${line}\n`).join('');
}

/** What `ps OPTIONS` prints of these processes; without options it is `ps -ef`. */
export function psTable(options: readonly string[], pids: readonly number[]): string {
  // Nothing has been done yet, and what is started here is started by node:child_process.
  small?.leave(null);
  const { spawnSync } = require('node:child_process') as typeof import('node:child_process');
  const result = spawnSync('ps', options.length === 0 ? ['-ef'] : [...options], {
    encoding: 'utf8',
    maxBuffer: 1 << 26,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (result.error !== undefined) throw noPs(result.error.message);
  if (result.status !== 0) throw noPs(result.stderr.trim());
  return selectLines(result.stdout, pids);
}
