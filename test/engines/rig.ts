/**
 * A place for engines: a directory of its own, and a mount and a network namespace that end with it. Daemons run
 * inside; what they leave is looked for at the end.
 */
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import type { Subprocess } from 'bun';
import { isTeu, runtime } from '../helpers/paths.ts';
import { makeRootfs } from '../helpers/rootfs.ts';
import { holderOf } from './place.ts';

/** The runtime of the engines: teu, or what RUNTIME names, to see what the engines themselves do. */
export const teu = isTeu ? runtime : (Bun.which(runtime) ?? runtime);

export interface Result {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** `subordinate` is the first of 65536 ids. */
export interface User {
  readonly name: string;
  readonly id: number;
  readonly subordinate: number;
}

const startMs = 30_000;
const stopMs = 20_000;
const callMs = 120_000;

/** Every process whose command line or mounts name the text: of engines, and of containers. */
function processesNaming(text: string): number[] {
  const names = (file: string) => {
    try {
      return readFileSync(file, 'utf8').includes(text);
    } catch {
      return false;
    }
  };
  return readdirSync('/proc')
    .filter((name) => /^[0-9]+$/.test(name))
    .filter((pid) => names(`/proc/${pid}/cmdline`) || names(`/proc/${pid}/mountinfo`))
    .map(Number);
}

/** Cgroups that engines make for all of their containers, and leave. */
const parents = ['docker', 'default', 'k8s.io', 'libpod_parent', 'teu-test', 'teu-pods'];
const cgroupParents = (): string[] =>
  readdirSync('/sys/fs/cgroup')
    .flatMap((hierarchy) => ['', `${hierarchy}/`])
    .flatMap((hierarchy) => parents.map((name) => `/sys/fs/cgroup/${hierarchy}${name}`))
    .filter((path) => existsSync(path));

/** Removes a cgroup and those in it; the paths of what is in use. */
export function removeCgroup(path: string): string[] {
  const inner = readdirSync(path, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const inUse = inner.flatMap(({ name }) => removeCgroup(`${path}/${name}`));
  try {
    rmdirSync(path);
    return inUse;
  } catch {
    return [...inUse, path];
  }
}

export class Rig {
  readonly dir: string;
  /** A directory for PATH in which `runc` is teu: BuildKit and Podman look for that name. */
  readonly path: string;
  private readonly holder: Subprocess<'pipe', 'ignore', 'ignore'>;
  /** What other engines on this machine have. */
  private readonly foreign: readonly string[] = cgroupParents();
  private readonly daemons: { readonly name: string; readonly child: Subprocess }[] = [];

  constructor() {
    this.dir = mkdtempSync('/tmp/teu-engine-');
    // Users of user namespaces come through here.
    chmodSync(this.dir, 0o711);
    this.path = `${this.dir}/path`;
    mkdirSync(this.path);
    symlinkSync(teu, `${this.path}/runc`);
    this.holder = Bun.spawn(holderOf(this.dir), { stdin: 'pipe', stdout: 'ignore', stderr: 'ignore' });
    this.eventually('the namespaces', () => existsSync(`${this.dir}/up`));
  }

  /** Environment of daemons and clients. */
  get env(): Record<string, string> {
    const { PATH = '' } = process.env;
    return {
      ...(process.env as Record<string, string>),
      PATH: `${this.path}:/usr/sbin:/usr/bin:/sbin:/bin:${PATH}`,
    };
  }

  /** The command that runs another in the namespaces. */
  inside(argv: readonly string[]): string[] {
    return ['nsenter', '-t', `${this.holder.pid}`, '--mount', '--net', '--', ...argv];
  }

  /** Runs a command in the namespaces. */
  call(
    argv: readonly string[],
    options: { readonly stdin?: string; readonly env?: Record<string, string>; readonly cwd?: string } = {},
  ): Result {
    const [command = '', ...args] = this.inside(argv);
    const result = spawnSync(command, args, {
      encoding: 'utf8',
      input: options.stdin ?? '',
      cwd: options.cwd,
      env: { ...this.env, ...options.env },
      timeout: callMs,
      maxBuffer: 1 << 26,
    });
    return { code: result.status ?? -1, stdout: result.stdout, stderr: result.stderr };
  }

  /** Another machine on the uplink, as network namespace `name`. */
  neighbour(name: string, address: string): void {
    const script = [
      'ip netns add "$0"',
      'ip link add near type veth peer name eth0 netns "$0"',
      'ip link set near master eth9 up',
      'ip -n "$0" addr add "$1" dev eth0',
      'ip -n "$0" link set eth0 up',
    ].join(' && ');
    const made = this.call(['sh', '-c', script, name, address]);
    if (made.code !== 0) throw new Error(`ip: ${made.stderr}`);
  }

  /** Makes a user with subordinate ids, in the mount namespace alone: the files of the machine stay as they are. */
  addUser({ name, id, subordinate }: User): void {
    const lines: Readonly<Record<string, string>> = {
      passwd: `${name}:x:${id}:${id}::${this.dir}/home:/bin/sh`,
      group: `${name}:x:${id}:`,
      subuid: `${name}:${subordinate}:65536`,
      subgid: `${name}:${subordinate}:65536`,
    };
    for (const [file, line] of Object.entries(lines)) {
      const [own, shared] = [`${this.dir}/${file}`, `/etc/${file}`];
      writeFileSync(own, `${this.call(['cat', shared]).stdout}${line}\n`);
      const bound = this.call(['mount', '--bind', own, shared]);
      if (bound.code !== 0) throw new Error(`mount: ${bound.stderr}`);
    }
  }

  /** Starts a daemon and waits until it is ready; its log is NAME.log. */
  start(name: string, argv: readonly string[], isReady: () => boolean): void {
    const log = openSync(`${this.dir}/${name}.log`, 'a');
    const child = Bun.spawn(this.inside(argv), { stdin: 'ignore', stdout: log, stderr: log, env: this.env });
    closeSync(log);
    this.daemons.push({ name, child });
    this.eventually(name, () => {
      if (child.exitCode !== null) throw new Error(`${name} ended: ${this.log(name)}`);
      return isReady();
    });
  }

  log(name: string): string {
    return readFileSync(`${this.dir}/${name}.log`, 'utf8').slice(-4000);
  }

  /** Waits for what no fd tells; an error names it. */
  eventually(what: string, holds: () => boolean, ms = startMs): void {
    const deadline = performance.now() + ms;
    while (!holds()) {
      if (performance.now() > deadline) throw new Error(`${what}: not within ${ms / 1000} s`);
      Bun.sleepSync(20);
    }
  }

  /** A tar archive of the busybox root file system. */
  image(): string {
    const [rootfs, tar] = [`${this.dir}/rootfs`, `${this.dir}/busybox.tar`];
    if (existsSync(tar)) return tar;
    makeRootfs(rootfs);
    const made = spawnSync('tar', ['-C', rootfs, '-cf', tar, '.'], { encoding: 'utf8' });
    if (made.status !== 0) throw new Error(`tar: ${made.stderr}`);
    return tar;
  }

  /** Ends the daemons, the last one first, and the namespaces; returns what is still there, and ends it. */
  close(): string[] {
    for (const { name, child } of [...this.daemons].reverse()) {
      child.kill('SIGTERM');
      this.eventually(`end of ${name}`, () => !isAlive(child.pid), stopMs);
    }
    this.holder.stdin.end();
    this.eventually('the end of the namespaces', () => !isAlive(this.holder.pid), stopMs);
    const left = processesNaming(this.dir);
    for (const pid of left) process.kill(pid, 'SIGKILL');
    rmSync(this.dir, { recursive: true, force: true });
    const made = [...new Set(cgroupParents())].filter((path) => !this.foreign.includes(path));
    const cgroups = made.flatMap((path) => (existsSync(path) ? removeCgroup(path) : []));
    return [...left.map((pid) => `process ${pid}`), ...cgroups];
  }
}

/** False for a zombie, which Bun reaps when it comes to its event loop. */
function isAlive(pid: number): boolean {
  try {
    return !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}
