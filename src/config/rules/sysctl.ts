/** config-linux.md#sysctl: only what a namespace of the container's own holds may be set. */

import { sysctlNamespace as namespaceOf, sysctlPath } from '../../tables/sysctl.ts';
import { childPointer } from '../pointer.ts';
import type { Config } from '../types.ts';
import type { Rule, Violation } from './rule.ts';
import { hasNamespace } from './rule.ts';

const spec = 'config-linux.md#sysctl';

function eachSysctl(config: Config, visit: (path: string) => string | null): Violation[] {
  return [...config.linux.sysctl.keys()].flatMap((key) => {
    const message = visit(sysctlPath(key));
    return message === null ? [] : [{ path: childPointer('/linux/sysctl', key), message }];
  });
}

export const sysctlName: Rule = {
  code: 'teu.config.sysctl-name',
  severity: 'error',
  spec,
  reads: ['/linux/sysctl'],
  check: (config) =>
    eachSysctl(config, (path) =>
      path.split('/').some((part) => part === '' || part === '.' || part === '..')
        ? 'the name of the sysctl has an empty or a dot component'
        : null,
    ),
};

export const sysctlNamespace: Rule = {
  code: 'teu.config.sysctl-namespace',
  severity: 'error',
  spec,
  reads: ['/linux/sysctl', '/linux/namespaces'],
  check: (config) => eachSysctl(config, (path) => namespaceProblem(config, path)),
};

function namespaceProblem(config: Config, path: string): string | null {
  if (path === 'kernel/hostname') return 'kernel.hostname is set by the field hostname';
  const type = namespaceOf(path);
  if (type === null) return 'the sysctl belongs to no namespace: it would change the host';
  if (hasNamespace(config, type)) return null;
  return `the sysctl needs the ${type} namespace: without one it would change the host`;
}
