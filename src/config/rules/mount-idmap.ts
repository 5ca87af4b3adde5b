/** Id-mapped mounts: config.md#mounts (uidMappings, gidMappings) and the options idmap and ridmap of its table. */

import { asksForIdmap, IdmapSyntax, idmapOf, isIdmapOption, type MountIdmap } from '../mount-idmap.ts';
import type { Config, IdMapping, Mount } from '../types.ts';
import { overlaps, sizeProblem, mostMappings } from './mappings.ts';
import type { Rule, Violation } from './rule.ts';
import { hasNamespace } from './rule.ts';

const spec = 'config.md#mounts';
const optionSpec = 'config.md#linux-mount-options';
const reads = ['/mounts', '/linux/namespaces', '/linux/uidMappings', '/linux/gidMappings'];
const fields = ['uidMappings', 'gidMappings'] as const;

/** Only the mounts that ask for a mapping. */
const eachIdmapped = (
  { mounts }: Config,
  visit: (mount: Mount, pointer: string) => readonly Violation[],
): Violation[] =>
  mounts.flatMap((mount, index) => (asksForIdmap(mount) ? visit(mount, `/mounts/${index}`) : []));

const hasFields = ({ uidMappings, gidMappings }: Mount): boolean =>
  uidMappings.length + gidMappings.length > 0;

export const mountIdmapPair: Rule = {
  code: 'teu.config.mount-idmap-pair',
  severity: 'error',
  spec,
  reads,
  check: (config) =>
    eachIdmapped(config, (mount, pointer) => {
      if (!hasFields(mount)) return [];
      const lacking = fields.find((field) => mount[field].length === 0);
      return lacking === undefined
        ? []
        : [
            {
              path: pointer,
              message: `uidMappings and gidMappings must be given together: ${lacking} is missing`,
            },
          ];
    }),
};

/** Null where another rule has something to say. */
function readIdmap(mount: Mount, config: Config): MountIdmap | string {
  try {
    return idmapOf(mount, config.linux);
  } catch (error) {
    if (error instanceof IdmapSyntax) return error.message;
    throw error;
  }
}

export const mountIdmapOption: Rule = {
  code: 'teu.config.mount-idmap-option',
  severity: 'error',
  spec: null,
  reads,
  check: (config) =>
    eachIdmapped(config, (mount, pointer) => {
      const found = readIdmap(mount, config);
      const index = mount.options.findLastIndex(isIdmapOption);
      return typeof found === 'string' ? [{ path: `${pointer}/options/${index}`, message: found }] : [];
    }),
};

/** "If they are not specified, the runtime MAY use the container's user namespace mapping, otherwise an error". */
export const mountIdmapMissing: Rule = {
  code: 'teu.config.mount-idmap-missing',
  severity: 'error',
  spec: optionSpec,
  reads,
  check: (config) =>
    eachIdmapped(config, (mount, pointer) => {
      const found = readIdmap(mount, config);
      if (typeof found === 'string' || found.from === 'uidMappings' || hasNamespace(config, 'user'))
        return [];
      if (found.uidMappings.length > 0) return [];
      return [
        {
          path: `${pointer}/${found.from}`,
          message: 'no uidMappings and gidMappings, and no user namespace whose mappings could be taken',
        },
      ];
    }),
};

/** Errors of one list, with the pointer of the entry where it has one of its own. */
function listProblems(list: readonly IdMapping[], field: string, pointer: string, own: boolean): Violation[] {
  const place = (index: number, name = ''): string => (own ? `${pointer}/${field}/${index}${name}` : pointer);
  const sizes = list.flatMap((mapping, index) => {
    const message = sizeProblem(mapping);
    return message === null ? [] : [{ path: place(index, '/size'), message }];
  });
  const shared = overlaps(list, `${pointer}/${field}`).map(({ path, message }) => ({
    path: own ? path : pointer,
    message: own ? message : `two ranges of ${field} overlap`,
  }));
  if (list.length <= mostMappings) return [...sizes, ...shared];
  return [
    {
      path: own ? `${pointer}/${field}` : pointer,
      message: `the kernel takes at most ${mostMappings} mappings`,
    },
  ];
}

export const mountIdmapRange: Rule = {
  code: 'teu.config.mount-idmap-range',
  severity: 'error',
  spec: null,
  reads,
  check: (config) =>
    eachIdmapped(config, (mount, pointer) => {
      const found = readIdmap(mount, config);
      if (typeof found === 'string') return [];
      const own = found.from === 'uidMappings';
      // Those of the container have rules of their own.
      if (!own && !mount.options.some((option) => option.includes('='))) return [];
      const place = own ? pointer : `${pointer}/${found.from}`;
      return fields.flatMap((field) => listProblems(found[field], field, place, own));
    }),
};

/** Views of the kernel's own objects, whose owners are no ids of a disk. */
const kernelViews = ['cgroup', 'cgroup2', 'proc', 'sysfs', 'mqueue'];

/** mount_setattr(2): a mount takes an id mapping before it is attached, once, and not on file systems of the kernel's. */
export const mountIdmapPlace: Rule = {
  code: 'teu.config.mount-idmap-place',
  severity: 'error',
  spec: null,
  reads,
  check: (config) =>
    eachIdmapped(config, (mount, pointer) => {
      if (mount.options.includes('remount'))
        return [{ path: pointer, message: 'a mount that is attached already cannot be id-mapped' }];
      const isBind = mount.options.includes('bind') || mount.options.includes('rbind');
      if (isBind || !kernelViews.includes(mount.type ?? '')) return [];
      return [{ path: pointer, message: `the file system ${mount.type} cannot be id-mapped` }];
    }),
};

export const mountIdmapAdvice: Rule = {
  code: 'teu.config.mount-idmap-advice',
  severity: 'warning',
  spec,
  reads,
  advice: true,
  check: (config) =>
    eachIdmapped(config, (mount, pointer) =>
      mount.options.some(isIdmapOption)
        ? []
        : [
            {
              path: `${pointer}/uidMappings`,
              message: 'mappings without the option idmap or ridmap: older runtimes ignore them',
            },
          ],
    ),
};
