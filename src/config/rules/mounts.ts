/** config.md#mounts and config.md#root. */

import type { Config, Mount } from '../types.ts';
import type { Rule, Violation } from './rule.ts';
import { hasNamespace, isAbsolute } from './rule.ts';

const spec = 'config.md#mounts';
const reads = ['/mounts'];

function eachMount(
  { mounts }: Config,
  visit: (mount: Mount, pointer: string) => readonly Violation[],
): Violation[] {
  return mounts.flatMap((mount, index) => visit(mount, `/mounts/${index}`));
}

/** By the options, whatever the type says (config.md#mounts). */
function isBind({ options }: Mount): boolean {
  return options.includes('bind') || options.includes('rbind');
}

export const rootPath: Rule = {
  code: 'teu.config.root-path',
  severity: 'error',
  spec: 'config.md#root',
  reads: ['/root/path'],
  check: ({ root }) =>
    root.path === '' ? [{ path: '/root/path', message: 'the path of the root is empty' }] : [],
};

export const mountDestination: Rule = {
  code: 'teu.config.mount-destination',
  severity: 'error',
  spec,
  reads,
  check: (config) =>
    eachMount(config, ({ destination }, pointer) =>
      destination === '' ? [{ path: `${pointer}/destination`, message: 'the destination is empty' }] : [],
    ),
};

export const mountRelative: Rule = {
  code: 'teu.config.mount-relative',
  severity: 'warning',
  spec,
  reads,
  advice: true,
  check: (config) =>
    eachMount(config, ({ destination }, pointer) =>
      destination === '' || isAbsolute(destination)
        ? []
        : [
            {
              path: `${pointer}/destination`,
              message: `the destination should be absolute, /${destination} is taken`,
            },
          ],
    ),
};

/** mount(2) with no file system type, or one that does not name a file system: ENODEV. */
export const mountType: Rule = {
  code: 'teu.config.mount-type',
  severity: 'error',
  spec: 'config.md#posix-platform-mounts',
  reads,
  check: (config) =>
    eachMount(config, (mount, pointer) => {
      if (isBind(mount) || mount.options.includes('remount')) return [];
      if (mount.type === null)
        return [{ path: pointer, message: 'the mount has neither a type nor the option bind or rbind' }];
      if (mount.type !== 'bind') return [];
      return [
        {
          path: `${pointer}/type`,
          message: 'a bind mount needs the option bind or rbind: the type alone says nothing',
        },
      ];
    }),
};

export const mountSource: Rule = {
  code: 'teu.config.mount-source',
  severity: 'error',
  spec,
  reads,
  check: (config) =>
    eachMount(config, (mount, pointer) =>
      !isBind(mount) || mount.source !== null || mount.options.includes('remount')
        ? []
        : [{ path: pointer, message: 'a bind mount needs a source' }],
    ),
};

/** In the mount namespace of the caller these would change the host, so nothing is mounted (as runc). */
export const mountNamespace: Rule = {
  code: 'teu.config.mount-namespace',
  severity: 'warning',
  spec: 'config-linux.md#namespaces',
  reads: ['/mounts', '/linux/namespaces'],
  check: (config) =>
    config.mounts.length === 0 || hasNamespace(config, 'mount')
      ? []
      : [{ path: '/mounts', message: 'without a mount namespace no mounts are made' }],
};
