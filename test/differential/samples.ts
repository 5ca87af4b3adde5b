/** Values for leaves whose meaning the schema does not know: all of them right, and known to runc 1.1. */
import { capabilities } from '../../src/tables/capabilities.ts';
import { isGrantable } from './corpus.ts';
import type { Samples } from './grammar.ts';
import type { Random } from './random.ts';

const mebibyte = 1 << 20;
const ids = [0, 1, 5, 1000, 65_534];
const absolutePaths = ['/a', '/a/b/c', '/etc/passwd', '/root', '/tmp'];

function capabilitySets(random: Random): unknown {
  const bounding = random.some(capabilities.filter(isGrantable), 0.3);
  const permitted = random.some(bounding, 0.7);
  const inheritable = random.some(permitted, 0.4);
  return {
    bounding,
    permitted,
    effective: random.some(permitted, 0.8),
    inheritable,
    ambient: random.some(inheritable),
  };
}

/** Below every host's hard limits, and enough for a shell. */
const limits: Readonly<Record<string, readonly number[]>> = {
  RLIMIT_NOFILE: [64, 512, 1024],
  RLIMIT_CORE: [0, mebibyte],
  RLIMIT_STACK: [mebibyte, 4 * mebibyte],
  RLIMIT_CPU: [30, 60],
  RLIMIT_FSIZE: [mebibyte, 16 * mebibyte],
  RLIMIT_DATA: [64 * mebibyte, 128 * mebibyte],
  RLIMIT_AS: [256 * mebibyte, 512 * mebibyte],
  RLIMIT_MSGQUEUE: [0, 819_200],
  RLIMIT_NICE: [0],
  RLIMIT_RTPRIO: [0],
  RLIMIT_SIGPENDING: [100, 200],
  RLIMIT_LOCKS: [10, 20],
  RLIMIT_RTTIME: [1_000_000, 2_000_000],
};

const rlimits = (random: Random) =>
  random.some(Object.keys(limits), 0.4).map((type) => {
    const hard = random.pick(limits[type] ?? [0]);
    return { type, hard, soft: random.chance(0.5) ? hard : Math.floor(hard / 2) };
  });

const mountOptions = ['nosuid', 'nodev', 'noexec', 'ro', 'rw', 'relatime', 'noatime', 'nodiratime'];
const propagations = ['private', 'rprivate', 'slave', 'rslave', 'shared', 'rshared', 'unbindable'];

const mount = (random: Random) => {
  const destination = `/m/${random.below(1000)}`;
  const options = random.some(mountOptions, 0.25);
  if (random.chance(0.5)) {
    const data = random.some(['size=64k', 'mode=0710', 'uid=3', 'gid=4', 'nr_inodes=100']);
    return { destination, type: 'tmpfs', source: 'tmpfs', options: [...options, ...data] };
  }
  const kind = random.pick(['bind', 'rbind']);
  const propagation = random.chance(0.4) ? [random.pick(propagations)] : [];
  const source = random.pick(['@DIR@/source', '@DIR@/file']);
  return { destination, type: 'bind', source, options: [kind, ...options, ...propagation] };
};

/** Swap is of memory and swap together: the kernel wants it with a limit, and no less than that. */
const memory = (random: Random) => {
  const limit = (16 + random.below(100)) * mebibyte;
  const others = [
    ['reservation', limit / 2],
    ['swap', random.pick([-1, limit, limit * 2])],
    ['swappiness', random.pick([0, 10, 60, 100])],
    ['disableOOMKiller', random.chance(0.5)],
  ] as const;
  return { limit, ...Object.fromEntries(random.some(others, 0.7)) };
};

const deviceNumbers = [
  { type: 'c', major: 1, minor: 3 },
  { type: 'c', major: 1, minor: 8 },
  { type: 'b', major: 7, minor: 2 },
  { type: 'p' },
];
const device = (random: Random) => ({
  ...random.pick(deviceNumbers),
  path: `/dev/${random.pick(['one', 'two', 'below/three'])}${random.below(1000)}`,
  fileMode: random.pick([0o600, 0o644, 0o666, 0o660]),
  uid: random.pick(ids),
  gid: random.pick(ids),
});

/** Its access is always named: bundles.ts has the one without. */
const deviceRule = (random: Random) => ({
  allow: random.chance(0.5),
  access: random.pick(['r', 'w', 'm', 'rw', 'rwm']),
  ...random.pick([
    {},
    { type: 'a' },
    { type: 'c', major: 1 },
    { type: 'c', major: 10, minor: 7 },
    { type: 'b' },
  ]),
});

const errnos = [1, 13, 38, 95];
const rule = (random: Random) => {
  const names = random.some(
    ['personality', 'syslog', 'swapon', 'swapoff', 'reboot', 'acct', 'quotactl'],
    0.5,
  );
  const action = random.pick([
    'SCMP_ACT_ERRNO',
    'SCMP_ACT_ALLOW',
    'SCMP_ACT_LOG',
    'SCMP_ACT_KILL',
    'SCMP_ACT_TRAP',
  ]);
  const args = [
    {
      index: random.below(6),
      value: random.below(100),
      op: random.pick(['SCMP_CMP_EQ', 'SCMP_CMP_NE', 'SCMP_CMP_GT']),
    },
  ];
  return {
    names: names.length === 0 ? ['umount2'] : names,
    action,
    ...(action === 'SCMP_ACT_ERRNO' && random.chance(0.5) ? { errnoRet: random.pick(errnos) } : {}),
    ...(random.chance(0.4) ? { args } : {}),
  };
};

const kinds = ['prestart', 'createRuntime', 'createContainer', 'startContainer', 'poststart', 'poststop'];
/** Each hook writes its kind into the root, unless that is read-only. */
const hooks = (random: Random) =>
  Object.fromEntries(
    random.some(kinds, 0.7).map((kind) => {
      const inside = kind === 'startContainer';
      const target = inside ? '' : '@DIR@/rootfs';
      const entry = (index: number) => ({
        path: '/bin/sh',
        args: ['sh', '-c', `echo ${kind} ${index} $X >> ${target}/order || :`],
        env: ['PATH=/bin', `X=${random.below(9)}`],
        timeout: 10,
      });
      return [kind, Array.from({ length: 1 + random.below(2) }, (_, index) => entry(index))];
    }),
  );

export const samples: Samples = {
  '/hostname': ['h', 'a-longer.name', 'x'.repeat(63)],
  '/annotations': [{}, { a: 'b' }, { 'org.example/key': 'a value', other: '' }],
  '/root/readonly': [true, false],
  '/process/user/uid': ids,
  '/process/user/gid': ids,
  '/process/user/umask': [0, 0o22, 0o77, 0o777],
  '/process/user/additionalGids': (random) => random.some([1, 2, 5, 6, 1000], 0.4),
  '/process/env': [[], ['A=b'], ['A=b', 'A=c'], ['PATH=/bin', 'E=', 'SPACE=a b'], ['HOME=/tmp']],
  '/process/cwd': ['/', '/tmp', '/made/for/it', '/etc/..'],
  '/process/capabilities': capabilitySets,
  '/process/rlimits': rlimits,
  '/process/oomScoreAdj': [0, 1, 100, 1000],
  '/mounts/*': mount,
  '/linux/devices/*': device,
  '/linux/maskedPaths': (random) => random.some([...absolutePaths, '/proc/keys', '/proc/bus', '/nothing']),
  '/linux/readonlyPaths': (random) => random.some([...absolutePaths, '/proc/sys', '/bin', '/nothing']),
  '/linux/rootfsPropagation': ['private', 'slave', 'rprivate', 'rslave'],
  '/linux/sysctl': (random) =>
    Object.fromEntries(
      random.some([
        ['net.ipv4.ip_forward', '1'],
        ['net.ipv4.ip_unprivileged_port_start', '80'],
        ['kernel.msgmax', '9000'],
        ['kernel.shm_rmid_forced', '1'],
        ['kernel.domainname', 'a.domain'],
        ['fs.mqueue.msg_max', '20'],
      ]),
    ),
  '/linux/resources/memory': memory,
  '/linux/resources/cpu/shares': [2, 128, 1024, 5000, 0],
  '/linux/resources/cpu/period': [50_000, 100_000],
  '/linux/resources/cpu/quota': [20_000, 50_000, -1, 0],
  '/linux/resources/cpu/cpus': ['0', '0-0', ''],
  '/linux/resources/cpu/mems': ['0', ''],
  '/linux/resources/pids/limit': [50, 1000, -1],
  '/linux/resources/devices/*': deviceRule,
  '/linux/resources/blockIO/weight': [0],
  '/linux/seccomp/defaultAction': ['SCMP_ACT_ALLOW', 'SCMP_ACT_LOG'],
  '/linux/seccomp/architectures': [
    ['SCMP_ARCH_X86_64'],
    ['SCMP_ARCH_X86_64', 'SCMP_ARCH_X86', 'SCMP_ARCH_X32'],
  ],
  '/linux/seccomp/flags': [[]],
  '/linux/seccomp/syscalls/*': rule,
  '/hooks': hooks,
};
