/** Cgroups of benches: all of them begin with bench-. */
import { readdirSync, readFileSync, rmdirSync } from 'node:fs';
import type { Host } from './contenders.ts';

/** Where a cgroup is made: in the one of v2, or in each of v1. */
export const hierarchies = (host: Host): string[] =>
  host === 'v2'
    ? ['/sys/fs/cgroup']
    : readdirSync('/sys/fs/cgroup', { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map(({ name }) => `/sys/fs/cgroup/${name}`);

const patienceMs = 5_000;

function endMembers(path: string): void {
  for (const pid of readFileSync(`${path}/cgroup.procs`, 'utf8').split('\n').filter(Boolean))
    process.kill(Number(pid), 'SIGKILL');
}

/** Ends what is in it, and removes it; says so where it stays. */
export function removeCgroup(path: string): void {
  const deadline = performance.now() + patienceMs;
  for (;;)
    try {
      endMembers(path);
      rmdirSync(path);
      return;
    } catch (error) {
      if (performance.now() > deadline) {
        console.error(`bench: ${path} is left: ${(error as Error).message}`);
        return;
      }
      Bun.sleepSync(10);
    }
}

/** Removes what a bench that failed has left, and the processes in it. */
export function removeCgroups(host: Host): void {
  for (const hierarchy of hierarchies(host)) {
    const found = Bun.spawnSync(['find', hierarchy, '-depth', '-type', 'd', '-path', '*/bench-*']);
    for (const path of found.stdout.toString().split('\n').filter(Boolean)) removeCgroup(path);
  }
}
