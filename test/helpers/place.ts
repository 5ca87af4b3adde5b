/** Where a test ran: the machine and the cgroups it saw. For the runner, which names the place of each test. */
import { appendFileSync, existsSync } from 'node:fs';

const machine = process.env['TEU_GUEST'] === undefined ? 'host' : 'guest';

function cgroups(): string {
  if (existsSync('/sys/fs/cgroup/cgroup.controllers')) return 'cgroup v2';
  return existsSync('/sys/fs/cgroup/unified/cgroup.procs') ? 'cgroup v1 hybrid' : 'cgroup v1';
}

/** `isPrivate`: the container was where cgroup v2 is all there is, whatever the machine has. */
export function recordPlace(title: string, isPrivate: boolean): void {
  const log = process.env['TEU_PLACE_LOG'];
  if (log === undefined) return;
  const place = `${machine}, ${isPrivate ? 'private cgroup v2' : cgroups()}`;
  appendFileSync(log, `${title}\t${place}\n`);
}
