/** Mount options where they mean nothing, and mounts over what the kernel shows of itself. config.md#mounts */

import type { Config, Mount } from '../types.ts';
import type { Rule, Violation } from './rule.ts';

const reads = ['/mounts'];

const isBind = ({ options }: Mount): boolean => options.includes('bind') || options.includes('rbind');

/** Options that only one kind of mount can do anything with. */
const kinds: Readonly<Record<string, readonly [kind: string, fits: (mount: Mount) => boolean]>> = {
  tmpcopyup: ['a tmpfs', (mount) => mount.type === 'tmpfs' && !isBind(mount)],
  'src-nofollow': ['a bind mount', isBind],
  'copy-symlink': ['a bind mount', isBind],
};

export const mountOption: Rule = {
  code: 'teu.config.mount-option',
  severity: 'warning',
  spec: null,
  reads,
  check: ({ mounts }) =>
    mounts.flatMap((mount, index) =>
      mount.options.flatMap((option, item): readonly Violation[] => {
        const found = Object.hasOwn(kinds, option) ? kinds[option] : undefined;
        if (found === undefined || found[1](mount)) return [];
        return [{ path: `/mounts/${index}/options/${item}`, message: `${option} is for ${found[0]} alone` }];
      }),
    ),
};

/** What lxcfs emulates, and the two switches that engines set; the list of runc. */
const emulated = (
  'cpuinfo diskstats meminfo stat swaps uptime loadavg slabinfo net/dev ' +
  'sys/kernel/ns_last_pid sys/crypto/fips_enabled'
).split(' ');

/** The path without empty components, `.` and `..`, relative to the root. */
function normal(path: string): string {
  const parts: string[] = [];
  for (const name of path.split('/')) {
    if (name === '..') parts.pop();
    else if (name !== '' && name !== '.') parts.push(name);
  }
  return parts.join('/');
}

/**
 * Programs trust what /proc says, security modules and masks among them (CVE-2019-16884): nothing but a procfs lies on
 * it, and below it only what is known to be emulated. A link of the image that leads there is no way around a rule of
 * ours: teu itself never reads the container's /proc.
 */
export const mountProc: Rule = {
  code: 'teu.config.mount-proc',
  severity: 'error',
  spec: null,
  reads,
  check: ({ mounts }: Config) =>
    mounts.flatMap((mount, index): readonly Violation[] => {
      const path = `/mounts/${index}/destination`;
      const target = normal(mount.destination);
      if (mount.options.includes('remount')) return [];
      if (target === 'proc')
        return isBind(mount) || mount.type === 'proc'
          ? []
          : [{ path, message: 'only a procfs may be mounted at /proc' }];
      if (!target.startsWith('proc/') || emulated.includes(target.slice('proc/'.length))) return [];
      return [{ path, message: `nothing may be mounted inside /proc, except ${emulated.join(', ')}` }];
    }),
};

/** It would lie over the root that root.path names, which is what the container gets; mounts below would be gone. */
export const mountRoot: Rule = {
  code: 'teu.config.mount-root',
  severity: 'error',
  spec: null,
  reads,
  check: ({ mounts }) =>
    mounts.flatMap(({ destination, options }, index) =>
      destination === '' || normal(destination) !== '' || options.includes('remount')
        ? []
        : [
            {
              path: `/mounts/${index}/destination`,
              message: 'nothing can be mounted over /: root.path names it',
            },
          ],
    ),
};

const contexts = ['context', 'fscontext', 'defcontext', 'rootcontext'];
const contextKey = 'run.oci.mount_context_type';

/** crun's: by which option of mount(8) linux.mountLabel is said. */
export const mountContext: Rule = {
  code: 'teu.config.mount-context',
  severity: 'error',
  spec: null,
  reads: ['/annotations'],
  check: ({ annotations }) => {
    const found = annotations.get(contextKey);
    if (found === undefined || contexts.includes(found)) return [];
    return [{ path: `/annotations/${contextKey}`, message: `must be one of ${contexts.join(', ')}` }];
  },
};
