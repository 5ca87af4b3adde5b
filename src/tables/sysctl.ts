/** Kernel parameters: how their names become files below /proc/sys, and which namespace holds which. */

import type { NamespaceType } from '../config/types.ts';

/**
 * Dots or slashes, as sysctl(8): the first separator decides, and the other one then stands for itself turned
 * round (net.ipv4.conf.eth0/1.forwarding is eth0.1).
 */
export function sysctlPath(key: string): string {
  const first = /[./]/.exec(key)?.[0];
  if (first !== '.') return key;
  return key.replace(/[./]/g, (separator) => (separator === '.' ? '/' : '.'));
}

/** Whole files, or directories with the slash at their end. Nothing else of /proc/sys is namespaced. */
const places: Readonly<Record<string, NamespaceType>> = {
  'fs/mqueue/': 'ipc',
  'kernel/msg_next_id': 'ipc',
  'kernel/msgmax': 'ipc',
  'kernel/msgmnb': 'ipc',
  'kernel/msgmni': 'ipc',
  'kernel/sem': 'ipc',
  'kernel/sem_next_id': 'ipc',
  'kernel/shm_next_id': 'ipc',
  'kernel/shm_rmid_forced': 'ipc',
  'kernel/shmall': 'ipc',
  'kernel/shmmax': 'ipc',
  'kernel/shmmni': 'ipc',
  'kernel/domainname': 'uts',
  'kernel/hostname': 'uts',
  'net/': 'network',
  'user/': 'user',
};

/** The namespace that holds a file below /proc/sys; null when it belongs to the whole machine. */
export function sysctlNamespace(path: string): NamespaceType | null {
  const found = Object.keys(places).find((place) =>
    place.endsWith('/') ? path.startsWith(place) : path === place,
  );
  return found === undefined ? null : (places[found] ?? null);
}
