/**
 * What engines call, played: while teu is built this shows which parts of the heap they touch (native/engine/make.c). What lies below
 * `root` is kept in memory, init and spawner answer from a list, and nothing is done to the machine. Each call in a process
 * of its own, which is thrown away.
 */

import { magic } from '../tables/magic.ts';
import type { Piece } from './rehearse.ts';
import { type Answer, born, done, executed, hello, someFd } from './scene-answers.ts';
import { cgroupFiles, hostDirs, hostFiles, id, isHosts, pid, procFiles, sent } from './scene-host.ts';
import { outcomeBytes, ringHeaderBytes } from '../wire/protocol.ts';

type Native = (...args: never[]) => number | bigint;
/** null: that is for the kernel to answer. */
type Fake = (...args: never[]) => number | null;

interface Engine {
  func: (declaration: string) => Native;
  readonly view: (pointer: unknown, length: number) => ArrayBuffer;
  readonly encode: (text: string) => Uint8Array;
  readonly decode: (bytes: Uint8Array) => string;
}

const world = globalThis as unknown as {
  readonly engine: Engine;
  readonly program: (argv: readonly string[], env: Readonly<Record<string, string>>, argv0: string) => void;
};
const { engine } = world;

const func = engine.func;
const nameOf = (declaration: string): string => /teu_(\w+)\(/.exec(declaration)?.[1] ?? '';
const native = (declaration: string): Native => func.call(engine, declaration);

const root = '/scene';
const [ENOENT, ECHILD, EEXIST] = [2, 10, 17];
const actor = { spawner: 901, init: 902 };

const files = new Map<string, Uint8Array>();
const dirs = new Set<string>();
let locked = '';
/** Of the call that is played: those of the host are nobody's but its own. */
let more: Readonly<Record<string, string>> = {};

const isOurs = (path: string): boolean => path === root || path.startsWith(`${root}/`);
const childrenOf = (path: string): string[] =>
  [...dirs, ...files.keys()].filter((name) => name.slice(0, name.lastIndexOf('/')) === path);

function readFile(path: string, into: Uint8Array): number | null {
  const proc = procFiles[path] ?? hostFiles[path] ?? more[path];
  const bytes = proc === undefined ? files.get(path) : engine.encode(proc);
  if (bytes === undefined)
    return isOurs(path) || isHosts(path) || path.startsWith('/proc/4000000') ? -ENOENT : null;
  into.set(bytes);
  return bytes.length;
}

const [directory, regular, socket] = [0o040700, 0o100600, 0o140600];

/** A cgroup whose files the call may read; there is none below it. */
const isSeen = (path: string): boolean => `${path}/cgroup.procs` in more;

/** As teu_stat: mode, uid, gid, rdev, size, dev, ino, mtime, links. */
function stat(path: string, out: BigInt64Array): number | null {
  if (path === `/proc/self/fd/${someFd}`) return stat(locked, out);
  if (isSeen(path)) {
    out.fill(0n);
    out[8] = 2n;
    return 0;
  }
  if (!isOurs(path)) return null;
  const isDir = dirs.has(path) || path === root;
  if (!isDir && !files.has(path)) return -ENOENT;
  out.fill(0n);
  out[0] = BigInt(isDir ? directory : path.endsWith('.sock') ? socket : regular);
  out[4] = BigInt(files.get(path)?.length ?? 0);
  out[6] = BigInt(path.length);
  return 0;
}

const answers = new Map<number, (Answer | null)[]>();
/** Last step that was handed out. */
let last = 0;
let ring: unknown = null;

function receive(sock: number, bytes: Uint8Array, fd: Int32Array): number {
  const answer = answers.get(sock)?.shift() ?? executed;
  if (answer === executed) {
    const at = ringHeaderBytes + last * outcomeBytes;
    new DataView(engine.view(ring, at + 4)).setUint32(at, 1, true);
    return 0;
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  view.setUint32(0, answer.type, true);
  view.setUint32(8, last, true);
  view.setInt32(12, answer.value ?? 0, true);
  view.setBigInt64(16, BigInt(answer.pid ?? 0), true);
  fd[0] = answer.fd ?? -1;
  return 1;
}

class Ended extends Error {}
let status = -1;

const succeed: Fake = () => 0;

function fill(into: Uint8Array, text: string): number {
  const bytes = engine.encode(text);
  into.set(bytes);
  return bytes.length;
}

/** On stdin. */
let unread = sent;

/** By the names of libteu's functions without `teu_`; what is not here changes nothing. */
const fakes: Readonly<Record<string, Fake>> = {
  read_file: readFile,
  write_file: (path: string, bytes: Uint8Array) => {
    files.set(path, bytes.slice());
    return 0;
  },
  mkdir: (path: string) => {
    if (dirs.has(path)) return -EEXIST;
    dirs.add(path);
    return 0;
  },
  rmdir: (path: string) => (dirs.delete(path) ? 0 : -ENOENT),
  unlink: (path: string) => (files.delete(path) ? 0 : -ENOENT),
  rename: (from: string, to: string) => {
    const moved = files.get(from);
    if (moved !== undefined) files.set(to, moved);
    files.delete(from);
    return 0;
  },
  readdir: (path: string, into: Uint8Array) => {
    const names = hostDirs[path] ?? childrenOf(path).map((name) => name.slice(path.length + 1));
    if (isOurs(path) || path in hostDirs) return fill(into, names.map((name) => `${name}\0`).join(''));
    return isHosts(path) ? -ENOENT : null;
  },
  stat: (path: string, _nofollow: number, out: BigInt64Array) => stat(path, out),
  readlink: (path: string, into: Uint8Array) => {
    const name = new RegExp(`^/proc/${pid}/(?:ns/)?(\\w+)$`).exec(path)?.[1];
    if (name === undefined) return null;
    return fill(into, name === 'exe' ? '/memfd:teu-init (deleted)' : `${name}:[1]`);
  },
  lock: (path: string) => {
    files.set(path, new Uint8Array(64));
    locked = path;
    return someFd;
  },
  ids: (out: BigInt64Array) => {
    out.fill(0n);
    return 0;
  },
  write: succeed,
  read: (fd: number, into: Uint8Array) => {
    if (fd !== 0) return null;
    const text = unread;
    unread = '';
    return fill(into, text);
  },
  probe_seccomp: () => 0xff_0000_003f,
  close: succeed,
  connect: () => actor.init,
  pidfd_open: () => someFd,
  pidfd_wait: () => 1,
  pidfd_signal: succeed,
  kill: succeed,
  waitpid: () => -ECHILD,
  hold_signals: succeed,
  step: succeed,
  attach: (_ring: number, _env: number, ...caller: never[]) => {
    const attach = native('int teu_attach(int ring, int env, int64_t soft, int64_t hard, int umask)');
    const result = attach(...([-1, -1, ...caller] as never[]));
    ring = native('void *teu_ring()')();
    return Number(result);
  },
  send: (_sock: number, _type: number, _from: number, to: number) => {
    last = to;
    return 0;
  },
  receive: (sock: number, _pidfd: number, _timeout: number, bytes: Uint8Array, fd: Int32Array) =>
    receive(sock, bytes, fd),
  realpath: (path: string, into: Uint8Array) => (isOurs(path) ? fill(into, path) : null),
  access: (path: string) => {
    if (isHosts(path)) return path in hostFiles || path in hostDirs ? 0 : -ENOENT;
    return isOurs(path) ? 0 : null;
  },
  statfs_magic: (path: string) => (path === '/sys/fs/cgroup' || isSeen(path) ? magic.cgroup2 : null),
  exit: (code: number) => {
    status = code;
    throw new Ended();
  },
};

interface Call {
  readonly argv: readonly string[];
  /** What it touches besides is laid apart from what every call touches: those that plan, and those that are called less often. */
  readonly kind?: 'plans' | 'seldom';
  readonly files?: Readonly<Record<string, string>>;
  /** What the spawner and init answer. */
  readonly spawner?: readonly Answer[];
  readonly init?: readonly (Answer | null)[];
}

/** The first one leaves the container on which the others are played. */
const calls: readonly Call[] = [
  {
    kind: 'plans',
    argv: ['create', '--bundle', `${root}/bundle`, id],
    spawner: [born, done],
    init: [done, done],
  },
  {
    kind: 'plans',
    argv: ['run', '--detach', '--bundle', `${root}/bundle`, 'other'],
    spawner: [born, done],
    init: [done, executed],
  },
  { kind: 'plans', argv: ['exec', '--detach', id, 'true'], spawner: [born, done], init: [done, executed] },
  { argv: ['start', id], init: [hello, executed] },
  { argv: ['state', id] },
  { argv: ['kill', id, 'KILL'] },
  { argv: ['delete', '--force', id] },
  { argv: ['list'] },
  { kind: 'seldom', argv: ['update', '--resources', '-', id], files: cgroupFiles },
  { kind: 'seldom', argv: ['ps', '--format', 'json', id], files: cgroupFiles },
  { kind: 'seldom', argv: ['events', '--stats', id], files: cgroupFiles },
  { kind: 'seldom', argv: ['features'] },
  { kind: 'seldom', argv: ['--version'] },
];
const env = {
  TEU_LAUNCH: `v=1 sock=${actor.spawner} init=${actor.init} ring=-1 env=-1 image=-1 nofile=1024:1024 umask=22 sigmask=0 sigign=0 spawner=0 error=0`,
  TEU_CWD: '/',
};

function stage(piece: Piece | undefined): void {
  if (piece === undefined) throw new Error('nothing to rehearse');
  for (const dir of [root, `${root}/bundle`, `${root}/bundle/rootfs`]) dirs.add(dir);
  files.set(`${root}/bundle/config.json`, engine.encode(piece.config));
}

type Kept = readonly [readonly string[], readonly (readonly [string, string])[]];

/** With the socket that the spawner would have bound. */
function keep(file: string): void {
  files.set(`${root}/${id}/init.sock`, new Uint8Array());
  const kept: Kept = [[...dirs], [...files].map(([name, bytes]) => [name, engine.decode(bytes)])];
  const bytes = engine.encode(JSON.stringify(kept));
  const write = native(
    'int teu_write_file(const char *path, const uint8_t *b, uint64_t n, uint32_t m, int f)',
  );
  write(...([file, bytes, bytes.length, 0o600, 0] as never[]));
}

function load(file: string): void {
  const into = new Uint8Array(1 << 20);
  const read = native('int64_t teu_read_file(const char *path, _Out_ uint8_t *b, uint64_t n, int r)');
  const length = Number(read(...([file, into, into.length, 1] as never[])));
  const [names, texts] = JSON.parse(engine.decode(into.subarray(0, Math.max(length, 0)))) as Kept;
  for (const name of names) dirs.add(name);
  for (const [name, text] of texts) files.set(name, engine.encode(text));
}

/**
 * Plays the call with this number; `text` is a list of Piece, `file` keeps the scene from the first call on. The exit status of
 * the call; -1: there is no such call.
 */
function play(index: number, text: string, file: string): number {
  const call = calls[index];
  if (call === undefined) return -1;
  if (index === 0) stage((JSON.parse(text) as Piece[]).find(({ request }) => request.verb === 'create'));
  else load(file);
  more = call.files ?? {};
  answers.set(actor.spawner, [...(call.spawner ?? [])]).set(actor.init, [...(call.init ?? [])]);
  engine.func = (declaration) => {
    const real = native(declaration);
    const fake = fakes[nameOf(declaration)];
    return fake === undefined ? real : (...args) => fake(...args) ?? real(...args);
  };
  try {
    world.program(['teu', 'teu', '--root', root, ...call.argv], env, 'teu');
  } catch (error) {
    if (!(error instanceof Ended)) throw error;
  }
  if (index === 0) keep(file);
  return status;
}

/** As native/engine/engine.h counts them. */
const kinds = [undefined, 'plans', 'seldom'] as const;
const phase = (index: number): number => kinds.indexOf(calls[index]?.kind);

Object.assign(globalThis, { play, phase });
