/** How leaves are changed where adding one, flipping, the next name or another letter make no valid config. */

export interface Mutation {
  /** The pointer to change, when the first instance of the leaf is not the one to take. */
  readonly at?: string;
  /** Set before, in both configs that are compared; undefined takes away. */
  readonly given?: Readonly<Record<string, unknown>>;
  readonly to?: unknown;
}

const realtime = { '/process/scheduler': { policy: 'SCHED_FIFO', priority: 1 } };
const typed = (...types: string[]) => types.map((type) => ({ type }));
const map = [
  { containerID: 0, hostID: 100_000, size: 1000 },
  { containerID: 2000, hostID: 200_000, size: 10 },
];
const maps = { '/linux/uidMappings': map, '/linux/gidMappings': map };
/** Where the ids of a device node are those of the host. */
const noUserNamespace = {
  '/linux/namespaces': typed('pid', 'network', 'mount', 'ipc', 'uts', 'cgroup', 'time'),
  '/linux/uidMappings': undefined,
  '/linux/gidMappings': undefined,
};

export const mutations: Readonly<Record<string, Mutation>> = {
  // From 1.3 on zero is a limit.
  '/ociVersion': { given: { '/linux/resources/pids/limit': 0 }, to: '1.2.0' },
  '/mounts/*/type': { at: '/mounts/1/type', to: 'ramfs' },
  '/process/scheduler/policy': { given: realtime, to: 'SCHED_RR' },
  '/process/scheduler/priority': { given: realtime },
  '/process/execCPUAffinity/initial': { to: '1' },
  '/process/execCPUAffinity/final': { to: '1' },
  '/linux/namespaces/*/type': {
    at: '/linux/namespaces/6/type',
    given: {
      '/linux/namespaces': typed('pid', 'network', 'mount', 'ipc', 'uts', 'user', 'cgroup'),
      '/linux/timeOffsets': undefined,
    },
    to: 'time',
  },
  '/linux/uidMappings/*/containerID': { at: '/linux/uidMappings/1/containerID', given: maps },
  '/linux/gidMappings/*/containerID': { at: '/linux/gidMappings/1/containerID', given: maps },
  '/linux/devices/*/uid': { given: noUserNamespace },
  '/linux/devices/*/gid': { given: noUserNamespace },
  '/linux/resources/devices/*/access': { to: 'rwm' },
  '/linux/resources/hugepageLimits/*/pageSize': { to: '1GB' },
  // The hard limit of 2^64-1 beside it is none that JSON.stringify writes.
  '/linux/resources/unified/*': { given: { '/process/rlimits': undefined }, to: '50000000' },
  '/linux/memoryPolicy/mode': { to: 'MPOL_INTERLEAVE' },
  '/linux/memoryPolicy/nodes': { to: '0,1501' },
  '/linux/seccomp/defaultAction': {
    given: { '/linux/seccomp/defaultErrnoRet': undefined },
    to: 'SCMP_ACT_KILL_PROCESS',
  },
  '/linux/seccomp/flags/*': { to: 'SECCOMP_FILTER_FLAG_SPEC_ALLOW' },
};

/** Leaves that change nothing by themselves, each with the reason. */
export const withoutEffect: Readonly<Record<string, string>> = {
  '/linux/personality/flags/*': 'the specification defines no value',
  '/linux/intelRdt/enableCMT': 'spec 1.3 has enableMonitoring instead: teu.config.rdt-replaced warns',
  '/linux/intelRdt/enableMBM': 'spec 1.3 has enableMonitoring instead: teu.config.rdt-replaced warns',
  '/process/user/username': 'of Windows',
  '/process/commandLine': 'of Windows',
  '/vm': 'refused: virtual machines',
  '/windows': 'of another platform',
  '/solaris': 'of another platform',
  '/freebsd': 'of another platform',
  '/zos': 'of another platform',
};
