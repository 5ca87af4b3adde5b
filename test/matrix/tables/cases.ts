/** Every field of config-linux.md#control-groups, with what the kernel is to hold. */
import { withUserNamespace } from '../../helpers/config.ts';
import type { Case, Cell, Column } from '../types.ts';

const MiB = 1 << 20;
const at = (field: string) => `/linux/resources/${field}`;
const files = (all: Readonly<Record<string, string>>): Cell => ({ files: all });
const refused = (field: string, why: string): Cell => ({ refused: at(field), why });
const left = (field: string): Cell => ({ left: at(field) });
const noCounterpart = 'no counterpart on cgroup v2';

/** Stands for the numbers of a whole disk, here and in what is expected. */
export const disk = 'DISK';
const onDisk = (rate: number) => [{ disk, rate }];
const bfqDisk =
  'modprobe -r null_blk; modprobe bfq && modprobe null_blk nr_devices=1 gb=1 && echo bfq >/sys/block/nullb0/queue/scheduler';

/** The names of the tests differ from run to run. */
const place = (before: string, after = ''): string =>
  `sed -n "s,.*:${before}t[0-9x]*n[0-9]*${after}$,in its place,p" /proc/self/cgroup`;

const memory: readonly Case[] = [
  {
    title: 'cgroupsPath',
    resources: {},
    v1: { inside: ['/proc/self/cgroup', place('pids:/'), 'in its place'] },
    v2: { inside: ['/proc/self/cgroup', place(':/'), 'in its place'] },
    systemd: { inside: ['/proc/self/cgroup', place(':/system.slice/teu-', '.scope'), 'in its place'] },
  },
  {
    title: 'memory.limit',
    resources: { memory: { limit: 64 * MiB } },
    v1: files({ 'memory/memory.limit_in_bytes': `${64 * MiB}` }),
    v2: files({ 'memory.max': `${64 * MiB}` }),
    unit: { MemoryMax: `${64 * MiB}` },
  },
  {
    title: 'memory.limit -1',
    resources: { memory: { limit: -1 } },
    v1: files({ 'memory/memory.limit_in_bytes': '9223372036854771712' }),
    v2: files({ 'memory.max': 'max' }),
    unit: { MemoryMax: 'infinity' },
  },
  {
    title: 'memory.reservation',
    resources: { memory: { reservation: 32 * MiB } },
    v1: files({ 'memory/memory.soft_limit_in_bytes': `${32 * MiB}` }),
    v2: files({ 'memory.low': `${32 * MiB}` }),
    unit: { MemoryLow: `${32 * MiB}` },
  },
  {
    title: 'memory.swap',
    resources: { memory: { limit: 64 * MiB, swap: 96 * MiB } },
    v1: files({ 'memory/memory.memsw.limit_in_bytes': `${96 * MiB}` }),
    v2: files({ 'memory.swap.max': `${32 * MiB}` }),
    unit: { MemorySwapMax: `${32 * MiB}` },
  },
  {
    title: 'memory.swap -1',
    resources: { memory: { limit: 64 * MiB, swap: -1 } },
    v1: files({ 'memory/memory.memsw.limit_in_bytes': '9223372036854771712' }),
    v2: files({ 'memory.swap.max': 'max' }),
    unit: { MemorySwapMax: 'infinity' },
  },
  {
    title: 'memory.kernel, which kernels since 5.16 have not got',
    resources: { memory: { kernel: 16 * MiB } },
    v1: files({}),
    v2: left('memory/kernel'),
  },
  {
    title: 'memory.kernelTCP',
    resources: { memory: { kernelTCP: 16 * MiB } },
    v1: files({ 'memory/memory.kmem.tcp.limit_in_bytes': `${16 * MiB}` }),
    v2: left('memory/kernelTCP'),
  },
  {
    title: 'memory.swappiness',
    resources: { memory: { swappiness: 7 } },
    v1: files({ 'memory/memory.swappiness': '7' }),
    v2: refused('memory/swappiness', noCounterpart),
  },
  {
    title: 'memory.disableOOMKiller',
    resources: { memory: { disableOOMKiller: true } },
    v1: {
      inside: [
        'memory.oom_control',
        'head -1 /sys/fs/cgroup/memory/memory.oom_control',
        'oom_kill_disable 1',
      ],
    },
    v2: refused('memory/disableOOMKiller', noCounterpart),
  },
  {
    title: 'memory.useHierarchy',
    resources: { memory: { useHierarchy: true } },
    v1: files({ 'memory/memory.use_hierarchy': '1' }),
    v2: files({}),
  },
  {
    title: 'memory.useHierarchy false',
    resources: { memory: { useHierarchy: false } },
    v1: refused('memory/useHierarchy', 'EINVAL'),
    v2: refused('memory/useHierarchy', 'always accounted hierarchically'),
  },
];

const shares = (value: number, weight: string): Case => ({
  title: `cpu.shares ${value}`,
  resources: { cpu: { shares: value } },
  v1: files({ 'cpu/cpu.shares': `${value}` }),
  v2: files({ 'cpu.weight': weight }),
  unit: { CPUWeight: weight },
});

const cpu: readonly Case[] = [
  shares(2, '1'),
  shares(512, '59'),
  shares(1024, '100'),
  shares(262_144, '10000'),
  {
    title: 'cpu.quota, cpu.period',
    resources: { cpu: { quota: 50_000, period: 200_000 } },
    v1: files({ 'cpu/cpu.cfs_quota_us': '50000', 'cpu/cpu.cfs_period_us': '200000' }),
    v2: files({ 'cpu.max': '50000 200000' }),
    unit: { CPUQuotaPerSecUSec: '250ms', CPUQuotaPeriodUSec: '200ms' },
  },
  {
    title: 'cpu.quota -1',
    resources: { cpu: { quota: -1, period: 100_000 } },
    v1: files({ 'cpu/cpu.cfs_quota_us': '-1' }),
    v2: files({ 'cpu.max': 'max 100000' }),
    unit: { CPUQuotaPerSecUSec: 'infinity' },
  },
  {
    title: 'cpu.burst',
    resources: { cpu: { quota: 50_000, period: 100_000, burst: 10_000 } },
    v1: files({ 'cpu/cpu.cfs_burst_us': '10000' }),
    v2: files({ 'cpu.max.burst': '10000' }),
  },
  {
    title: 'cpu.realtimeRuntime, cpu.realtimePeriod',
    resources: { cpu: { realtimePeriod: 500_000, realtimeRuntime: 1000 } },
    v1: files({ 'cpu/cpu.rt_runtime_us': '1000', 'cpu/cpu.rt_period_us': '500000' }),
    v2: refused('cpu/realtimePeriod', noCounterpart),
    needs: { v1: ['rt-group'] },
  },
  {
    title: 'cpu.cpus',
    resources: { cpu: { cpus: '0' } },
    v1: files({ 'cpuset/cpuset.cpus': '0' }),
    v2: files({ 'cpuset.cpus': '0' }),
    unit: { AllowedCPUs: '0' },
  },
  {
    title: 'cpu.mems',
    resources: { cpu: { mems: '0' } },
    v1: files({ 'cpuset/cpuset.mems': '0' }),
    v2: files({ 'cpuset.mems': '0' }),
    unit: { AllowedMemoryNodes: '0' },
  },
  {
    title: 'cpu.idle',
    resources: { cpu: { idle: 1 } },
    v1: files({ 'cpu/cpu.idle': '1' }),
    v2: files({ 'cpu.idle': '1' }),
    unit: { CPUWeight: 'idle' },
  },
];

const throttle = (name: string, v1: string, v2: string, property: string): Case => ({
  title: `blockIO.${name}`,
  resources: { blockIO: { [name]: onDisk(1000) } },
  v1: files({ [`blkio/blkio.throttle.${v1}`]: `${disk} 1000` }),
  v2: files({ 'io.max': `${disk} ${v2}` }),
  unit: { [property]: `${disk} 1000` },
  needs: { v1: ['v1-blkio', 'disk'], v2: ['disk'], systemd: ['disk'] },
});

const io: readonly Case[] = [
  {
    title: 'blockIO.weight, the scheduler BFQ is there',
    resources: { blockIO: { weight: 321 } },
    v1: files({ 'blkio/blkio.bfq.weight': '321' }),
    v2: files({ 'io.bfq.weight': 'default 321' }),
    unit: { IOWeight: '3142' },
    needs: { v1: ['v1-bfq'] },
    prepare: bfqDisk,
  },
  {
    title: 'blockIO.weight, without BFQ',
    resources: { blockIO: { weight: 505 } },
    v1: refused('blockIO/weight', 'weights need the I/O scheduler BFQ'),
    v2: files({ 'io.weight': 'default 5000' }),
    unit: { IOWeight: '5000' },
    needs: { v1: ['no-v1-bfq'] },
    prepare: 'modprobe -r null_blk bfq',
  },
  {
    title: 'blockIO.leafWeight',
    resources: { blockIO: { leafWeight: 500 } },
    v1: refused('blockIO/leafWeight', 'went with the scheduler CFQ'),
    v2: refused('blockIO/leafWeight', noCounterpart),
    needs: { v1: ['v1-blkio'] },
  },
  {
    title: 'blockIO.weightDevice[].weight, a disk that is not there',
    resources: { blockIO: { weightDevice: [{ major: 77, minor: 5, weight: 123 }] } },
    v1: refused('blockIO/weightDevice/0/weight', 'no block device 77:5'),
    v2: refused('blockIO/weightDevice/0/weight', 'no block device 77:5'),
    needs: { v1: ['v1-bfq'] },
    prepare: bfqDisk,
  },
  {
    title: 'blockIO.weightDevice[].weight, a disk that BFQ schedules',
    resources: { blockIO: { weightDevice: [{ major: 253, minor: 0, weight: 123 }] } },
    v2: files({ 'io.bfq.weight': 'default 100\n253:0 123' }),
    prepare: bfqDisk,
  },
  {
    title: 'blockIO.weightDevice[].leafWeight',
    resources: { blockIO: { weightDevice: [{ major: 253, minor: 0, leafWeight: 123 }] } },
    v1: refused('blockIO/weightDevice/0/leafWeight', 'ENOENT'),
    v2: refused('blockIO/weightDevice/0/leafWeight', noCounterpart),
    needs: { v1: ['v1-blkio'] },
  },
  throttle(
    'throttleReadBpsDevice',
    'read_bps_device',
    'rbps=1000 wbps=max riops=max wiops=max',
    'IOReadBandwidthMax',
  ),
  throttle(
    'throttleWriteBpsDevice',
    'write_bps_device',
    'rbps=max wbps=1000 riops=max wiops=max',
    'IOWriteBandwidthMax',
  ),
  throttle(
    'throttleReadIOPSDevice',
    'read_iops_device',
    'rbps=max wbps=max riops=1000 wiops=max',
    'IOReadIOPSMax',
  ),
  throttle(
    'throttleWriteIOPSDevice',
    'write_iops_device',
    'rbps=max wbps=max riops=max wiops=1000',
    'IOWriteIOPSMax',
  ),
];

const denied = 'cat /dev/kmsg2 2>&1 | grep -o "not permitted"; cat /dev/zero2 | head -c1 | wc -c';

const rest: readonly Case[] = [
  {
    title: 'devices',
    resources: {
      devices: [
        { allow: false, access: 'rwm' },
        { allow: true, type: 'c', major: 10, minor: 229, access: 'rw' },
      ],
    },
    v1: {
      inside: ['first rule of devices.list', 'head -1 /sys/fs/cgroup/devices/devices.list', 'c 10:229 rw'],
    },
    v2: { inside: ['open of c 1:11 and c 1:5', denied, 'not permitted\n1'] },
    unit: { DevicePolicy: 'strict' },
    config: (config) => {
      const node = (path: string, minor: number) => ({ path, type: 'c', major: 1, minor, fileMode: 0o666 });
      config.linux.devices = [node('/dev/kmsg2', 11), node('/dev/zero2', 5)];
    },
  },
  {
    title: 'pids.limit',
    resources: { pids: { limit: 17 } },
    v1: files({ 'pids/pids.max': '17' }),
    v2: files({ 'pids.max': '17' }),
    unit: { TasksMax: '17' },
  },
  {
    title: 'pids.limit 0, from spec 1.3 on',
    resources: { pids: { limit: 0 } },
    v1: files({ 'pids/pids.max': '0' }),
    v2: files({ 'pids.max': '0' }),
    unit: { TasksMax: '1' },
    config: (config) => {
      config.ociVersion = '1.3.0';
    },
  },
  {
    title: 'pids.limit -1',
    resources: { pids: { limit: -1 } },
    v1: files({ 'pids/pids.max': 'max' }),
    v2: files({ 'pids.max': 'max' }),
    unit: { TasksMax: 'infinity' },
  },
  {
    title: 'hugepageLimits, use and reservation',
    resources: { hugepageLimits: [{ pageSize: '2MB', limit: 4 * MiB }] },
    v1: files({
      'hugetlb/hugetlb.2MB.limit_in_bytes': `${4 * MiB}`,
      'hugetlb/hugetlb.2MB.rsvd.limit_in_bytes': `${4 * MiB}`,
    }),
    v2: files({ 'hugetlb.2MB.max': `${4 * MiB}`, 'hugetlb.2MB.rsvd.max': `${4 * MiB}` }),
    needs: { v1: ['v1-hugetlb'] },
  },
  {
    title: 'network.classID, network.priorities',
    resources: { network: { classID: 0x10_0001, priorities: [{ name: 'lo', priority: 500 }] } },
    v1: {
      inside: [
        'net_cls.classid, net_prio.ifpriomap',
        'cd /sys/fs/cgroup; cat net_cls/net_cls.classid; grep ^lo net_prio/net_prio.ifpriomap',
        '1048577\nlo 500',
      ],
    },
    v2: left('network/classID'),
    on: { v1: 'net-controllers' },
    needs: { v1: ['net-controllers'] },
  },
  {
    title: 'rdma, a device that is not there',
    resources: { rdma: { mlx5_9: { hcaHandles: 3 } } },
    v1: refused('rdma/mlx5_9', 'rdma'),
    v2: refused('rdma/mlx5_9', '/sys/class/infiniband/mlx5_9 is missing'),
  },
  {
    title: 'unified, wins over converted values',
    resources: {
      memory: { limit: 64 * MiB },
      unified: { 'memory.max': `${48 * MiB}`, 'memory.high': `${40 * MiB}`, 'pids.max': '33' },
    },
    v1: refused('unified', 'controllers of this host are on v1'),
    v2: files({ 'memory.max': `${48 * MiB}`, 'memory.high': `${40 * MiB}`, 'pids.max': '33' }),
    unit: { MemoryMax: `${48 * MiB}`, MemoryHigh: `${40 * MiB}`, TasksMax: '33' },
  },
  {
    title: 'unified, the misc controller',
    resources: { unified: { 'misc.max': 'sev 1' } },
    v1: refused('unified', 'controllers of this host are on v1'),
    v2: refused('unified/misc.max', 'EINVAL'),
  },
  {
    title: 'a writable cgroup belongs to the user of the process',
    resources: {},
    v1: { inside: ['owner of devices/tasks', 'stat -c %u /sys/fs/cgroup/devices/tasks', '65534'] },
    v2: {
      inside: [
        'owners of cgroup.procs and memory.max',
        'cd /sys/fs/cgroup; stat -c %u cgroup.procs memory.max',
        '0\n65534',
      ],
    },
    config: (config) => {
      withUserNamespace(config);
      config.linux.namespaces.push({ type: 'cgroup' });
      for (const mount of config.mounts) if (mount.type === 'cgroup') mount.options = ['rw', 'nosuid'];
    },
  },
];

export const cases: readonly Case[] = [...memory, ...cpu, ...io, ...rest];

/** What is expected there; undefined: the case is of other columns. */
export const cellOf = (one: Case, column: Column): Cell | undefined =>
  column === 'systemd' ? (one.systemd ?? one.v2) : one[column];
