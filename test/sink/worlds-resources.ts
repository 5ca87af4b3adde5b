/** Rows of linux.resources, in the control files of both versions. */
import { readFileSync, readdirSync } from 'node:fs';
import { disk } from '../helpers/disk.ts';
import { networkControllers, networkControllersEnd } from '../helpers/net-controllers.ts';
import { row } from './rows.ts';
import type { Row, World } from './world.ts';

const at = (leaf: string) => `/linux/resources/${leaf}`;
const file = (path: string) => `cat /sys/fs/cgroup/${path}`;
const mega = 1 << 20;

/** The pointer is the leaf, the value is what the file holds. */
const limit = (
  leaf: string,
  values: readonly [unknown, unknown],
  path: string,
  want?: readonly [string, string],
): Row => row(at(leaf), at(leaf), values, file(path), want);

const rule = (
  leaf: string,
  index: number,
  values: readonly [unknown, unknown],
  pattern: string,
  want: readonly [string, string],
) =>
  row(
    at(`devices/*/${leaf}`),
    at(`devices/${index}/${leaf}`),
    values,
    `grep -E '^${pattern}' /sys/fs/cgroup/devices/devices.list`,
    want,
  );

const ruleRows: readonly Row[] = [
  rule('allow', 1, [true, false], '. 30:1 ', ['c 30:1 r', '']),
  rule('type', 2, ['c', 'b'], '. 31:1 ', ['c 31:1 r', 'b 31:1 r']),
  rule('major', 3, [32, 33], '. (32|33):1 ', ['c 32:1 r', 'c 33:1 r']),
  rule('minor', 4, [1, 2], '. 34:. ', ['c 34:1 r', 'c 34:2 r']),
  rule('access', 5, ['r', 'w'], '. 35:1 ', ['c 35:1 r', 'c 35:1 w']),
];

const v1World: World = {
  title: 'limits of cgroup v1',
  needs: ['v1-memory', 'v1-cpu', 'v1-pids', 'v1-devices'],
  base: (config) => {
    const rest = { allow: true, type: 'c', minor: 1, access: 'r' };
    config.linux.resources = {
      devices: [
        { allow: false, access: 'rwm' },
        ...[30, 31, 32, 34, 35].map((major) => ({ ...rest, major })),
      ],
    };
  },
  rows: () => [
    ...ruleRows,
    limit('memory/limit', [64 * mega, 96 * mega], 'memory/memory.limit_in_bytes'),
    limit('memory/reservation', [32 * mega, 48 * mega], 'memory/memory.soft_limit_in_bytes'),
    limit('memory/swap', [128 * mega, 192 * mega], 'memory/memory.memsw.limit_in_bytes'),
    limit('memory/kernelTCP', [16 * mega, 24 * mega], 'memory/memory.kmem.tcp.limit_in_bytes'),
    limit('memory/swappiness', [10, 20], 'memory/memory.swappiness'),
    row(
      at('memory/disableOOMKiller'),
      at('memory/disableOOMKiller'),
      [false, true],
      'head -n 1 /sys/fs/cgroup/memory/memory.oom_control',
      ['oom_kill_disable 0', 'oom_kill_disable 1'],
    ),
    limit('cpu/shares', [512, 600], 'cpu/cpu.shares'),
    limit('cpu/quota', [50_000, 40_000], 'cpu/cpu.cfs_quota_us'),
    limit('cpu/period', [100_000, 200_000], 'cpu/cpu.cfs_period_us'),
    limit('cpu/burst', [1000, 2000], 'cpu/cpu.cfs_burst_us'),
    limit('pids/limit', [60, 70], 'pids/pids.max'),
  ],
};

const realtimeWorld: World = {
  title: 'real time and idling of cgroup v1',
  needs: ['rt-group'],
  base: (config, { id }) => {
    // At the top: a parent without real time has none to give.
    config.linux.cgroupsPath = `/${id}`;
    config.process.scheduler = { policy: 'SCHED_FIFO' };
  },
  rows: () => [
    limit('cpu/realtimeRuntime', [50_000, 60_000], 'cpu/cpu.rt_runtime_us'),
    limit('cpu/realtimePeriod', [1_000_000, 500_000], 'cpu/cpu.rt_period_us'),
    limit('cpu/idle', [0, 1], 'cpu/cpu.idle'),
    row('/process/scheduler/priority', '/process/scheduler/priority', [1, 2], {
      running: ({ pid }) =>
        /priority: (\d+)/.exec(Bun.spawnSync(['chrt', '-p', String(pid)]).stdout.toString())?.[1] ?? '',
    }),
  ],
};

const throttles = {
  throttleReadBpsDevice: 'read_bps',
  throttleWriteBpsDevice: 'write_bps',
  throttleReadIOPSDevice: 'read_iops',
  throttleWriteIOPSDevice: 'write_iops',
};

/** The disk becomes the first loop device; the second becomes the third; the fourth gets another rate. */
function throttleRows(field: string, name: string): readonly Row[] {
  const look = (pattern: string) => `grep -E '${pattern}' /sys/fs/cgroup/blkio/blkio.throttle.${name}_device`;
  const { major = 0, minor = 0 } = disk() ?? {};
  const place = (index: number, leaf: string) =>
    [at(`blockIO/${field}/*/${leaf}`), at(`blockIO/${field}/${index}/${leaf}`)] as const;
  return [
    row(...place(0, 'major'), [major, 7], look(' 1001$'), [`${major}:${minor} 1001`, `7:${minor} 1001`]),
    row(...place(1, 'minor'), [1, 2], look(' 1002$'), ['7:1 1002', '7:2 1002']),
    row(...place(2, 'rate'), [1003, 1004], look('^7:3 '), ['7:3 1003', '7:3 1004']),
  ];
}

const blockWorld: World = {
  title: 'limits of block devices of cgroup v1',
  needs: ['v1-blkio', 'v1-bfq', 'disk', 'loop'],
  base: (config) => {
    const { minor = 0 } = disk() ?? {};
    const entries = () => [
      { major: 0, minor, rate: 1001 },
      { major: 7, minor: 0, rate: 1002 },
      { major: 7, minor: 3, rate: 0 },
    ];
    config.linux.resources.blockIO = Object.fromEntries(
      Object.keys(throttles).map((field) => [field, entries()]),
    );
  },
  rows: () => [
    ...Object.entries(throttles).flatMap(([field, name]) => throttleRows(field, name)),
    limit('blockIO/weight', [300, 400], 'blkio/blkio.bfq.weight'),
  ],
};

const tree = 'umount -R /sys/fs/cgroup && mount -t cgroup2 cgroup2 /sys/fs/cgroup && exec "$@"';

/** No limit is "max" or a number near 2^63. */
const someGigabytes = '^[0-9]{10}$';

const v2World: World = {
  title: 'limits of cgroup v2',
  needs: ['v2-hugetlb'],
  host: () => tree,
  base: (config) => {
    config.linux.namespaces.push({ type: 'cgroup' });
    config.linux.resources.hugepageLimits = [{}];
  },
  rows: () => [
    row(
      at('hugepageLimits/*/pageSize'),
      at('hugepageLimits/0/pageSize'),
      ['2MB', '1GB'],
      `cd /sys/fs/cgroup; for s in 2MB 1GB; do grep -qE "${someGigabytes}" hugetlb.$s.max && echo $s; done`,
    ),
    row(
      at('hugepageLimits/*/limit'),
      at('hugepageLimits/0/limit'),
      [2 ** 30, 2 ** 31],
      `grep -hE "${someGigabytes}" /sys/fs/cgroup/hugetlb.?[MG]B.max`,
    ),
    row(at('unified/*'), at('unified/cgroup.max.depth'), ['3', '4'], file('cgroup.max.depth')),
  ],
};

/** net_prio knows the interfaces of the first network namespace alone. */
const interfaces = () =>
  readdirSync('/sys/class/net').sort((a, b) => Number(a === 'lo') - Number(b === 'lo'));
const priorities = 'cat /sys/fs/cgroup/net_prio/net_prio.ifpriomap';

const networkWorld: World = {
  title: 'classes and priorities of packets',
  needs: ['cgroup-v1', 'net-controllers', 'two-interfaces'],
  host: networkControllers,
  hostEnd: networkControllersEnd,
  base: (config) => {
    config.linux.resources.network = {
      priorities: [{ priority: 7 }, { name: interfaces()[2] ?? interfaces()[1] }],
    };
  },
  rows: () => [
    limit('network/classID', [0x10_0001, 0x10_0002], 'net_cls/net_cls.classid'),
    row(
      at('network/priorities/*/name'),
      at('network/priorities/0/name'),
      [interfaces()[0], 'lo'],
      `${priorities} | awk '$2==7{print $1}'`,
    ),
    row(
      at('network/priorities/*/priority'),
      at('network/priorities/1/priority'),
      [5, 6],
      `${priorities} | awk '$2==5||$2==6{print $2}'`,
    ),
  ],
};

/** From 1.3 on zero is a limit; nothing forks under it. */
const versionWorld: World = {
  title: 'the version',
  needs: ['v1-pids'],
  base: (config) => {
    config.linux.resources.pids = { limit: 0 };
  },
  rows: () => [
    row(
      '/ociVersion',
      '/ociVersion',
      ['1.2.0', '1.3.0'],
      {
        running: ({ pid }) => {
          const [, path] = /:pids:(.*)$/m.exec(readFileSync(`/proc/${pid}/cgroup`, 'utf8')) ?? [];
          return readFileSync(`/sys/fs/cgroup/pids${path}/pids.max`, 'utf8');
        },
      },
      ['max', '0'],
    ),
  ],
};

const cpuWorld: World = {
  title: 'CPUs',
  needs: ['v1-cpu', 'two-cpus'],
  base: () => {},
  rows: () => [limit('cpu/cpus', ['0', '1'], 'cpuset/cpuset.cpus')],
};

const nodeWorld: World = {
  title: 'memory nodes',
  needs: ['v1-cpu', 'two-nodes'],
  base: () => {},
  rows: () => [limit('cpu/mems', ['0', '1'], 'cpuset/cpuset.mems')],
};

const allowedCpus = ['/bin/sh', '-c', 'grep Cpus_allowed_list /proc/self/status | cut -f2'];

const affinityWorld: World = {
  title: 'the CPUs of exec',
  needs: ['two-cpus'],
  base: () => {},
  rows: () => [
    row('/process/execCPUAffinity/final', '/process/execCPUAffinity/final', ['0', '1'], {
      running: ({ box, id }) => box.must('exec', id, ...allowedCpus).stdout,
    }),
  ],
};

export const resourceWorlds = [
  versionWorld,
  cpuWorld,
  nodeWorld,
  affinityWorld,
  v1World,
  realtimeWorld,
  blockWorld,
  v2World,
  networkWorld,
];
