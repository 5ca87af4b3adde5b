/** One test's world: a directory, a private state root, bundles, ids, processes; `close` ends and checks it. */
import {
  chmodSync,
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import type { Subprocess } from 'bun';
import { ownChildren } from './children.ts';
import { defaultConfig, type OciConfig } from './config.ts';
import { descendants, leftovers, type Snapshot, snapshot } from './leftovers.ts';
import { runtime } from './paths.ts';
import { makeRootfs } from './rootfs.ts';
import { becomeSubreaper, isAlive, kill, limitMs, tryReap, waitEnd } from './sys.ts';
import { isPrivate } from './v2.ts';

export interface Result {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CallOptions {
  readonly cwd?: string;
  readonly env?: Record<string, string>;
  /** Text for stdin; else /dev/null, or this fd. */
  readonly stdin?: string | number;
  /** fds for stdout and stderr instead of files that are read afterwards. */
  readonly stdout?: number;
  readonly stderr?: number;
  /** Another runtime than the one under test. */
  readonly runtime?: string;
  /** A command that executes the runtime, e.g. ['env', '--ignore-signal=PIPE']. */
  readonly wrap?: readonly string[];
}

/** A call that still runs. */
export interface Running {
  readonly pid: number;
  readonly child: Subprocess;
  /** Waits for its end. */
  result(): Promise<Result>;
}

export interface State {
  readonly ociVersion: string;
  readonly id: string;
  readonly status: string;
  readonly pid: number;
  readonly bundle: string;
  readonly annotations?: Record<string, string>;
}

let boxes = 0;

export class Box {
  readonly dir: string;
  /** --root of every call. */
  readonly root: string;
  private readonly prefix: string;
  private readonly before: Snapshot;
  private readonly ids: string[] = [];
  private readonly running: Running[] = [];
  private readonly mounts: string[] = [];
  private calls = 0;
  private bundles = 0;

  /** A call was made where cgroup v2 is all there is, unlike on this host. */
  wasPrivate = false;

  /** `wrap`: what executes each call that does not say otherwise. */
  constructor(private readonly wrap: readonly string[] = []) {
    becomeSubreaper();
    this.dir = mkdtempSync('/tmp/teu-test-');
    chmodSync(this.dir, 0o755);
    this.root = `${this.dir}/state`;
    this.prefix = `t${process.pid}x${boxes++}n`;
    this.before = this.look();
  }

  private look(): Snapshot {
    return snapshot([this.dir, this.prefix], [this.root]);
  }

  /** What exists now that did not when the box was made. */
  left(): string[] {
    return leftovers(this.before, this.look());
  }

  /** A fresh container id; it is deleted when the box closes. */
  id(): string {
    const id = `${this.prefix}${this.ids.length}`;
    this.ids.push(id);
    return id;
  }

  /** A new bundle with a busybox rootfs; `change` edits the default configuration. */
  bundle(change: string | ((config: OciConfig, dir: string) => void) = 'true'): string {
    const dir = `${this.dir}/bundle${this.bundles++}`;
    mkdirSync(dir);
    makeRootfs(`${dir}/rootfs`);
    const config = defaultConfig(typeof change === 'string' ? change : 'true');
    if (typeof change !== 'string') change(config, dir);
    writeFileSync(`${dir}/config.json`, JSON.stringify(config, null, 2));
    return dir;
  }

  private command(args: readonly string[], options: CallOptions): string[] {
    const wrap = options.wrap ?? this.wrap;
    this.wasPrivate ||= isPrivate(wrap);
    return [...wrap, options.runtime ?? runtime, '--root', this.root, ...args];
  }

  /** Calls the runtime and waits for its end; output goes through files, because a container may keep them open. */
  call(args: readonly string[], options: CallOptions = {}): Result {
    const streams = this.open(options);
    try {
      const child = Bun.spawnSync(this.command(args, options), {
        cwd: options.cwd ?? this.dir,
        env: options.env ?? (process.env as Record<string, string>),
        stdin: streams.stdin,
        stdout: streams.stdout,
        stderr: streams.stderr,
        timeout: 3 * limitMs,
        killSignal: 'SIGKILL',
      });
      const code = child.exitCode ?? (child.signalCode === undefined ? -1 : -2);
      return { code, ...streams.read() };
    } finally {
      streams.close();
    }
  }

  /** As `call`, with the words alone. */
  teu(...args: string[]): Result {
    return this.call(args);
  }

  /** Calls the runtime without waiting. */
  begin(args: readonly string[], options: CallOptions = {}): Running {
    const streams = this.open(options);
    const child = Bun.spawn(this.command(args, options), {
      cwd: options.cwd ?? this.dir,
      env: options.env ?? (process.env as Record<string, string>),
      stdin: streams.stdin,
      stdout: streams.stdout,
      stderr: streams.stderr,
    });
    streams.close();
    ownChildren.add(child.pid);
    // Its number may come again, as that of an orphan.
    void child.exited.then(() => ownChildren.delete(child.pid));
    const result = async () => {
      const code = await child.exited;
      return { code, ...streams.read() };
    };
    const running = { pid: child.pid, child, result };
    this.running.push(running);
    return running;
  }

  /** Output so far of the call that was begun last. */
  outputOfLast(): () => string {
    const file = `${this.dir}/call${this.calls - 1}.out`;
    return () => readFileSync(file, 'utf8');
  }

  private open(options: CallOptions) {
    const base = `${this.dir}/call${this.calls++}`;
    const owned: number[] = [];
    const file = (name: string, flags: string) => {
      const fd = openSync(`${base}.${name}`, flags);
      owned.push(fd);
      return fd;
    };
    let stdin: number | 'ignore' = 'ignore';
    if (typeof options.stdin === 'string') {
      writeFileSync(`${base}.in`, options.stdin);
      stdin = file('in', 'r');
    } else if (options.stdin !== undefined) stdin = options.stdin;
    const [stdout, stderr] = [options.stdout ?? file('out', 'a'), options.stderr ?? file('err', 'a')];
    const content = (name: string, given: number | undefined) =>
      given === undefined ? readFileSync(`${base}.${name}`, 'utf8') : '';
    return {
      stdin,
      stdout,
      stderr,
      read: () => ({ stdout: content('out', options.stdout), stderr: content('err', options.stderr) }),
      close: () => {
        for (const fd of owned) closeSync(fd);
      },
    };
  }

  /** As `call`, but anything but exit status 0 fails the test with the runtime's words. */
  must(...args: string[]): Result {
    const result = this.call(args);
    if (result.code !== 0) throw new Error(`${args.join(' ')}: exit ${result.code}: ${result.stderr}`);
    return result;
  }

  /** Runs a container in the foreground with `change` applied (see `bundle`). */
  run(change: string | ((config: OciConfig, dir: string) => void), options: CallOptions = {}): Result {
    return this.call(['run', '--bundle', this.bundle(change), this.id()], options);
  }

  /** What a container prints; its exit status must be 0. */
  output(change: string | ((config: OciConfig, dir: string) => void)): string {
    const result = this.run(change);
    if (result.code !== 0) throw new Error(`run: exit ${result.code}: ${result.stdout}${result.stderr}`);
    return result.stdout;
  }

  /** create; returns the id. */
  created(change: string | ((config: OciConfig, dir: string) => void)): string {
    const id = this.id();
    this.must('create', '--bundle', this.bundle(change), id);
    return id;
  }

  /** create and start; returns the id. */
  started(change: string | ((config: OciConfig, dir: string) => void)): string {
    const id = this.created(change);
    this.must('start', id);
    return id;
  }

  state(id: string): State {
    return JSON.parse(this.must('state', id).stdout) as State;
  }

  /** Kills with SIGKILL and waits for the end of the container's process. */
  end(id: string): void {
    const { pid } = this.state(id);
    this.must('kill', id, 'KILL');
    waitEnd(pid);
    tryReap(pid);
  }

  /** Waits for what no fd and no event tells: a limit, not a sleep. */
  eventually(holds: () => boolean): void {
    const deadline = performance.now() + limitMs;
    while (!holds()) {
      if (performance.now() > deadline) throw new Error(`it never came true: ${holds}`);
      Bun.sleepSync(2);
    }
  }

  /** Mounts for the time of the test; it is no left-over. */
  mount(type: string, target: string, options = 'rw'): void {
    const { exitCode, stderr } = Bun.spawnSync(['mount', '-t', type, '-o', options, type, target]);
    if (exitCode !== 0) throw new Error(stderr.toString());
    this.mounts.push(target);
  }

  /** Reaps what has ended and came to us, as an engine does; what still lives stays. */
  settle(): void {
    for (const pid of this.orphans()) if (!isAlive(pid)) tryReap(pid);
  }

  /** Deletes, kills and removes everything; returns what is left all the same. */
  close(): string[] {
    for (const { pid, child } of this.running)
      if (child.exitCode === null && child.signalCode === null) kill(pid, 9);
    for (const id of this.ids) this.call(['delete', '--force', id]);
    for (const pid of this.orphans()) tryReap(pid, 2_000);
    for (const target of this.mounts.reverse()) Bun.spawnSync(['umount', target]);
    const left = this.left();
    for (const pid of this.orphans()) {
      kill(pid, 9);
      tryReap(pid);
    }
    this.unmount();
    rmSync(this.dir, { recursive: true, force: true });
    return left;
  }

  /** Descendants that Bun did not spawn itself: adopted ones. */
  private orphans(): number[] {
    return descendants().filter((pid) => !ownChildren.has(pid));
  }

  private unmount(): void {
    const points = readFileSync('/proc/self/mountinfo', 'utf8')
      .split('\n')
      .map((line) => line.split(' ')[4] ?? '');
    for (const point of points.filter((path) => path.startsWith(`${this.dir}/`)).reverse()) {
      Bun.spawnSync(['umount', '-l', point]);
    }
  }
}
