/** A file of a container, looked at within its root: after a failure, for a hint. Nothing else takes a path below a root. */

import { check, declare } from './calls.ts';
import { type FileKind, kinds } from './lib.ts';

const call = declare(
  'int64_t teu_look_in(const char *root, const char *path, _Out_ uint8_t *buf, uint64_t cap, _Out_ int64_t *out)',
);

export interface Inside {
  readonly kind: FileKind;
  /** Permission bits only. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Of the mount it lies on. */
  readonly noexec: boolean;
  /** The first bytes of a regular file. */
  readonly head: Uint8Array;
}

const ENOENT = 2;
const ENOTDIR = 20;
const headBytes = 4096;

/** What is at `path` below `root`, or null when there is nothing. SysError EXDEV when the root cannot be opened. */
export function lookIn(root: string, path: string): Inside | null {
  const out = new BigInt64Array(4);
  const head = new Uint8Array(headBytes);
  const size = call(root, path, head, headBytes, out);
  if (size === -ENOENT || size === -ENOTDIR) return null;
  check(size, 'openat2', path);
  const [mode = 0, uid = 0, gid = 0, noexec = 0] = [...out].map(Number);
  const kind = kinds[(mode >> 12) & 15] ?? 'file';
  return { kind, mode: mode & 0o7777, uid, gid, noexec: noexec === 1, head: head.subarray(0, size) };
}
