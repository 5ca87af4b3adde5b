/** A host where net_cls and net_prio are mounted: a mount namespace of its own. */
import { mkdirSync, readFileSync } from 'node:fs';
import type { Box } from './box.ts';

/** A script that mounts them and executes its operands. */
export function networkControllers(dir: string): string {
  for (const name of ['net_cls', 'net_prio']) mkdirSync(`${dir}/${name}`, { recursive: true });
  const mount = (name: string) => `mount -t cgroup -o ${name} ${name} ${dir}/${name}`;
  return `${mount('net_cls')} && ${mount('net_prio')} && exec "$@"`;
}

/**
 * Waits until both are gone; `wrap` executes a command where they are mounted. A hierarchy outlives its last mount while a
 * cgroup in it is still dying, and then until another mount goes.
 */
export function networkControllersEnd(box: Box, wrap: readonly string[]): void {
  let looks = 0;
  box.eventually(() => {
    if (looks++ % 100 === 99) Bun.spawnSync([...wrap, 'true']);
    return /^net_cls\t0\t.*\nnet_prio\t0\t/ms.test(readFileSync('/proc/cgroups', 'utf8'));
  });
}
