/**
 * What the core needs from the kernel, synchronous, without node:fs (1 ms). Every function throws SysError
 * (calls.ts) unless it says otherwise. Paths are of the host: nothing here takes a path below a rootfs.
 */

import { check, declare, decode, encode, SysError } from './calls.ts';

export { SysError } from './calls.ts';
export { readLines, readStdin } from './lines.ts';

const ENOENT = 2;
const ECHILD = 10;
const EAGAIN = 11;
const EEXIST = 17;
const EFBIG = 27;

const c = {
  readFile: declare('int64_t teu_read_file(const char *path, _Out_ uint8_t *buf, uint64_t cap, int regular)'),
  writeFile: declare(
    'int teu_write_file(const char *path, const uint8_t *buf, uint64_t len, uint32_t mode, int flags)',
  ),
  mkdir: declare('int teu_mkdir(const char *path, uint32_t mode)'),
  rmdir: declare('int teu_rmdir(const char *path)'),
  unlink: declare('int teu_unlink(const char *path)'),
  rename: declare('int teu_rename(const char *from, const char *to)'),
  readdir: declare('int64_t teu_readdir(const char *path, _Out_ uint8_t *buf, uint64_t cap)'),
  readlink: declare('int64_t teu_readlink(const char *path, _Out_ uint8_t *buf, uint64_t cap)'),
  realpath: declare('int64_t teu_realpath(const char *path, _Out_ uint8_t *buf, uint64_t cap)'),
  stat: declare('int teu_stat(const char *path, int nofollow, _Out_ int64_t *out)'),
  statfsMagic: declare('int64_t teu_statfs_magic(const char *path)'),
  access: declare('int teu_access(const char *path, int mode)'),
  lock: declare('int teu_lock(const char *path, int waitMs)'),
  close: declare('int teu_close(int fd)'),
  write: declare('int teu_write(int fd, const uint8_t *buf, uint64_t len)'),
  kill: declare('int teu_kill(int64_t pid, int signal)'),
  pidfdOpen: declare('int teu_pidfd_open(int64_t pid)'),
  pidfdSignal: declare('int teu_pidfd_signal(int fd, int signal)'),
  pidfdWait: declare('int teu_pidfd_wait(int fd, int timeoutMs)'),
  connect: declare('int teu_connect(const char *path)'),
  uname: declare(
    'int teu_uname(_Out_ uint8_t *release, uint64_t cap, _Out_ uint8_t *machine, uint64_t cap2)',
  ),
  ids: declare('int teu_ids(_Out_ int64_t *out)'),
  getpid: declare('int64_t teu_getpid()'),
  waitpid: declare('int teu_waitpid(int64_t pid)'),
  isatty: declare('int teu_isatty(int fd)'),
  probeCalls: declare('int64_t teu_probe_calls()'),
  netDevice: declare('int64_t teu_net_device(const char *name, _Out_ uint8_t *buf, uint64_t cap)'),
  probeSeccomp: declare('int64_t teu_probe_seccomp()'),
  exit: declare('void teu_exit(int code)'),
};

let scratch = new Uint8Array(65536);

/** The text, or the errno where `fill` fails: an Error costs more than all the rest. */
function tryFill(limit: number, fill: (buffer: Uint8Array) => number): string | number {
  for (;;) {
    const n = fill(scratch);
    if (n >= 0) return decode(scratch.subarray(0, n));
    if (n !== -EFBIG || scratch.length > limit) return -n;
    scratch = new Uint8Array(Math.min(scratch.length * 8, limit + 1));
  }
}

function fillText(call: string, path: string, limit: number, fill: (buffer: Uint8Array) => number): string {
  const text = tryFill(limit, fill);
  if (typeof text === 'number') throw new SysError(call, text, path);
  return text;
}

const textLimit = 1 << 20;

/** Whole text of any file, at most `limit` bytes (else EFBIG); never blocks, not even on a fifo. */
export const readText = (path: string, limit = textLimit): string =>
  fillText('read', path, limit, (buffer) => c.readFile(path, buffer, buffer.length, 0));

/** As readText, but EINVAL (EISDIR) for anything that is not a regular file. */
export const readRegular = (path: string, limit: number): string =>
  fillText('read', path, limit, (buffer) => c.readFile(path, buffer, buffer.length, 1));

/** The text, or null when the file cannot be read for whatever reason. */
export function tryReadText(path: string): string | null {
  const text = tryFill(textLimit, (buffer) => c.readFile(path, buffer, buffer.length, 0));
  return typeof text === 'number' ? null : text;
}

export interface WriteOptions {
  readonly mode?: number;
  readonly exclusive?: boolean;
  readonly append?: boolean;
  /** Do not create the file: for files of the kernel. */
  readonly existing?: boolean;
}

/** Opens, writes in one write(2), closes. */
export function writeText(path: string, text: string, options: WriteOptions = {}): void {
  const flags = (options.exclusive ? 1 : 0) | (options.append ? 2 : 0) | (options.existing ? 8 : 0);
  const bytes = encode(text);
  check(c.writeFile(path, bytes, bytes.length, options.mode ?? 0o600, flags), 'write', path);
}

/** Writes a temporary file in the same directory and renames it over `path`. */
export function writeAtomic(path: string, text: string, mode: number): void {
  const bytes = encode(text);
  check(c.writeFile(path, bytes, bytes.length, mode, 4), 'write', path);
}

function unless(errno: number, result: number, call: string, path: string): boolean {
  if (result === -errno) return false;
  check(result, call, path);
  return true;
}

/** False when it existed. */
export const mkdir = (path: string, mode: number): boolean =>
  unless(EEXIST, c.mkdir(path, mode), 'mkdir', path);
/** False when it was not there. */
export const rmdir = (path: string): boolean => unless(ENOENT, c.rmdir(path), 'rmdir', path);
/** False when it was not there. */
export const unlink = (path: string): boolean => unless(ENOENT, c.unlink(path), 'unlink', path);
export const rename = (from: string, to: string): void => void check(c.rename(from, to), 'rename', from);

/** Names in a directory, without `.` and `..`, in the order of the kernel. */
export function readdir(path: string): string[] {
  const text = fillText('getdents64', path, 1 << 24, (buffer) => c.readdir(path, buffer, buffer.length));
  return text === '' ? [] : text.split('\0').filter((name) => name !== '');
}

/** Target of a link, or null when there is none. */
export function readlink(path: string): string | null {
  const n = c.readlink(path, scratch, scratch.length);
  return n < 0 ? null : decode(scratch.subarray(0, n));
}

/** Absolute path without links. */
export function realpath(path: string): string {
  const n = check(c.realpath(path, scratch, scratch.length), 'open', path);
  return decode(scratch.subarray(0, n));
}

export type FileKind = 'file' | 'dir' | 'link' | 'char' | 'block' | 'fifo' | 'socket';
export interface FileStat {
  readonly kind: FileKind;
  /** Permission bits only. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly rdev: bigint;
  readonly size: number;
  readonly dev: bigint;
  readonly ino: bigint;
  readonly mtimeNanos: bigint;
  /** Of a directory, where its file system counts them: those in it and two more. */
  readonly links: number;
}

/** By the type bits of st_mode. */
export const kinds: Readonly<Record<number, FileKind>> = {
  1: 'fifo',
  2: 'char',
  4: 'dir',
  6: 'block',
  8: 'file',
  10: 'link',
  12: 'socket',
};

/** stat(2), or lstat with follow false; null when there is nothing at the path. */
export function stat(path: string, options: { readonly follow?: boolean } = {}): FileStat | null {
  const out = new BigInt64Array(12);
  const r = c.stat(path, options.follow === false ? 1 : 0, out);
  if (r === -ENOENT) return null;
  check(r, 'stat', path);
  const word = (index: number): bigint => out[index] as bigint;
  const bits = Number(word(0));
  return {
    kind: kinds[(bits >> 12) & 15] ?? 'file',
    mode: bits & 0o7777,
    uid: Number(word(1)),
    gid: Number(word(2)),
    rdev: word(3),
    size: Number(word(4)),
    dev: word(5),
    ino: word(6),
    mtimeNanos: word(7),
    links: Number(word(8)),
  };
}

/** f_type of statfs(2). */
export const statfsMagic = (path: string): number => check(c.statfsMagic(path), 'statfs', path);
/** access(2) with the effective ids. */
export const access = (path: string, mode: number): boolean => c.access(path, mode) === 0;

/** Takes the exclusive lock of a file (made when missing); the caller owns the CLOEXEC fd. null: still held after waitMs. */
export function lock(path: string, waitMs: number): number | null {
  const fd = c.lock(path, waitMs);
  if (fd === -EAGAIN) return null;
  return check(fd, 'flock', path);
}
export const close = (fd: number): void => void c.close(fd);
/** Writes everything. */
export function write(fd: number, text: string): void {
  const bytes = encode(text);
  check(c.write(fd, bytes, bytes.length), 'write');
}

/** 0, or the errno; never throws. */
export const kill = (pid: number, signal: number): number => -c.kill(pid, signal);
/** The caller owns the fd; -errno on failure, never throws. */
export const pidfdOpen = (pid: number): number => c.pidfdOpen(pid);
/** 0, or the errno; never throws. */
export const pidfdSignal = (fd: number, signal: number): number => -c.pidfdSignal(fd, signal);
/** True when the process has ended within the time (milliseconds; -1: no limit). */
export const pidfdWait = (fd: number, timeoutMs: number): boolean => c.pidfdWait(fd, timeoutMs) === 1;
/** Waits for the end of our own child (-1: any) and reaps it. False when there is none (any more). */
export function reap(pid: number): boolean {
  const r = c.waitpid(pid);
  if (r === -ECHILD) return false;
  check(r, 'waitpid');
  return true;
}
/** Connects to an AF_UNIX SOCK_SEQPACKET socket; the caller owns the fd. */
export const connectUnix = (path: string): number => check(c.connect(path), 'connect', path);

const cString = (bytes: Uint8Array): string => decode(bytes.subarray(0, bytes.indexOf(0)));
export function uname(): { readonly release: string; readonly machine: string } {
  const release = new Uint8Array(65);
  const machine = new Uint8Array(65);
  check(c.uname(release, 65, machine, 65), 'uname');
  return { release: cString(release), machine: cString(machine) };
}

export interface Ids {
  readonly uid: number;
  readonly euid: number;
  readonly gid: number;
  readonly egid: number;
}
export function ids(): Ids {
  const out = new BigInt64Array(4);
  check(c.ids(out), 'getuid');
  const [uid = 0, euid = 0, gid = 0, egid = 0] = [...out].map(Number);
  return { uid, euid, gid, egid };
}
export const getuid = (): number => ids().uid;
export const geteuid = (): number => ids().euid;
export const getpid = (): number => c.getpid();
export const isatty = (fd: number): boolean => c.isatty(fd) === 1;

/** Names behind the bits of teu_probe_calls (enum teu_call of native/lib/libteu.h), in order. */
const probedCalls = [
  'openat2',
  'open_tree',
  'move_mount',
  'fsopen',
  'fsconfig',
  'fsmount',
  'mount_setattr',
  'clone3',
  'close_range',
  'memfd_create',
  'fspick',
  'pidfd_open',
  'pidfd_send_signal',
  'execveat',
] as const;

/** System calls that this kernel, or a seccomp filter around us, does not let us have. */
export function probeCalls(): string[] {
  const bits = c.probeCalls();
  return probedCalls.filter((_, index) => (bits & (1 << index)) !== 0);
}

/** Flags and permanent global addresses of a device of our network namespace (struct net_address). ENODEV: no such device. */
export function netDevice(name: string): Uint8Array {
  const n = check(c.netDevice(name, scratch, scratch.length), 'rtm_getaddr', name);
  return scratch.slice(0, n);
}

/** What seccomp(2) of this kernel has: the filter flags, and bits of the actions as native/lib/probe.c lists them. */
export function probeSeccomp(): { readonly flags: number; readonly actions: number } {
  const bits = c.probeSeccomp();
  return { flags: bits % 2 ** 32, actions: Math.floor(bits / 2 ** 32) };
}

/** exit_group(2): no exit handlers of the engine. */
export function exit(code: number): never {
  c.exit(code);
  throw new Error('exit returned');
}
