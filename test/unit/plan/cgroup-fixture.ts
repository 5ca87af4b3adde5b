/** Small configs and hosts for tests of the cgroup leaves. */

import { defaults } from '../../golden/plan.ts';
import type { Config, Mount, Resources } from '../../../src/config/types.ts';
import type { CgroupFacts, Facts } from '../../../src/facts/types.ts';
import type { Request } from '../../../src/plan/types.ts';
import type { Step } from '../../../src/wire/types.ts';

const resources: Resources = {
  devices: [],
  memory: {
    limit: null,
    reservation: null,
    swap: null,
    kernel: null,
    kernelTCP: null,
    swappiness: null,
    disableOOMKiller: null,
    useHierarchy: null,
    checkBeforeUpdate: false,
  },
  cpu: {
    shares: null,
    quota: null,
    period: null,
    burst: null,
    realtimeRuntime: null,
    realtimePeriod: null,
    cpus: null,
    mems: null,
    idle: null,
  },
  pids: { limit: null },
  blockIO: null,
  hugepageLimits: [],
  network: null,
  rdma: [],
  unified: null,
};

export interface Limits {
  readonly memory?: Partial<Resources['memory']>;
  readonly cpu?: Partial<Resources['cpu']>;
  readonly pids?: bigint;
  readonly devices?: Resources['devices'];
  readonly rare?: Partial<Pick<Resources, 'blockIO' | 'hugepageLimits' | 'network' | 'rdma' | 'unified'>>;
}

interface Choices extends Limits {
  readonly path?: string | null;
  /** Its own, or the path of one to join. */
  readonly cgroupNamespace?: boolean | string;
  readonly ociVersion?: string;
}

export function configOf({
  memory,
  cpu,
  pids,
  devices,
  rare,
  path,
  cgroupNamespace,
  ociVersion,
}: Choices): Config {
  return {
    ociVersion: ociVersion ?? '1.3.0',
    root: { path: 'rootfs', readonly: false },
    mounts: [],
    process: null,
    hostname: null,
    domainname: null,
    hooks: {
      prestart: [],
      createRuntime: [],
      createContainer: [],
      startContainer: [],
      poststart: [],
      poststop: [],
    },
    annotations: new Map(),
    linux: {
      namespaces: cgroupNamespace
        ? [{ type: 'cgroup', path: typeof cgroupNamespace === 'string' ? cgroupNamespace : null }]
        : [],
      uidMappings: [],
      gidMappings: [],
      devices: [],
      netDevices: new Map(),
      intelRdt: null,
      cgroupsPath: path === undefined ? '/a/web1' : path,
      resources: {
        ...resources,
        ...rare,
        devices: devices ?? [],
        memory: { ...resources.memory, ...memory },
        cpu: { ...resources.cpu, ...cpu },
        pids: { limit: pids ?? null },
      },
      rootfsPropagation: null,
      rootfsPropagationRecursive: false,
      maskedPaths: [],
      readonlyPaths: [],
      sysctl: new Map(),
      seccomp: null,
      timeOffsets: { monotonic: null, boottime: null },
      memoryPolicy: null,
      personality: null,
      mountLabel: null,
    },
  };
}

export const request: Request = { ...defaults, id: 'web1', bundle: '/b', stateDir: '/run/teu/web1' };

export const factsOf = (cgroup: CgroupFacts, user: Partial<Facts['user']> = {}): Facts => ({
  kernel: { release: '6.1.0', major: 6, minor: 1 },
  arch: 'x86_64',
  lastCap: 40,
  seccomp: { actions: [], flags: [] },
  user: {
    euid: 0,
    egid: 0,
    inUserns: false,
    effective: '0',
    bounding: '0',
    umask: 0o22,
    newuidmap: null,
    newgidmap: null,
    ...user,
  },
  cgroup,
  lsm: { apparmor: false, selinux: false },
  namespaces: [],
  missingCalls: [],
  rootfs: '/b/rootfs',
  netDevices: {},
  resctrl: { mountpoint: null, isKnown: false, schemata: null },
  filesystems: [],
});

/** hierarchy(cpu, cpuacct) is mounted at /sys/fs/cgroup/cpu,cpuacct. */
const hierarchy = (...controllers: string[]) => {
  const name = controllers.join(',').replace('name=', '');
  return { controllers, name, mountpoint: `/sys/fs/cgroup/${name}`, ownPath: '/' };
};

const rest = { delegate: [], existing: [], subtreeControl: {}, cpusetParents: {} };
export const hybrid: CgroupFacts = {
  ...rest,
  mode: 'hybrid',
  hierarchies: ['cpuset', 'memory', 'devices', 'pids']
    .map((name) => hierarchy(name))
    .concat(hierarchy('cpu', 'cpuacct'), hierarchy('name=systemd')),
  unified: { mountpoint: '/sys/fs/cgroup/unified', ownPath: '/', controllers: [] },
  cpusetParents: { '/sys/fs/cgroup/cpuset/cpuset.cpus': '0-3', '/sys/fs/cgroup/cpuset/cpuset.mems': '0' },
};
export const v2: CgroupFacts = {
  ...rest,
  mode: 'v2',
  hierarchies: [],
  unified: { mountpoint: '/sys/fs/cgroup', ownPath: '/x', controllers: ['cpu', 'memory', 'pids'] },
  subtreeControl: { '/sys/fs/cgroup': ['cpu', 'memory', 'pids'] },
};

export const mountOf = (type: string, ...options: string[]): Mount => ({
  destination: '/sys/fs/cgroup',
  type,
  source: 'cgroup',
  options,
  uidMappings: [],
  gidMappings: [],
});

/** One line for a step: the op and its arguments in the order of the table, without actor and pointer. */
export function text(step: Step): string {
  const { op, actor: _actor, from: _from, otherwise, ...args } = step;
  const values = Object.values(args).map((value) =>
    value instanceof Uint8Array ? `${value.length / 8} insns` : String(value),
  );
  const line = [op, ...values].join(' ');
  return otherwise === undefined ? line : `${line} | ${otherwise.onErrno.join(' ')}: ${text(otherwise.step)}`;
}
