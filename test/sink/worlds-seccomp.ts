/** Rows of linux.seccomp: which call fails, and how. */
import { readFileSync } from 'node:fs';
import type { OciConfig } from '../helpers/config.ts';
import { Agent, answer, withProgram } from '../helpers/seccomp.ts';
import { row } from './rows.ts';
import type { Place, Row, World } from './world.ts';

const [EIO, ENOSPC] = [5, 28];
/** What a failed command says of its errno: `5` or `28`. */
const errno = (command: string) =>
  `${command} 2>&1 | sed -n 's/.*Input.output error.*/${EIO}/p; s/.*No space left.*/${ENOSPC}/p'`;
const isRefused = (command: string) => `${command} 2>/dev/null && echo done || echo refused`;
const chmod = (mode: string) => isRefused(`touch /tmp/f; chmod ${mode} /tmp/f`);

const at = (index: number, name: string) => `/linux/seccomp/syscalls/${index}/${name}`;
const leaf = (name: string) => `/linux/seccomp/syscalls/*/${name}`;
const arg = (name: string) => leaf(`args/*/${name}`);

const rules: readonly Row[] = [
  row(
    leaf('names/*'),
    at(0, 'names/0'),
    ['mkdir', 'symlink'],
    `${isRefused('mkdir /tmp/d')}; ${isRefused('ln -s x /tmp/l')}`,
    ['refused\ndone', 'done\nrefused'],
  ),
  row(
    leaf('action'),
    at(1, 'action'),
    ['SCMP_ACT_ERRNO', 'SCMP_ACT_LOG'],
    isRefused('touch /tmp/l1; ln /tmp/l1 /tmp/l2'),
    ['refused', 'done'],
  ),
  row(leaf('errnoRet'), at(2, 'errnoRet'), [EIO, ENOSPC], errno('rmdir /tmp/none'), [`${EIO}`, `${ENOSPC}`]),
  // chmod(path, mode): of the address only that it is not 1.
  row(arg('index'), at(3, 'args/0/index'), [1, 0], chmod('1'), ['refused', 'done']),
  row(arg('value'), at(4, 'args/0/value'), [2, 3], chmod('2'), ['refused', 'done']),
  row(arg('op'), at(5, 'args/0/op'), ['SCMP_CMP_EQ', 'SCMP_CMP_GT'], chmod('7777'), ['refused', 'done']),
  row(arg('valueTwo'), at(6, 'args/0/valueTwo'), [0o5000, 0o1000], chmod('5000'), ['refused', 'done']),
];

const compared = (value: number, op = 'SCMP_CMP_EQ') => ({
  ...answer('ERRNO', 'chmod'),
  args: [{ index: 1, value, op }],
});

const ruleWorld: World = {
  title: 'rules of a seccomp profile',
  needs: ['x86-64'],
  base: (config) => {
    config.linux['seccomp'] = {
      defaultAction: 'SCMP_ACT_ALLOW',
      syscalls: [
        answer('ERRNO', ''),
        answer('', 'link', 'linkat'),
        answer('ERRNO', 'rmdir'),
        compared(1),
        compared(0),
        compared(0o7777, ''),
        compared(0o5000, 'SCMP_CMP_MASKED_EQ'),
      ],
    };
  },
  rows: () => rules,
};

/** What a shell needs to say how mkdir went. */
const allowed =
  'read write open openat close stat fstat lstat newfstatat mmap mprotect munmap brk rt_sigaction rt_sigprocmask rt_sigreturn ioctl access faccessat execve exit exit_group arch_prctl set_tid_address getpid getppid getuid geteuid getgid getegid getcwd fcntl wait4 clone fork vfork uname prlimit64 readlink sigaltstack set_robust_list rseq getrandom futex lseek dup2 pipe pipe2 nanosleep clock_nanosleep chdir setuid setgid setresuid setresgid';

function byDefault(config: OciConfig): void {
  config.linux['seccomp'] = { syscalls: [answer('ALLOW', ...allowed.split(' '))] };
}

const defaultWorlds: readonly World[] = [
  {
    title: 'the errno of the default action of a seccomp profile',
    needs: ['x86-64'],
    base: (config) => {
      byDefault(config);
      (config.linux['seccomp'] as Record<string, unknown>)['defaultAction'] = 'SCMP_ACT_ERRNO';
    },
    rows: () => [
      row(
        '/linux/seccomp/defaultErrnoRet',
        '/linux/seccomp/defaultErrnoRet',
        [EIO, ENOSPC],
        errno('mkdir /tmp/x'),
      ),
    ],
  },
  {
    title: 'the default action of a seccomp profile',
    needs: ['x86-64'],
    base: byDefault,
    rows: () => [
      row(
        '/linux/seccomp/defaultAction',
        '/linux/seccomp/defaultAction',
        ['SCMP_ACT_ERRNO', 'SCMP_ACT_LOG'],
        isRefused('mkdir /tmp/x'),
        ['refused', 'done'],
      ),
    ],
  },
];

const architectureWorld: World = {
  title: 'the architectures of a seccomp profile',
  needs: ['x86-64', 'ia32'],
  base: (config, { dir }) => {
    withProgram('abi')(config, dir);
    config.linux['seccomp'] = {
      defaultAction: 'SCMP_ACT_ALLOW',
      architectures: ['SCMP_ARCH_X86_64'],
      syscalls: [{ ...answer('ERRNO', 'mkdir'), errnoRet: EIO }],
    };
  },
  rows: () => [
    row(
      '/linux/seccomp/architectures/*',
      '/linux/seccomp/architectures/1',
      ['SCMP_ARCH_X86', 'SCMP_ARCH_X32'],
      'abi x86 2>/dev/null || echo killed',
      [`-${EIO}`, 'killed'],
    ),
  ],
};

const agents = ['agent-a', 'agent-b'] as const;
interface Received {
  readonly agent: string;
  readonly metadata: string;
}

/** What an agent got of this container, and which agent. */
function received({ box, id }: Place): Received {
  for (const agent of agents) {
    const [, text] = /^state (.*)$/m.exec(readFileSync(`${box.dir}/${agent}/log`, 'utf8')) ?? [];
    const { metadata = '', state = null } = JSON.parse(text ?? '{}') as {
      metadata?: string;
      state?: { id: string };
    };
    if (state?.id === id) return { agent, metadata };
  }
  throw new Error('no agent got a state');
}

const agentWorld: World = {
  title: 'the seccomp agent',
  needs: [],
  prepare: (box) => agents.map((name) => new Agent(box, 'val:0', 1, name).socket).join(' '),
  base: (config) => {
    config.linux['seccomp'] = {
      defaultAction: 'SCMP_ACT_ALLOW',
      syscalls: [answer('NOTIFY', 'mkdir', 'mkdirat')],
    };
  },
  rows: (sockets) => [
    row(
      '/linux/seccomp/listenerPath',
      '/linux/seccomp/listenerPath',
      sockets.split(' ') as [string, string],
      { deleted: (seen) => received(seen).agent },
      agents,
    ),
    row('/linux/seccomp/listenerMetadata', '/linux/seccomp/listenerMetadata', ['one', 'two'], {
      deleted: (seen) => received(seen).metadata,
    }),
  ],
};

export const seccompWorlds = [ruleWorld, ...defaultWorlds, architectureWorld, agentWorld];
