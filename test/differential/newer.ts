/**
 * Properties that runc 1.1 is too old for and crun 1.8 has, each with a probe of its own: the rest of a crun
 * container is no peer, because it differs in what the spec leaves open.
 */
import { chownSync, mkdirSync, writeFileSync } from 'node:fs';
import type { Box } from '../helpers/box.ts';
import type { IdMap, OciConfig } from '../helpers/config.ts';

export interface Newer {
  readonly change: (config: OciConfig, dir: string, box: Box) => void;
  /** Its output and its status are compared. */
  readonly probe: string;
}

const mountsBelow = (path: string) =>
  `awk '$5 ~ "^${path}" { p = ""; for (i = 7; $i != "-"; i++) p = p " " $i; gsub(/:[0-9]+/, "", p); print $5, $6 p }' /proc/self/mountinfo`;

/** A directory of the host with another file system in it. */
function nested(dir: string, box: Box): string {
  mkdirSync(`${dir}/source/below`, { recursive: true });
  box.mount('tmpfs', `${dir}/source/below`);
  return `${dir}/source`;
}

const recursive = (options: string[]): Newer => ({
  change: (config, dir, box) => {
    config.mounts.push({
      destination: '/r',
      type: 'bind',
      source: nested(dir, box),
      options: ['rbind', ...options],
    });
  },
  probe: mountsBelow('/r'),
});

const personality = (domain: string): Newer => ({
  change: (config) => {
    config.linux['personality'] = { domain };
  },
  probe: 'cat /proc/self/personality; uname -m',
});

const mapped = (mappings: IdMap[]): Newer => ({
  change: (config, dir) => {
    mkdirSync(`${dir}/source`);
    for (const id of [0, 1, 1000, 5000]) {
      writeFileSync(`${dir}/source/${id}`, '');
      chownSync(`${dir}/source/${id}`, id, id);
    }
    const maps = { uidMappings: mappings, gidMappings: mappings };
    const mount = {
      destination: '/m',
      type: 'bind',
      source: `${dir}/source`,
      options: ['bind', 'ro'],
      ...maps,
    };
    config.mounts.push(mount);
  },
  probe: `cd /m && stat -c "%n %u:%g" *; ${mountsBelow('/m')}`,
});

const filtered = (more: Record<string, unknown>): Newer => ({
  change: (config) => {
    const syscalls = [{ names: ['swapoff'], action: 'SCMP_ACT_ERRNO', errnoRet: 5 }];
    config.linux['seccomp'] = { defaultAction: 'SCMP_ACT_ALLOW', syscalls, ...more };
  },
  probe: 'grep Seccomp /proc/self/status; swapoff /dev/null',
});

export const newer: Readonly<Record<string, Newer>> = {
  'a domain name': {
    change: (config) => {
      config.domainname = 'a.domain';
    },
    probe: 'cat /proc/sys/kernel/domainname',
  },
  'the personality LINUX': personality('LINUX'),
  'the personality LINUX32': personality('LINUX32'),
  ...Object.fromEntries(
    [
      ['rro'],
      ['rnosuid'],
      ['rnodev'],
      ['rnoexec'],
      ['rnoatime'],
      ['rro', 'rnosuid', 'rnoexec'],
      ['ro', 'nodev'],
    ].map((options) => [`a recursive bind with ${options.join(' ')}`, recursive(options)]),
  ),
  'a mount with the ids moved': mapped([{ containerID: 0, hostID: 1000, size: 1000 }]),
  'a mount with two ranges of ids': mapped([
    { containerID: 0, hostID: 0, size: 1 },
    { containerID: 1000, hostID: 5000, size: 10 },
  ]),
  'a filter': filtered({}),
  'a filter that logs': filtered({ flags: ['SECCOMP_FILTER_FLAG_LOG'] }),
  'a filter without mitigations': filtered({ flags: ['SECCOMP_FILTER_FLAG_SPEC_ALLOW'] }),
  'a filter for two architectures': filtered({ architectures: ['SCMP_ARCH_X86_64', 'SCMP_ARCH_X86'] }),
  'a shared root': {
    change: (config) => {
      config.linux.rootfsPropagation = 'shared';
    },
    probe: mountsBelow('/$'),
  },
  'a device rule without access': {
    change: (config) => {
      config.linux.devices = [{ path: '/dev/more', type: 'c', major: 1, minor: 11, fileMode: 0o666 }];
      config.linux.resources.devices.push({ allow: true, type: 'c', major: 1, minor: 11 });
    },
    probe: ': < /dev/more',
  },
};
