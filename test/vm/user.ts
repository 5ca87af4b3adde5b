/** The user of the guest: lingering, with ranges of ids in /etc/subuid and /etc/subgid. */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync } from 'node:fs';
import type { Box, Result } from '../helpers/box.ts';
import { defaultMounts, type OciConfig, withoutNamespace } from '../helpers/config.ts';

export const uid = 1000;

/** Executes a command as the user, with the environment of the session. */
export const asUser: readonly string[] = ['as-user'];

/** The same in a cgroup that systemd has delegated to the user, with its controllers. */
export const delegated: readonly string[] = [
  'as-user',
  ...['systemd-run', '--user', '--scope', '--quiet', '--property=Delegate=yes', '--'],
];

/** What `teu spec --rootless` writes, in the form of the tests: the user alone is mapped. */
function rootless(config: OciConfig): void {
  withoutNamespace(config, 'network');
  config.linux.namespaces.push({ type: 'user' }, { type: 'cgroup' });
  config.linux.uidMappings = [{ containerID: 0, hostID: uid, size: 1 }];
  config.linux.gidMappings = [{ containerID: 0, hostID: uid, size: 1 }];
  config.linux.resources = {};
  config.mounts = defaultMounts().map((mount) => {
    // sysfs belongs to a network namespace, and group 5 is not mapped.
    if (mount.destination === '/sys')
      return { destination: '/sys', type: 'none', source: '/sys', options: ['rbind', 'ro'] };
    return mount.type === 'devpts'
      ? { ...mount, options: (mount.options ?? []).filter((option) => option !== 'gid=5') }
      : mount;
  });
}

/** Ranges besides the own id, as newuidmap gives them. */
export function withRanges(config: OciConfig): void {
  const maps = () => [
    { containerID: 0, hostID: uid, size: 1 },
    { containerID: 1, hostID: 100_000, size: 65_536 },
  ];
  config.linux.uidMappings = maps();
  config.linux.gidMappings = maps();
}

/** A bundle and a state root that belong to the user. */
export function userBundle(box: Box, change: (config: OciConfig, dir: string) => void): string {
  const bundle = box.bundle((config, dir) => {
    rootless(config);
    change(config, dir);
  });
  mkdirSync(box.root, { recursive: true });
  chmodSync(box.root, 0o700);
  spawnSync('chown', ['-R', `${uid}:${uid}`, bundle, box.root]);
  return bundle;
}

export function runAsUser(
  box: Box,
  change: (config: OciConfig, dir: string) => void,
  wrap: readonly string[] = asUser,
  globals: readonly string[] = [],
): Result {
  return box.call([...globals, 'run', '--bundle', userBundle(box, change), box.id()], { wrap });
}
