/** The runtime as an engine calls it: with its flags, its environment, what it leaves open, and its death as ours. */
import { existsSync, readFileSync } from 'node:fs';
import { expect } from 'bun:test';
import type { Box, Result } from './box.ts';
import type { OciConfig } from './config.ts';
import { tryReap, waitEnd } from './sys.ts';

export interface LogLine {
  readonly level: string;
  readonly msg: string;
  readonly time: string;
}

interface Style {
  /** Global flags, given the log file. */
  readonly flags: (log: string) => readonly string[];
  /** The engine says where the state is; a directory that is not there yet. */
  readonly hasRoot: boolean;
}

/** Global flags of each caller. Podman asks for a log only where it knows the name of the runtime. */
export const styles = {
  shim: { flags: (log) => ['--log', log, '--log-format', 'json'], hasRoot: true },
  'newer shim': {
    flags: (log) => ['--log', log, '--log-format', 'json', '--rootless=false', '--debug'],
    hasRoot: true,
  },
  dockerd: { flags: () => [], hasRoot: false },
  BuildKit: { flags: (log) => ['--log', log, '--log-format', 'json'], hasRoot: false },
  conmon: { flags: (log) => ['--log-format=json', '--log', log], hasRoot: false },
  'conmon, other name': { flags: () => [], hasRoot: false },
  podman: { flags: () => [], hasRoot: false },
  buildah: { flags: () => [], hasRoot: false },
} as const satisfies Readonly<Record<string, Style>>;
export type Caller = keyof typeof styles;

export type Situation = 'none' | 'created' | 'running' | 'paused' | 'stopped';

/** What callers have in their environment, and no payload may see. */
export const engineEnv = {
  PATH: process.env.PATH ?? '',
  TMPDIR: '/tmp',
  GOMAXPROCS: '2',
  TTRPC_ADDRESS: '/run/x.sock',
  LD_LIBRARY_PATH: '/opt/containerd/lib:',
  XDG_RUNTIME_DIR: '',
  _CONTAINERS_USERNS_CONFIGURED: '1',
  _OCI_SYNCPIPE: '5',
  _OCI_STARTPIPE: '6',
};

/** $1 and $2 are the --root of the box, which most callers do not give. */
const wrapOf = (keepsRoot: boolean) => [
  'setpriv',
  '--pdeathsig',
  'KILL',
  'sh',
  '-c',
  `${keepsRoot ? '' : 'shift 2; '}exec 3</dev/null 7</etc/passwd 9>/dev/null; exec "$0" "$@"`,
];

export class Engine {
  readonly log: string;
  readonly bundle: string;
  readonly id: string;
  private lines = 0;

  /** `change` makes the bundle, as `Box.bundle` takes it. */
  constructor(
    private readonly box: Box,
    private readonly caller: Caller,
    change: string | ((config: OciConfig) => void),
  ) {
    this.bundle = box.bundle(change);
    this.id = box.id();
    this.log = `${this.bundle}/log.json`;
  }

  private get options() {
    const wrap = wrapOf(styles[this.caller].hasRoot);
    return { cwd: this.bundle, env: engineEnv, wrap };
  }

  call(...args: string[]): Result {
    return this.given('', ...args);
  }

  given(stdin: string, ...args: string[]): Result {
    return this.box.call([...styles[this.caller].flags(this.log), ...args], { ...this.options, stdin });
  }

  begin(...args: string[]) {
    return this.box.begin([...styles[this.caller].flags(this.log), ...args], this.options);
  }

  /** Lines since the last question. Each must be what containerd and Podman can read. */
  logged(): LogLine[] {
    if (!existsSync(this.log)) return [];
    const all = readFileSync(this.log, 'utf8').split('\n');
    expect(all.pop()).toBe('');
    const fresh = all.slice(this.lines).map((line) => JSON.parse(line) as LogLine);
    this.lines = all.length;
    for (const { time } of fresh)
      expect(time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/);
    return fresh;
  }

  private must(...args: string[]): void {
    const { code, stderr } = this.call(...args);
    if (code !== 0) throw new Error(`${args.join(' ')}: ${code}: ${stderr}`);
  }

  state(): { status: string; pid: number } {
    return JSON.parse(this.call('state', this.id).stdout);
  }

  situation(): Situation {
    const { code, stdout } = this.call('state', this.id);
    return code === 0 ? JSON.parse(stdout).status : 'none';
  }

  /** Makes a container that is there, by the calls of an engine. */
  bring(situation: Situation): void {
    if (situation === 'none') return;
    this.must('create', '--bundle', this.bundle, '--pid-file', `${this.bundle}/init.pid`, this.id);
    if (situation !== 'created') this.must('start', this.id);
    if (situation === 'paused') this.must('pause', this.id);
    if (situation === 'stopped') this.end();
    this.logged();
  }

  private end(): void {
    const { pid } = this.state();
    this.must('kill', this.id, '9');
    waitEnd(pid);
    tryReap(pid);
  }

  /** The box removes what is below its own root. */
  close(): void {
    this.call('delete', '--force', this.id);
  }
}
