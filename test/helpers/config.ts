/** config.json as `runc spec` writes it, without a terminal; tests change a fresh copy in place. */

export interface MountEntry {
  destination: string;
  type?: string;
  source?: string;
  options?: string[];
}
export interface IdMap {
  containerID: number;
  hostID: number;
  size: number;
}
export interface HookEntry {
  path: string;
  args?: string[];
  env?: string[];
  timeout?: number;
}
type HookKind =
  | 'prestart'
  | 'createRuntime'
  | 'createContainer'
  | 'startContainer'
  | 'poststart'
  | 'poststop';
type CapabilitySet = 'bounding' | 'effective' | 'permitted' | 'inheritable' | 'ambient';

/** Mutable and open on purpose: tests also write what the schema forbids. */
export interface OciConfig {
  ociVersion: string;
  process: {
    terminal: boolean;
    user: { uid: number; gid: number; umask?: number; additionalGids?: number[] };
    args: string[];
    env: string[];
    cwd: string;
    capabilities?: Partial<Record<CapabilitySet, string[]>>;
    rlimits?: { type: string; hard: number; soft: number }[];
    noNewPrivileges?: boolean;
    oomScoreAdj?: number;
    consoleSize?: { width: number; height: number };
    [key: string]: unknown;
  };
  root: { path: string; readonly?: boolean };
  hostname?: string;
  domainname?: string;
  mounts: MountEntry[];
  hooks?: Partial<Record<HookKind, HookEntry[]>>;
  annotations?: Record<string, string>;
  linux: {
    namespaces: { type: string; path?: string }[];
    uidMappings?: IdMap[];
    gidMappings?: IdMap[];
    devices?: Record<string, unknown>[];
    cgroupsPath?: string;
    // biome-ignore lint/suspicious/noExplicitAny: tests write any shape of resources, right or wrong
    resources: any;
    rootfsPropagation?: string;
    maskedPaths: string[];
    readonlyPaths: string[];
    sysctl?: Record<string, string>;
    [key: string]: unknown;
  };
  [key: string]: unknown;
}

const capabilities = ['CAP_AUDIT_WRITE', 'CAP_KILL', 'CAP_NET_BIND_SERVICE'];
const nodev = ['nosuid', 'noexec', 'nodev'];

export function defaultMounts(): MountEntry[] {
  return [
    { destination: '/proc', type: 'proc', source: 'proc' },
    {
      destination: '/dev',
      type: 'tmpfs',
      source: 'tmpfs',
      options: ['nosuid', 'strictatime', 'mode=755', 'size=65536k'],
    },
    {
      destination: '/dev/pts',
      type: 'devpts',
      source: 'devpts',
      options: ['nosuid', 'noexec', 'newinstance', 'ptmxmode=0666', 'mode=0620', 'gid=5'],
    },
    {
      destination: '/dev/shm',
      type: 'tmpfs',
      source: 'shm',
      options: [...nodev, 'mode=1777', 'size=65536k'],
    },
    { destination: '/dev/mqueue', type: 'mqueue', source: 'mqueue', options: [...nodev] },
    { destination: '/sys', type: 'sysfs', source: 'sysfs', options: [...nodev, 'ro'] },
    {
      destination: '/sys/fs/cgroup',
      type: 'cgroup',
      source: 'cgroup',
      options: [...nodev, 'relatime', 'ro'],
    },
  ];
}

/** A fresh default configuration; `script` is what /bin/sh runs. */
export function defaultConfig(script = 'true'): OciConfig {
  return {
    ociVersion: '1.0.2',
    process: {
      terminal: false,
      user: { uid: 0, gid: 0 },
      args: ['/bin/sh', '-c', script],
      env: ['PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', 'TERM=xterm'],
      cwd: '/',
      capabilities: { bounding: capabilities, effective: capabilities, permitted: capabilities },
      noNewPrivileges: true,
    },
    root: { path: 'rootfs' },
    hostname: 'box',
    mounts: defaultMounts(),
    linux: {
      resources: { devices: [{ allow: false, access: 'rwm' }] },
      namespaces: ['pid', 'network', 'ipc', 'uts', 'mount'].map((type) => ({ type })),
      maskedPaths: [
        '/proc/acpi',
        '/proc/asound',
        '/proc/kcore',
        '/proc/keys',
        '/proc/latency_stats',
        '/proc/timer_list',
        '/proc/timer_stats',
        '/proc/sched_debug',
        '/sys/firmware',
        '/proc/scsi',
      ],
      readonlyPaths: ['/proc/bus', '/proc/fs', '/proc/irq', '/proc/sys', '/proc/sysrq-trigger'],
    },
  };
}

/** Puts the container into a user namespace of its own that maps ids from `hostID` up. */
export function withUserNamespace(config: OciConfig, hostID = 100_000, size = 65_536): void {
  config.linux.namespaces.push({ type: 'user' });
  config.linux.uidMappings = [{ containerID: 0, hostID, size }];
  config.linux.gidMappings = [{ containerID: 0, hostID, size }];
}

export const withoutNamespace = (config: OciConfig, type: string) => {
  config.linux.namespaces = config.linux.namespaces.filter((namespace) => namespace.type !== type);
};

/** Gives the payload every capability that this machine has. */
export function withAllCapabilities(config: OciConfig, all: readonly string[]): void {
  config.process.capabilities = { bounding: [...all], effective: [...all], permitted: [...all] };
}
