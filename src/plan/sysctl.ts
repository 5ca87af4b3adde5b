/** Kernel parameters. Consumes /linux/sysctl; config-linux.md#sysctl. */

import { childPointer } from '../config/pointer.ts';
import { isConfined } from './shape.ts';
import { step } from './step.ts';
import type { Leaf } from './types.ts';

/**
 * Dots or slashes, as sysctl(8): the first separator decides, and the other one then stands for itself turned
 * round (net.ipv4.conf.eth0/1.forwarding is eth0.1).
 */
export function sysctlPath(key: string): string {
  const first = key.search(/[./]/);
  if (first < 0 || key[first] === '/') return key;
  return key.replace(/[./]/g, (c) => (c === '.' ? '/' : '.'));
}

/**
 * A private procfs, which nothing in the container can redirect (R4). In a user namespace the kernel may refuse it,
 * so there the caller's, opened before anything was joined: what is below sys/ belongs to the namespaces of the writer.
 */
export const privateProc: Leaf = (config, facts) =>
  config.linux.sysctl.size > 0 && !isConfined(config, facts)
    ? [step('proc_open', 'init', '/linux/sysctl', { slot: 'sysctl' })]
    : [];

export const sysctls: Leaf = (config, facts) => {
  const proc = isConfined(config, facts) ? 'proc' : 'sysctl';
  return [...config.linux.sysctl].map(([key, value]) =>
    step('sysctl', 'init', childPointer('/linux/sysctl', key), { proc, path: sysctlPath(key), value }),
  );
};
