/** namespaces(7): the spec's names, the kernel's flags, and the order in which several are joined. */

import type { NamespaceType } from '../config/types.ts';

export interface NamespaceRow {
  readonly flag: bigint;
  /** Short name in /proc/PID/ns, used in texts. */
  readonly short: string;
}

/**
 * In the order of joining: nothing depends on ipc, uts, net, cgroup and time; mnt after them, because paths mean
 * something else afterwards; pid last, because it only takes effect for children. `user` has its own place
 * (plan/namespaces.ts).
 */
export const namespaces: Readonly<Record<NamespaceType, NamespaceRow>> = {
  ipc: { flag: 0x08000000n, short: 'ipc' },
  uts: { flag: 0x04000000n, short: 'uts' },
  network: { flag: 0x40000000n, short: 'net' },
  cgroup: { flag: 0x02000000n, short: 'cgroup' },
  time: { flag: 0x00000080n, short: 'time' },
  mount: { flag: 0x00020000n, short: 'mnt' },
  pid: { flag: 0x20000000n, short: 'pid' },
  user: { flag: 0x10000000n, short: 'user' },
};

export const namespaceTypes = Object.keys(namespaces) as readonly NamespaceType[];
