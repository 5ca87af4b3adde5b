/** config-linux.md#namespaces, and what needs a namespace to itself. */

import type { Config } from '../types.ts';
import type { Rule, Violation } from './rule.ts';
import { hasNamespace, isAbsolute, repeated } from './rule.ts';

const spec = 'config-linux.md#namespaces';

/** __NEW_UTS_LEN: sethostname(2) and setdomainname(2) refuse more. */
const longestName = 64;

export const namespaceDuplicate: Rule = {
  code: 'teu.config.namespace-duplicate',
  severity: 'error',
  spec,
  reads: ['/linux/namespaces'],
  check: ({ linux }) =>
    repeated(
      linux.namespaces,
      ({ type }) => type,
      ({ type }, index, first) => ({
        path: `/linux/namespaces/${index}/type`,
        message: `the ${type} namespace is already listed at /linux/namespaces/${first}`,
      }),
    ),
};

export const namespacePath: Rule = {
  code: 'teu.config.namespace-path',
  severity: 'error',
  spec,
  reads: ['/linux/namespaces'],
  check: ({ linux }) =>
    linux.namespaces.flatMap(({ path }, index) =>
      path === null || isAbsolute(path)
        ? []
        : [{ path: `/linux/namespaces/${index}/path`, message: 'the path of a namespace must be absolute' }],
    ),
};

function needsUts(config: Config, field: 'hostname' | 'domainname'): Violation[] {
  if (config[field] === null || hasNamespace(config, 'uts')) return [];
  return [
    { path: `/${field}`, message: `${field} needs a uts namespace: without one it would rename the host` },
  ];
}

export const hostnameNamespace: Rule = {
  code: 'teu.config.hostname-namespace',
  severity: 'error',
  spec: 'config.md#hostname',
  reads: ['/hostname', '/linux/namespaces'],
  check: (config) => needsUts(config, 'hostname'),
};

export const domainnameNamespace: Rule = {
  code: 'teu.config.domainname-namespace',
  severity: 'error',
  spec: 'config.md#domainname',
  reads: ['/domainname', '/linux/namespaces'],
  check: (config) => needsUts(config, 'domainname'),
};

export const nameLength: Rule = {
  code: 'teu.config.name-length',
  severity: 'error',
  spec: null,
  reads: ['/hostname', '/domainname'],
  check: (config) =>
    (['hostname', 'domainname'] as const).flatMap((field) =>
      byteLength(config[field] ?? '') <= longestName
        ? []
        : [{ path: `/${field}`, message: `the kernel takes at most ${longestName} bytes` }],
    ),
};

function byteLength(text: string): number {
  return new TextEncoder().encode(text).length;
}
