/**
 * THE table of verbs, operands and options. The strict reader (strict.ts), commander (commander.ts: help,
 * errors, completions), the C launcher (native/gen/verbs.h, printed by scripts/gen-verbs.ts) and docs/cli.md
 * all say what this table says.
 *
 * `kind`: flag (true or false), text, texts (one for each time it is given), count (0 to 2^31-1). An option with `unused` is accepted without
 * effect, for the reason given; one with `refused` is known but answered with a clear error.
 */

export type OptionKind = 'flag' | 'text' | 'texts' | 'count';

export interface OptionRow {
  readonly kind: OptionKind;
  readonly help: string;
  readonly short?: string;
  /** What stands for the value in help. */
  readonly value?: string;
  readonly choices?: readonly string[];
  readonly unused?: string;
  readonly refused?: string;
}

export interface OperandRow {
  readonly name: string;
  readonly help: string;
  readonly optional?: true;
  /** The last one, which may be said more than once. */
  readonly many?: true;
}

export interface VerbRow {
  readonly summary: string;
  readonly operands: readonly OperandRow[];
  /** A command line follows the operands: what stands behind the first of them is no option of ours. */
  readonly command?: OperandRow;
  readonly options: Readonly<Record<string, OptionRow>>;
  /** The launcher forks the spawner before the engine starts. */
  readonly spawner?: true;
  /** Performed by the engine in teu itself: what engines call all day. The others are teu-core's. */
  readonly small?: true;
}

export const globalOptions = {
  root: {
    kind: 'text',
    value: 'DIR',
    help: 'directory of the state of all containers (default: /run/teu, or $XDG_RUNTIME_DIR/teu when not root)',
  },
  log: {
    kind: 'text',
    value: 'FILE',
    help: 'append log lines to FILE; the bare error goes to stderr as well',
  },
  'log-format': {
    kind: 'text',
    value: 'FORMAT',
    choices: ['text', 'json'],
    help: 'shape of the log lines: text (default) or json',
  },
  'log-level': {
    kind: 'text',
    value: 'LEVEL',
    choices: ['debug', 'info', 'warn', 'warning', 'error'],
    help: 'least severe line to write: debug, info, warning (default) or error',
  },
  debug: { kind: 'flag', help: 'write debug lines, and the stack of an internal error' },
  trace: {
    kind: 'text',
    value: 'FILE',
    help: 'write when each step began, who performed it and how long it took, for teu trace and for chrome://tracing',
  },
  'systemd-cgroup': {
    kind: 'flag',
    help: 'let systemd make the cgroup; cgroupsPath is slice:prefix:name',
  },
  'cgroup-manager': {
    kind: 'text',
    value: 'MANAGER',
    choices: ['cgroupfs', 'systemd', 'disabled'],
    help: 'who makes the cgroup: cgroupfs (default), systemd, or disabled: nobody, and nothing is limited',
  },
  rootless: {
    kind: 'text',
    value: 'WHEN',
    choices: ['true', 'false', 'auto'],
    help: 'go on without cgroups that cannot be written: true, false, or auto (default): not for root',
  },
  criu: {
    kind: 'text',
    value: 'PATH',
    help: 'path of criu',
    unused: 'runc dropped it too; engines still pass it',
  },
  'systemd-log': {
    kind: 'flag',
    help: 'write log lines to the journal',
    unused: 'use --log /dev/stderr in a unit',
  },
  version: { kind: 'flag', short: 'v', help: 'print the version' },
} as const satisfies Readonly<Record<string, OptionRow>>;

const id = { name: 'ID', help: 'name of the container' } as const;
const ids = { ...id, help: 'names of containers', many: true } as const;
const bundle = {
  kind: 'text',
  short: 'b',
  value: 'DIR',
  help: 'directory of config.json and the rootfs (default: the current one)',
} as const;

const creation = {
  bundle,
  config: {
    kind: 'text',
    short: 'f',
    value: 'FILE',
    help: 'read this file instead of config.json of the bundle',
  },
  'console-socket': {
    kind: 'text',
    value: 'PATH',
    help: 'unix socket that receives the master end of the terminal',
  },
  'pid-file': { kind: 'text', value: 'FILE', help: 'write the pid of the container to FILE' },
  'pidfd-socket': {
    kind: 'text',
    value: 'PATH',
    help: 'unix socket that receives a pidfd of the process',
  },
  'no-pivot': { kind: 'flag', help: 'move the root mount instead of pivot_root, for a rootfs on a ramdisk' },
  'no-new-keyring': { kind: 'flag', help: "keep the caller's session keyring" },
  'preserve-fds': {
    kind: 'count',
    value: 'N',
    help: 'pass N descriptors from 3 up to the container, after those of LISTEN_FDS',
  },
  'no-subreaper': {
    kind: 'flag',
    help: 'do not become a child subreaper',
    unused: 'teu never is one: init is a child of its waiter',
  },
} as const satisfies Readonly<Record<string, OptionRow>>;

const execution = {
  process: {
    kind: 'text',
    short: 'p',
    value: 'FILE',
    help: "read the process from FILE: the JSON of config.json's process; then COMMAND and the options that change the process are not used",
  },
  cwd: { kind: 'text', value: 'DIR', help: 'working directory in the container' },
  env: {
    kind: 'texts',
    short: 'e',
    value: 'NAME=VALUE',
    help: 'add an environment variable; may be repeated',
  },
  tty: { kind: 'flag', short: 't', help: 'give it a terminal' },
  user: { kind: 'text', short: 'u', value: 'UID[:GID]', help: 'ids of the process; numbers, not names' },
  'additional-gids': {
    kind: 'texts',
    short: 'g',
    value: 'GID',
    help: 'add a supplementary group; may be repeated',
  },
  cap: {
    kind: 'texts',
    short: 'c',
    value: 'CAP',
    help: 'add a capability to the bounding, permitted and effective sets; may be repeated',
  },
  'no-new-privs': { kind: 'flag', help: 'set no_new_privs' },
  apparmor: { kind: 'text', value: 'PROFILE', help: 'AppArmor profile of the process' },
  'process-label': { kind: 'text', value: 'LABEL', help: 'SELinux label of the process' },
  detach: { kind: 'flag', short: 'd', help: 'return when the process runs' },
  'pid-file': { kind: 'text', value: 'FILE', help: 'write the pid of the process to FILE' },
  'console-socket': creation['console-socket'],
  'pidfd-socket': creation['pidfd-socket'],
  'preserve-fds': {
    kind: 'count',
    value: 'N',
    help: 'pass N descriptors from 3 up to the process, after those of LISTEN_FDS',
  },
  cgroup: {
    kind: 'texts',
    value: '[CONTROLLER:]PATH',
    help: "enter a cgroup below the container's; with a controller (cgroup v1) may be repeated",
  },
  'ignore-paused': { kind: 'flag', help: 'do not refuse a paused container: wait until it is resumed' },
} as const satisfies Readonly<Record<string, OptionRow>>;

export const verbs = {
  create: { small: true, summary: 'create a container', operands: [id], options: creation, spawner: true },
  start: { small: true, summary: 'start the process of a created container', operands: [id], options: {} },
  run: {
    small: true,
    summary: 'create and start a container, and wait for it',
    operands: [id],
    spawner: true,
    options: {
      ...creation,
      detach: { kind: 'flag', short: 'd', help: 'return when the process runs' },
      keep: { kind: 'flag', help: 'do not delete the container when it ends' },
    },
  },
  exec: {
    small: true,
    summary: 'run another process in a container',
    operands: [id],
    command: { name: 'COMMAND', help: 'program and its arguments; none with --process', optional: true },
    options: execution,
    spawner: true,
  },
  state: { small: true, summary: 'print the state of a container as JSON', operands: [id], options: {} },
  kill: {
    small: true,
    summary: 'send a signal to a container',
    operands: [
      id,
      { name: 'SIGNAL', help: 'number, NAME, SIGNAME or RTMIN+n (default: TERM)', optional: true },
    ],
    options: {
      all: {
        kind: 'flag',
        short: 'a',
        help: 'signal every process in the cgroup of the container; one that has stopped is no error',
      },
      regex: {
        kind: 'flag',
        short: 'r',
        help: 'ID is a regular expression: signal every container it matches',
      },
    },
  },
  delete: {
    small: true,
    summary: 'remove what is left of containers',
    operands: [ids],
    options: {
      force: { kind: 'flag', short: 'f', help: 'kill it first if it runs; an unknown ID is no error' },
      regex: {
        kind: 'flag',
        short: 'r',
        help: 'ID is a regular expression: delete every container it matches',
      },
    },
  },
  pause: {
    small: true,
    summary: 'stop all processes of containers where they stand',
    operands: [ids],
    options: {},
  },
  resume: { small: true, summary: 'let paused containers run again', operands: [ids], options: {} },
  update: {
    small: true,
    summary: 'change the limits of a container that lives',
    operands: [id],
    options: {
      resources: {
        kind: 'text',
        short: 'r',
        value: 'FILE',
        help: 'linux.resources as JSON in FILE, - for stdin; other options have no effect then',
      },
      'blkio-weight': { kind: 'text', value: 'N', help: 'share of block I/O, 10 to 1000' },
      'cpu-period': { kind: 'text', value: 'USEC', help: 'period of --cpu-quota' },
      'cpu-quota': { kind: 'text', value: 'USEC', help: 'time on the CPU per period, -1 for no limit' },
      'cpu-burst': { kind: 'text', value: 'USEC', help: 'time that may be saved up beyond the quota' },
      'cpu-share': { kind: 'text', value: 'N', help: 'share of the CPU against others' },
      'cpu-rt-period': { kind: 'text', value: 'USEC', help: 'period of --cpu-rt-runtime' },
      'cpu-rt-runtime': { kind: 'text', value: 'USEC', help: 'realtime on the CPU per period' },
      'cpu-idle': { kind: 'text', value: '0|1', help: 'run only when nobody else wants to' },
      'cpuset-cpus': { kind: 'text', value: 'LIST', help: 'CPUs that may be used, as 0-2,7' },
      'cpuset-mems': { kind: 'text', value: 'LIST', help: 'memory nodes that may be used' },
      memory: {
        kind: 'text',
        value: 'BYTES',
        help: 'limit of memory; 512m and 2g are understood, -1 is none',
      },
      'memory-reservation': { kind: 'text', value: 'BYTES', help: 'soft limit of memory' },
      'memory-swap': { kind: 'text', value: 'BYTES', help: 'limit of memory and swap together, -1 for none' },
      'kernel-memory': {
        kind: 'text',
        value: 'BYTES',
        help: 'limit of kernel memory',
        unused: 'kernels since 5.16 have no such limit',
      },
      'kernel-memory-tcp': {
        kind: 'text',
        value: 'BYTES',
        help: 'limit of TCP buffers',
        unused: 'deprecated by the kernel; runc dropped it too',
      },
      'pids-limit': { kind: 'text', value: 'N', help: 'how many processes there may be, -1 for no limit' },
      'l3-cache-schema': {
        kind: 'text',
        value: 'LINE',
        help: 'share of the L3 cache of the class of service (intelRdt), as L3:0=7f0;1=1f',
      },
      'mem-bw-schema': {
        kind: 'text',
        value: 'LINE',
        help: 'share of the memory bandwidth of the class of service (intelRdt), as MB:0=70;1=20',
      },
    },
  },
  ps: {
    small: true,
    summary: 'list the processes of a container',
    operands: [id],
    command: { name: 'PS_OPTION', help: 'options of ps(1) for the table (default: -ef)', optional: true },
    options: {
      format: {
        kind: 'text',
        short: 'f',
        value: 'FORMAT',
        choices: ['table', 'json'],
        help: 'table (default), or json: an array of pids on the host',
      },
    },
  },
  events: {
    small: true,
    summary: 'print what a container uses, and when it runs out of memory, as JSON lines',
    operands: [id],
    options: {
      interval: {
        kind: 'text',
        value: 'TIME',
        help: 'time between two statistics, as 5s (default) or 1m30s',
      },
      stats: { kind: 'flag', help: 'print the statistics once and return' },
    },
  },
  list: {
    small: true,
    summary: 'list the containers below the root',
    operands: [],
    options: {
      format: {
        kind: 'text',
        short: 'f',
        value: 'FORMAT',
        choices: ['table', 'json'],
        help: 'table (default) or json',
      },
      quiet: { kind: 'flag', short: 'q', help: 'print the IDs only' },
    },
  },
  spec: {
    small: true,
    summary: 'write a config.json to start from',
    operands: [],
    options: {
      bundle: { ...bundle, help: 'directory to write it to (default: the current one)' },
      file: { kind: 'text', short: 'f', value: 'FILE', help: 'write to this file instead of config.json' },
      rootless: { kind: 'flag', help: 'for a caller who is not root' },
    },
  },
  features: { small: true, summary: 'print what this runtime supports as JSON', operands: [], options: {} },
  explain: {
    summary: 'print what create and start would do, and do nothing',
    operands: [{ name: 'BUNDLE', help: 'bundle directory (default: the current one)', optional: true }],
    options: {
      bundle,
      config: creation.config,
      id: {
        kind: 'text',
        value: 'ID',
        help: 'name the container would have (default: that of the bundle directory)',
      },
      format: { kind: 'text', value: 'FORMAT', choices: ['text', 'json'], help: 'text (default) or json' },
    },
  },
  validate: {
    summary: 'print everything that is wrong with a bundle',
    operands: [{ name: 'BUNDLE', help: 'bundle directory (default: the current one)', optional: true }],
    options: {
      bundle,
      config: creation.config,
      'config-only': { kind: 'flag', help: 'judge the text alone: do not look at this host' },
      format: { kind: 'text', value: 'FORMAT', choices: ['text', 'json'], help: 'text (default) or json' },
    },
  },
  seccomp: {
    summary: 'print what a seccomp profile does, or what it makes of one call',
    operands: [
      { name: 'VIEW', help: 'explain: its decision tree; test: the fate of a system call' },
      { name: 'PROFILE', help: 'a profile, or a config.json that has one' },
      { name: 'SYSCALL', help: 'for test: name or number', optional: true },
      ...([0, 1, 2, 3, 4, 5] as const).map(
        (n) => ({ name: `ARG${n}`, help: 'decimal or 0x; what is not given is 0', optional: true }) as const,
      ),
    ],
    options: {
      arch: {
        kind: 'text',
        value: 'ARCH',
        help: 'the call is one of this architecture (default: that of the kernel)',
      },
      format: { kind: 'text', value: 'FORMAT', choices: ['text', 'json'], help: 'text (default) or json' },
    },
  },
  trace: {
    summary: 'print a trace that --trace has written as a table',
    operands: [{ name: 'FILE', help: 'the file of --trace' }],
    options: {},
  },
  version: { small: true, summary: 'print the version', operands: [], options: {} },
} as const satisfies Readonly<Record<string, VerbRow>>;

export type VerbName = keyof typeof verbs;
export const verbNames = Object.keys(verbs) as VerbName[];
export const isVerb = (name: string): name is VerbName => Object.hasOwn(verbs, name);
