/** config-linux.md#sysctl: only what a namespace of the container's own holds may be set. */

import { childPointer } from '../pointer.ts';
import type { Config } from '../types.ts';
import type { Rule, Violation } from './rule.ts';
import { hasNamespace } from './rule.ts';

const spec = 'config-linux.md#sysctl';
const reads = ['/linux/sysctl', '/linux/namespaces'];

/** ipc_namespaces(7). */
const ipcNames: ReadonlySet<string> = new Set([
  'kernel/msgmax',
  'kernel/msgmnb',
  'kernel/msgmni',
  'kernel/msg_next_id',
  'kernel/sem',
  'kernel/sem_next_id',
  'kernel/shmall',
  'kernel/shmmax',
  'kernel/shmmni',
  'kernel/shm_next_id',
  'kernel/shm_rmid_forced',
]);

/**
 * The file below /proc/sys that a key names. As sysctl(8) reads it: the first separator decides
 * whether dots or slashes separate, the other one is then a literal (net/ipv4/conf/eth0.1/forwarding).
 */
export function sysctlFile(key: string): string {
  const first = /[./]/.exec(key)?.[0];
  if (first !== '.') return key;
  return key.replace(/[./]/g, (separator) => (separator === '.' ? '/' : '.'));
}

function eachSysctl(config: Config, visit: (file: string) => string | null): Violation[] {
  return [...config.linux.sysctl.keys()].flatMap((key) => {
    const message = visit(sysctlFile(key));
    return message === null ? [] : [{ path: childPointer('/linux/sysctl', key), message }];
  });
}

export const sysctlName: Rule = {
  code: 'teu.config.sysctl-name',
  severity: 'error',
  spec,
  reads,
  check: (config) =>
    eachSysctl(config, (file) =>
      file.split('/').some((part) => part === '' || part === '.' || part === '..')
        ? 'the name of the sysctl has an empty or a dot component'
        : null,
    ),
};

export const sysctlNamespace: Rule = {
  code: 'teu.config.sysctl-namespace',
  severity: 'error',
  spec,
  reads,
  check: (config) => eachSysctl(config, (file) => namespaceProblem(config, file)),
};

function namespaceProblem(config: Config, file: string): string | null {
  if (file === 'kernel/hostname') return 'kernel.hostname is set by the field hostname';
  const type = namespaceOf(file);
  if (type === null) return 'the sysctl belongs to no namespace: it would change the host';
  return hasNamespace(config, type)
    ? null
    : `the sysctl needs the ${type} namespace: without one it would change the host`;
}

function namespaceOf(file: string): 'ipc' | 'network' | 'uts' | 'user' | null {
  if (ipcNames.has(file) || file.startsWith('fs/mqueue/')) return 'ipc';
  if (file.startsWith('net/')) return 'network';
  if (file === 'kernel/domainname') return 'uts';
  if (file.startsWith('user/')) return 'user';
  return null;
}
