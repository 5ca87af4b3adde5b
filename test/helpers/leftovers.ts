/** What is on the machine that a container could have left behind, seen from outside. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { ownChildren } from './children.ts';

export type Snapshot = ReadonlySet<string>;

function lines(path: string): string[] {
  try {
    return readFileSync(path, 'utf8').split('\n').filter(Boolean);
  } catch {
    return [];
  }
}

function directoriesBelow(path: string): string[] {
  let entries: string[] = [];
  try {
    entries = readdirSync(path, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => `${path}/${entry.name}`);
  } catch {
    // A cgroup may vanish while we look.
  }
  return entries.flatMap((entry) => [entry, ...directoriesBelow(entry)]);
}

/** All living or zombie descendants of this process, which is a subreaper. */
export function descendants(pid: number = process.pid): number[] {
  const tasks = existsSync(`/proc/${pid}/task`) ? readdirSync(`/proc/${pid}/task`) : [];
  const children = tasks
    .flatMap((task) => lines(`/proc/${pid}/task/${task}/children`))
    .flatMap((line) => line.trim().split(' '))
    .filter(Boolean)
    .map(Number);
  return children.flatMap((child) => [child, ...descendants(child)]);
}

function describeProcess(pid: number): string {
  const command = lines(`/proc/${pid}/cmdline`).join(' ').replaceAll('\0', ' ');
  const state =
    lines(`/proc/${pid}/status`)
      .find((line) => line.startsWith('State:'))
      ?.slice(7) ?? 'gone';
  return `process ${pid} (${state}) ${command}`;
}

function treeOf(path: string): string[] {
  return existsSync(path)
    ? readdirSync(path, { recursive: true, encoding: 'utf8' }).map((name) => `${path}/${name}`)
    : [];
}

/**
 * Mounts, cgroups, processes and files that exist now. Others may use the machine too: of mounts and cgroups
 * only those are kept whose text contains one of `marks`.
 */
export function snapshot(marks: readonly string[], stateRoots: readonly string[]): Snapshot {
  const isOurs = (text: string) => marks.some((mark) => text.includes(mark));
  return new Set([
    ...lines('/proc/self/mountinfo')
      .filter(isOurs)
      .map((line) => `mount ${line}`),
    ...directoriesBelow('/sys/fs/cgroup')
      .filter(isOurs)
      .map((path) => `cgroup ${path}`),
    ...descendants()
      .filter((pid) => !ownChildren.has(pid))
      .map(describeProcess),
    ...stateRoots.flatMap(treeOf).map((path) => `state ${path}`),
    ...readdirSync('/tmp')
      .filter((name) => name.startsWith('.bun'))
      .map((name) => `/tmp/${name}`),
  ]);
}

/** What `after` has and `before` has not. */
export function leftovers(before: Snapshot, after: Snapshot): string[] {
  return [...after].filter((entry) => !before.has(entry));
}
