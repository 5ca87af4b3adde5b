/** A config.json to start from: what `runc spec` writes, with the capability sets of R10. Pure. */

import { specVersion } from '../version.ts';

export interface SpecInputs {
  readonly rootless: boolean;
  /** Of the caller; the rootless mapping makes him root of the container. */
  readonly euid: number;
  readonly egid: number;
  /** A cgroup namespace is only of use on v2, where it is what systemd in a container expects. */
  readonly isCgroup2: boolean;
}

interface SpecMount {
  readonly destination: string;
  readonly type: string;
  readonly source: string;
  readonly options?: readonly string[];
}

/** Inheritable and ambient stay empty: they only matter to programs with file capabilities (R10, CVE-2022-24769). */
const granted = ['CAP_AUDIT_WRITE', 'CAP_KILL', 'CAP_NET_BIND_SERVICE'];

const tight = ['nosuid', 'noexec', 'nodev'];

const sysfs: SpecMount = { destination: '/sys', type: 'sysfs', source: 'sysfs', options: [...tight, 'ro'] };
/** sysfs belongs to a network namespace, and the rootless container has the host's. */
const boundSysfs: SpecMount = {
  destination: '/sys',
  type: 'none',
  source: '/sys',
  options: ['rbind', ...tight, 'ro'],
};

/** Group 5 (tty) is not mapped in a rootless container. */
const devpts = (rootless: boolean): SpecMount => ({
  destination: '/dev/pts',
  type: 'devpts',
  source: 'devpts',
  options: ['nosuid', 'noexec', 'newinstance', 'ptmxmode=0666', 'mode=0620', ...(rootless ? [] : ['gid=5'])],
});

const mounts = (rootless: boolean): readonly SpecMount[] => [
  { destination: '/proc', type: 'proc', source: 'proc' },
  {
    destination: '/dev',
    type: 'tmpfs',
    source: 'tmpfs',
    options: ['nosuid', 'strictatime', 'mode=755', 'size=65536k'],
  },
  devpts(rootless),
  { destination: '/dev/shm', type: 'tmpfs', source: 'shm', options: [...tight, 'mode=1777', 'size=65536k'] },
  { destination: '/dev/mqueue', type: 'mqueue', source: 'mqueue', options: tight },
  rootless ? boundSysfs : sysfs,
  { destination: '/sys/fs/cgroup', type: 'cgroup', source: 'cgroup', options: [...tight, 'relatime', 'ro'] },
];

const maskedPaths = [
  '/proc/acpi',
  '/proc/asound',
  '/proc/kcore',
  '/proc/keys',
  '/proc/latency_stats',
  '/proc/timer_list',
  '/proc/timer_stats',
  '/proc/sched_debug',
  '/proc/scsi',
  '/sys/firmware',
  '/sys/devices/virtual/powercap',
];

const readonlyPaths = ['/proc/bus', '/proc/fs', '/proc/irq', '/proc/sys', '/proc/sysrq-trigger'];

function linux({ rootless, euid, egid, isCgroup2 }: SpecInputs): object {
  const types = ['pid', ...(rootless ? [] : ['network']), 'ipc', 'uts', 'mount'];
  if (isCgroup2) types.push('cgroup');
  if (rootless) types.push('user');
  const mapping = (hostID: number): object[] => [{ containerID: 0, hostID, size: 1 }];
  return {
    ...(rootless
      ? { uidMappings: mapping(euid), gidMappings: mapping(egid) }
      : { resources: { devices: [{ allow: false, access: 'rwm' }] } }),
    namespaces: types.map((type) => ({ type })),
    maskedPaths,
    readonlyPaths,
  };
}

export function exampleSpec(inputs: SpecInputs): object {
  return {
    ociVersion: specVersion,
    process: {
      terminal: true,
      user: { uid: 0, gid: 0 },
      args: ['sh'],
      env: ['PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', 'TERM=xterm'],
      cwd: '/',
      capabilities: { bounding: granted, effective: granted, permitted: granted },
      rlimits: [{ type: 'RLIMIT_NOFILE', hard: 1024, soft: 1024 }],
      noNewPrivileges: true,
    },
    root: { path: 'rootfs', readonly: true },
    hostname: 'teu',
    mounts: mounts(inputs.rootless),
    linux: linux(inputs),
  };
}
