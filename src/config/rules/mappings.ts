/** config-linux.md#user-namespace-mappings. What user_namespaces(7) refuses with EINVAL is refused here, by name. */

import type { Config, IdMapping } from '../types.ts';
import type { Rule, Violation } from './rule.ts';
import { hasNamespace, hasNewNamespace } from './rule.ts';

const spec = 'config-linux.md#user-namespace-mappings';
const fields = ['uidMappings', 'gidMappings'] as const;
const reads = ['/linux/namespaces', '/linux/uidMappings', '/linux/gidMappings'];

/** Since Linux 4.15. */
export const mostMappings = 340;
const idCount = 2 ** 32;

export const mappingNamespace: Rule = {
  code: 'teu.config.mapping-namespace',
  severity: 'error',
  spec,
  reads,
  check: (config) =>
    fields.flatMap((field) =>
      config.linux[field].length === 0 || hasNamespace(config, 'user')
        ? []
        : [{ path: `/linux/${field}`, message: `${field} without a user namespace in linux.namespaces` }],
    ),
};

/** Nobody would be root in it, and nothing could be set up. */
export const mappingMissing: Rule = {
  code: 'teu.config.mapping-missing',
  severity: 'error',
  spec,
  reads,
  check: (config) => {
    if (!hasNewNamespace(config, 'user')) return [];
    const index = config.linux.namespaces.findIndex(({ type }) => type === 'user');
    return fields.flatMap((field) =>
      config.linux[field].length > 0
        ? []
        : [{ path: `/linux/namespaces/${index}`, message: `a new user namespace needs linux.${field}` }],
    );
  },
};

/** The container is set up as root of its user namespace (runc wants this too). */
export const mappingRoot: Rule = {
  code: 'teu.config.mapping-root',
  severity: 'error',
  spec: null,
  reads,
  check: (config) => {
    if (!hasNewNamespace(config, 'user')) return [];
    return fields.flatMap((field) =>
      unmapped(config, field, `/linux/${field}`, 0, 'must map container id 0, which sets the container up'),
    );
  },
};

export const mappingCount: Rule = {
  code: 'teu.config.mapping-count',
  severity: 'error',
  spec: null,
  reads,
  check: ({ linux }) =>
    fields.flatMap((field) =>
      linux[field].length <= mostMappings
        ? []
        : [{ path: `/linux/${field}`, message: `the kernel takes at most ${mostMappings} mappings` }],
    ),
};

export const mappingSize: Rule = {
  code: 'teu.config.mapping-size',
  severity: 'error',
  spec: null,
  reads,
  check: ({ linux }) =>
    fields.flatMap((field) =>
      linux[field].flatMap((mapping, index) => {
        const message = sizeProblem(mapping);
        return message === null ? [] : [{ path: `/linux/${field}/${index}/size`, message }];
      }),
    ),
};

export function sizeProblem({ containerID, hostID, size }: IdMapping): string | null {
  if (size === 0) return 'a mapping needs at least one id';
  if (Math.max(containerID, hostID) + size >= idCount)
    return 'the mapping goes beyond the highest id, 4294967294';
  return null;
}

export const mappingOverlap: Rule = {
  code: 'teu.config.mapping-overlap',
  severity: 'error',
  spec: null,
  reads,
  check: ({ linux }) => fields.flatMap((field) => overlaps(linux[field], `/linux/${field}`)),
};

export function overlaps(mappings: readonly IdMapping[], pointer: string): Violation[] {
  return mappings.flatMap((mapping, index) => {
    const first = mappings.slice(0, index).findIndex((other) => meets(mapping, other));
    return first === -1
      ? []
      : [{ path: `${pointer}/${index}`, message: `overlaps with the mapping at ${pointer}/${first}` }];
  });
}

function meets(a: IdMapping, b: IdMapping): boolean {
  const overlap = (key: 'containerID' | 'hostID') => a[key] < b[key] + b.size && b[key] < a[key] + a.size;
  return overlap('containerID') || overlap('hostID');
}

/** setresuid(2), setresgid(2), setgroups(2): EINVAL for an id that has no mapping. */
export const userUnmapped: Rule = {
  code: 'teu.config.user-unmapped',
  severity: 'error',
  spec: 'config.md#user',
  reads: [...reads, '/process/user'],
  check: (config) => {
    const user = config.process?.user;
    if (user === undefined || !hasNewNamespace(config, 'user')) return [];
    const groups = user.additionalGids.map(
      (id, index) => ['gidMappings', `additionalGids/${index}`, id] as const,
    );
    const ids = [
      ['uidMappings', 'uid', user.uid] as const,
      ['gidMappings', 'gid', user.gid] as const,
      ...groups,
    ];
    return ids.flatMap(([field, name, id]) => unmapped(config, field, `/process/user/${name}`, id));
  },
};

function unmapped(
  config: Config,
  field: (typeof fields)[number],
  path: string,
  id: number,
  message = `${id} is not mapped by linux.${field}`,
): Violation[] {
  const mappings = config.linux[field];
  const isMapped = mappings.some(({ containerID, size }) => id >= containerID && id < containerID + size);
  return mappings.length === 0 || isMapped ? [] : [{ path, message }];
}
