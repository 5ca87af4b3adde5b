/** config-linux.md#masked-paths, #readonly-paths and #cgroups-path. */

import type { Rule } from './rule.ts';
import { hasNamespace, isAbsolute } from './rule.ts';

const fields = ['maskedPaths', 'readonlyPaths'] as const;
const reads = ['/linux/maskedPaths', '/linux/readonlyPaths'];

export const pathAbsolute: Rule = {
  code: 'teu.config.path-absolute',
  severity: 'error',
  reads,
  check: ({ linux }) =>
    fields.flatMap((field) =>
      linux[field].flatMap((path, index) =>
        isAbsolute(path)
          ? []
          : [{ path: `/linux/${field}/${index}`, message: `${field} must be absolute paths` }],
      ),
    ),
};

/** They are mounts: in the caller's mount namespace they would cover paths of the host. */
export const pathNamespace: Rule = {
  code: 'teu.config.path-namespace',
  severity: 'error',
  spec: 'config-linux.md#namespaces',
  reads: [...reads, '/linux/namespaces'],
  check: (config) =>
    fields.flatMap((field) =>
      config.linux[field].length === 0 || hasNamespace(config, 'mount')
        ? []
        : [{ path: `/linux/${field}`, message: `${field} needs a mount namespace` }],
    ),
};

export const cgroupsPath: Rule = {
  code: 'teu.config.cgroups-path',
  severity: 'error',
  spec: 'config-linux.md#cgroups-path',
  reads: ['/linux/cgroupsPath'],
  check: ({ linux }) =>
    linux.cgroupsPath?.split('/').includes('..')
      ? [{ path: '/linux/cgroupsPath', message: 'the path must not contain a component ..' }]
      : [],
};
