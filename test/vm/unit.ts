/** What systemd says of the scopes that teu had made. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

export const flag = '--systemd-cgroup';

export function systemctl(...args: string[]): string {
  const { status, stdout, stderr } = spawnSync('systemctl', args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`systemctl ${args.join(' ')}: ${stderr}`);
  return stdout;
}

/** Properties of a unit. */
export function properties(unit: string, names: readonly string[]): Readonly<Record<string, string>> {
  const lines = systemctl('show', unit, '--property', names.join(',')).trim().split('\n');
  return Object.fromEntries(lines.map((line) => line.split(/=(.*)/s, 2) as [string, string]));
}

/** One property. */
export const property = (unit: string, name: string): string =>
  systemctl('show', unit, '--property', name, '--value').trim();

/** inactive or unknown to systemd. */
export const isGone = (unit: string): boolean =>
  spawnSync('systemctl', ['show', unit, '--property', 'LoadState', '--value'], {
    encoding: 'utf8',
  }).stdout.trim() === 'not-found';

/** Text of a control file of the cgroup that a process is in. */
export function controlFile(pid: number, name: string): string {
  const path = /^0::(.*)$/m.exec(readFileSync(`/proc/${pid}/cgroup`, 'utf8'))?.[1] ?? '';
  return readFileSync(`/sys/fs/cgroup${path}/${name}`, 'utf8').trim();
}
