/** Rows of config.json's process, mounts, root and names, in containers without a user namespace. */
import { chownSync, mkdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import { capabilityBit } from '../../src/tables/capabilities.ts';
import type { OciConfig } from '../helpers/config.ts';
import { makeRootfs } from '../helpers/rootfs.ts';
import { windowSize } from '../helpers/sys.ts';
import { mounted, row, simple } from './rows.ts';
import type { Look, Outside, Place, Row, World } from './world.ts';

const status = (name: string) => `grep "^${name}:" /proc/self/status | cut -f2`;
/** Fields of /proc/PID/stat from the third on, proc_pid_stat(5). */
const stat = (field: number): Look => ({
  running: ({ pid }) =>
    readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ')[field - 3] ?? '',
});
const capability = (set: string): Look => ({
  created: ({ pid }) =>
    new RegExp(`^${set}:\\t0*(.*)$`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? '',
});
const bits = (...names: string[]): string =>
  names.reduce((all, name) => all | capabilityBit(`CAP_${name}`), 0n).toString(16);
const few = ['CHOWN', 'KILL', 'FOWNER', 'NET_RAW'];
const some = [...few, 'SETPCAP', 'SETFCAP'];
const cap = (
  set: string,
  field: string,
  index: number,
  values: readonly [string, string],
  rest: string[],
): Row => ({
  leaf: `/process/capabilities/${set}/*`,
  at: `/process/capabilities/${set}/${index}`,
  values: [`CAP_${values[0]}`, `CAP_${values[1]}`],
  look: capability(field),
  want: [bits(...rest, values[0]), bits(...rest, values[1])],
});

const capabilityRows: readonly Row[] = [
  cap('bounding', 'CapBnd', 6, ['SYS_CHROOT', 'MKNOD'], some),
  cap('permitted', 'CapPrm', 4, ['SETPCAP', 'SETFCAP'], few),
  cap('effective', 'CapEff', 0, ['CHOWN', 'KILL'], []),
  cap('inheritable', 'CapInh', 2, ['FOWNER', 'NET_RAW'], ['CHOWN', 'KILL']),
  cap('ambient', 'CapAmb', 0, ['CHOWN', 'KILL'], []),
];

const plainRows = simple([
  ['/root/path', ['rootfs', 'rootfs2'], 'cat /which'],
  [
    '/root/readonly',
    [false, true],
    'awk \'$5=="/"{print $6}\' /proc/self/mountinfo | cut -d, -f1',
    ['rw', 'ro'],
  ],
  ['/hostname', ['first', 'second'], 'hostname'],
  ['/domainname', ['one.org', 'two.org'], 'cat /proc/sys/kernel/domainname'],
  ['/process/user/uid', [0, 1000], 'id -u'],
  ['/process/user/gid', [0, 1001], 'id -g'],
  ['/process/user/umask', [0o22, 0o77], 'umask', ['0022', '0077']],
  ['/process/cwd', ['/tmp', '/var'], 'pwd'],
  ['/process/noNewPrivileges', [false, true], status('NoNewPrivs'), ['0', '1']],
  ['/process/oomScoreAdj', [100, 200], 'cat /proc/self/oom_score_adj'],
  ['/process/scheduler/policy', ['SCHED_OTHER', 'SCHED_BATCH'], stat(41), ['0', '3']],
  ['/process/scheduler/nice', [5, 7], stat(19)],
]);

const prioritySays = (pattern: RegExp): Look => ({
  running: ({ pid }) =>
    pattern.exec(Bun.spawnSync(['ionice', '-p', String(pid)]).stdout.toString())?.[0] ?? '',
});

const resetsOnFork: Look = {
  running: ({ pid }: Outside) =>
    /RESET_ON_FORK/.test(Bun.spawnSync(['chrt', '-p', String(pid)]).stdout.toString()) ? 'yes' : 'no',
};

const listRows: readonly Row[] = [
  row('/process/args/*', '/process/args/4', ['one', 'two'], 'echo $1'),
  row('/process/env/*', '/process/env/2', ['SINK=one', 'SINK=two'], 'echo SINK=$SINK'),
  row('/process/user/additionalGids/*', '/process/user/additionalGids/0', [2000, 2001], status('Groups')),
  row(
    '/process/scheduler/flags/*',
    '/process/scheduler/flags/0',
    [undefined, 'SCHED_FLAG_RESET_ON_FORK'],
    resetsOnFork,
    ['no', 'yes'],
  ),
  row(
    '/process/rlimits/*/type',
    '/process/rlimits/0/type',
    ['RLIMIT_CORE', 'RLIMIT_MEMLOCK'],
    "awk '/ 11 +12 /{print $2}' /proc/self/limits",
    ['core', 'locked'],
  ),
  row(
    '/process/rlimits/*/soft',
    '/process/rlimits/1/soft',
    [100, 101],
    "awk '/open files/{print $4}' /proc/self/limits",
  ),
  row(
    '/process/rlimits/*/hard',
    '/process/rlimits/2/hard',
    [1000, 1001],
    "awk '/msgqueue/{print $5}' /proc/self/limits",
  ),
  row(
    '/process/ioPriority/class',
    '/process/ioPriority/class',
    ['IOPRIO_CLASS_BE', 'IOPRIO_CLASS_RT'],
    prioritySays(/^[a-z-]+/),
    ['best-effort', 'realtime'],
  ),
  row('/process/ioPriority/priority', '/process/ioPriority/priority', [3, 5], prioritySays(/\d+/)),
  row('/mounts/*/destination', '/mounts/7/destination', ['/d1', '/d2'], mounted('$1=="sinkd"', '$2')),
  row('/mounts/*/type', '/mounts/8/type', ['tmpfs', 'ramfs'], mounted('$2=="/t"', '$3')),
  row('/mounts/*/source', '/mounts/9/source', ['src0', 'src1'], 'cat /s/name'),
  row(
    '/mounts/*/options/*',
    '/mounts/10/options/0',
    ['size=64k', 'size=128k'],
    `${mounted('$2=="/o"', '$4')} | grep -o "size=[0-9]*k"`,
  ),
];

const mappings = [
  ['containerID', [1000, 999], 'f', ['2000', '2001']],
  ['hostID', [2000, 3000], 'f', ['2000', '3000']],
  ['size', [2, 1], 'g', ['2001', '65534']],
] as const;

/** One mount for each, of files f (1000) and g (1001). */
const idmapRows = mappings.flatMap(([name, values, file, want], index) =>
  (['uidMappings', 'gidMappings'] as const).map((field) => {
    const format = field === 'uidMappings' ? '%u' : '%g';
    const at = `/mounts/${11 + index}/${field}/0/${name}`;
    return row(`/mounts/*/${field}/*/${name}`, at, values, `stat -c ${format} /i${index}/${file}`, want);
  }),
);

function files({ dir }: Place): void {
  makeRootfs(`${dir}/rootfs2`);
  for (const root of ['rootfs', 'rootfs2']) writeFileSync(`${dir}/${root}/which`, `${root}\n`);
  for (const name of ['src0', 'src1', 'ids']) {
    mkdirSync(`${dir}/${name}`);
    writeFileSync(`${dir}/${name}/name`, `${name}\n`);
  }
  for (const [name, id] of [
    ['f', 1000],
    ['g', 1001],
  ] as const) {
    writeFileSync(`${dir}/ids/${name}`, '');
    chownSync(`${dir}/ids/${name}`, id, id);
  }
}

function base(config: OciConfig, place: Place): void {
  files(place);
  config.process.capabilities = {
    bounding: some.map((name) => `CAP_${name}`),
    permitted: few.map((name) => `CAP_${name}`),
    effective: [],
    inheritable: ['CAP_CHOWN', 'CAP_KILL'],
    ambient: [],
  };
  config.process.user.additionalGids = [];
  config.process.scheduler = { policy: 'SCHED_OTHER', flags: [] };
  config.process.ioPriority = {};
  config.process.rlimits = [
    { type: '', soft: 11, hard: 12 },
    { type: 'RLIMIT_NOFILE', soft: 0, hard: 200 },
    { type: 'RLIMIT_MSGQUEUE', soft: 5, hard: 0 },
  ];
  const map = () => [{ containerID: 1000, hostID: 2000, size: 2 }];
  config.mounts.push(
    { destination: '', type: 'tmpfs', source: 'sinkd' },
    { destination: '/t', type: '', source: 'sinkt' },
    { destination: '/s', type: 'bind', source: '', options: ['bind'] },
    { destination: '/o', type: 'tmpfs', source: 'sinko', options: [] },
    ...mappings.map((_, index) => ({
      ...{ destination: `/i${index}`, type: 'bind', source: 'ids', options: ['bind', 'idmap'] },
      ...{ uidMappings: map(), gidMappings: map() },
    })),
  );
}

const processWorld: World = {
  title: 'root, mounts, names and the process',
  needs: [],
  base,
  rows: () => [...plainRows, ...listRows, ...capabilityRows, ...idmapRows],
};

const sizeRows = (['height', 'width'] as const).map((name) =>
  row(
    `/process/consoleSize/${name}`,
    `/process/consoleSize/${name}`,
    name === 'height' ? [31, 41] : [97, 107],
    {
      running: ({ master }) => String(windowSize(master)[name === 'height' ? 'rows' : 'columns']),
    },
  ),
);

const terminalWorlds: readonly World[] = [
  {
    title: 'the size of the terminal',
    needs: [],
    base: (config) => {
      config.process.terminal = true;
    },
    rows: () => sizeRows,
  },
  {
    title: 'the terminal',
    needs: [],
    base: () => {},
    rows: () => [
      row(
        '/process/terminal',
        '/process/terminal',
        [true, false],
        { running: ({ pid }) => readlinkSync(`/proc/${pid}/fd/0`) },
        ['/dev/pts/0', '/dev/null'],
      ),
    ],
  },
];

const times = {
  runtime: [1_000_000, 2_000_000],
  deadline: [20_000_000, 21_000_000],
  period: [30_000_000, 31_000_000],
} as const;
const timeLook = (index: number): Look => ({
  running: ({ pid }) =>
    /: (\d+)\/(\d+)\/(\d+)$/m.exec(Bun.spawnSync(['chrt', '-p', String(pid)]).stdout.toString())?.[
      index + 1
    ] ?? '',
});

const deadlineWorld: World = {
  title: 'a deadline',
  needs: [],
  base: (config) => {
    config.process.scheduler = { policy: 'SCHED_DEADLINE' };
    // The kernel lets nobody fork who has a deadline.
    config.process.args = ['/bin/sh', '-c', 'echo @@end; exec sleep 1000'];
  },
  rows: () =>
    Object.entries(times).map(([name, values], index) =>
      row(`/process/scheduler/${name}`, `/process/scheduler/${name}`, values, timeLook(index)),
    ),
};

export const processWorlds = [processWorld, ...terminalWorlds, deadlineWorld];
