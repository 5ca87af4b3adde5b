/** libhelper.so (helper.c): ptys, subreaper, waiting on processes and fds. Built by `make test-tools`. */
import { dlopen, FFIType } from 'bun:ffi';
import { readFileSync } from 'node:fs';
import { repository } from './paths.ts';

const { i32, ptr, cstring } = FFIType;
const library = dlopen(`${repository}build/test/libhelper.so`, {
  h_subreaper: { args: [], returns: i32 },
  h_session_key: { args: [cstring], returns: i32 },
  h_wait_end: { args: [i32, i32], returns: i32 },
  h_reap: { args: [i32, i32], returns: i32 },
  h_pty: { args: [ptr, i32, i32], returns: i32 },
  h_pipe: { args: [ptr], returns: i32 },
  h_resize: { args: [i32, i32, i32], returns: i32 },
  h_size: { args: [i32], returns: i32 },
  h_read: { args: [i32, ptr, i32, i32], returns: i32 },
  h_write: { args: [i32, ptr, i32], returns: i32 },
  h_close: { args: [i32], returns: i32 },
  h_kill: { args: [i32, i32], returns: i32 },
  h_datagram: { args: [cstring], returns: i32 },
  h_listen: { args: [cstring], returns: i32 },
  h_fill: { args: [cstring, i32], returns: i32 },
  h_receive_fd: { args: [i32, i32], returns: i32 },
}).symbols;

/** Default limit of every wait in tests. */
export const limitMs = 10_000;

function checked(call: string, result: number): number {
  if (result < 0) throw new Error(`${call}: errno ${-result}`);
  return result;
}

const zeroEnded = (text: string) => Buffer.from(`${text}\0`);

/** Orphaned containers become children of this process, as they do of an engine. */
export const becomeSubreaper = () => checked('prctl', library.h_subreaper());

/** Gives this process a fresh session keyring that holds a key of this name. */
export const ownKey = (name: string) => checked('keyctl', library.h_session_key(zeroEnded(name)));

/** Waits for the end of any process; throws when it takes longer than the limit. */
export const waitEnd = (pid: number, ms = limitMs) => checked(`end of ${pid}`, library.h_wait_end(pid, ms));

/** Reaps a child of this process; `{code}` or `{signal}`. */
export function reap(pid: number, ms = limitMs): { code: number | null; signal: number | null } {
  const status = checked(`reap ${pid}`, library.h_reap(pid, ms));
  const signal = status & 0x7f;
  return signal === 0 ? { code: status >> 8, signal: null } : { code: null, signal };
}

/** Reaps if it is our child, and does not mind if it is not. */
export function tryReap(pid: number, ms = limitMs): void {
  library.h_reap(pid, ms);
}

/** True if the signal could be sent; signal 0 asks whether the process is there. */
export const kill = (pid: number, signal: number) => library.h_kill(pid, signal) === 0;

/** False for a zombie. */
export function isAlive(pid: number): boolean {
  try {
    return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

export const closeFd = (fd: number) => library.h_close(fd);

/** A new pseudo terminal; the caller owns both fds. */
export function openPty(rows = 24, columns = 80): { master: number; slave: number } {
  const fds = new Int32Array(2);
  checked('openpty', library.h_pty(fds, rows, columns));
  return { master: fds[0] ?? -1, slave: fds[1] ?? -1 };
}

export function checkedPipe(): { read: number; write: number } {
  const fds = new Int32Array(2);
  checked('pipe2', library.h_pipe(fds));
  return { read: fds[0] ?? -1, write: fds[1] ?? -1 };
}

export const resize = (fd: number, rows: number, columns: number) =>
  checked('TIOCSWINSZ', library.h_resize(fd, rows, columns));

export function windowSize(fd: number): { rows: number; columns: number } {
  const size = checked('TIOCGWINSZ', library.h_size(fd));
  return { rows: size >> 16, columns: size & 0xffff };
}

const ETIMEDOUT = 110;

/** What can be read within the limit; null at the end; throws after the limit, unless told to be patient. */
export function readSome(fd: number, ms = limitMs, late: 'throw' | 'empty' = 'throw'): string | null {
  const buffer = Buffer.alloc(65536);
  const result = library.h_read(fd, buffer, buffer.length, ms);
  if (result === -ETIMEDOUT && late === 'empty') return '';
  const count = checked('read', result);
  return count === 0 ? null : buffer.toString('utf8', 0, count);
}

export function writeAll(fd: number, text: string): void {
  const bytes = Buffer.from(text);
  const count = checked('write', library.h_write(fd, bytes, bytes.length));
  if (count !== bytes.length) throw new Error(`short write: ${count} of ${bytes.length}`);
}

/** A listening unix socket; the caller owns the fd. */
export const listenUnix = (path: string) => checked(`listen ${path}`, library.h_listen(zeroEnded(path)));

/** A datagram unix socket at a path; the caller owns the fd. */
export const datagramSocket = (path: string) => checked(`bind ${path}`, library.h_datagram(zeroEnded(path)));

/** Takes all the room there is at a socket that nobody reads from. */
export const fillSocket = (path: string, kind: 'stream' | 'datagram') =>
  checked(`fill ${path}`, library.h_fill(zeroEnded(path), kind === 'stream' ? 1 : 0));

/** The fd that the first message on the next connection carries; the caller owns it. */
export const receiveFd = (listener: number, ms = limitMs) =>
  checked('receive fd', library.h_receive_fd(listener, ms));
