/** What comes in pieces: tables of the kernel, read as far as somebody wants to know, and what a caller writes. */

import { check, declare, decode } from './calls.ts';

const c = {
  openFile: declare('int teu_open_file(const char *path)'),
  read: declare('int64_t teu_read(int fd, _Out_ uint8_t *buf, uint64_t cap)'),
  close: declare('int teu_close(int fd)'),
};

/** What the kernel prints at once for one read(2) of a table. */
const PAGE_BYTES = 4096;
const NEWLINE = 10;

function longer(bytes: Uint8Array): Uint8Array {
  const more = new Uint8Array(bytes.length * 2);
  more.set(bytes);
  return more;
}

/**
 * Whole lines of a regular file, piece by piece as read(2) gives them, until `take` says that it has enough: what nobody
 * reads is not printed. SysError where the file cannot be opened or read.
 */
export function readLines(path: string, take: (lines: string) => boolean): void {
  const fd = check(c.openFile(path), 'open', path);
  let bytes: Uint8Array = new Uint8Array(2 * PAGE_BYTES);
  try {
    for (let used = 0; ; ) {
      if (used === bytes.length) bytes = longer(bytes);
      const n = check(c.read(fd, bytes.subarray(used), bytes.length - used), 'read', path);
      const end = n === 0 ? used : bytes.lastIndexOf(NEWLINE, used + n - 1) + 1;
      if ((end > 0 && take(decode(bytes.subarray(0, end)))) || n === 0) return;
      used += n - end;
      bytes.copyWithin(0, end, end + used);
    }
  } finally {
    c.close(fd);
  }
}

const stdin = 0;

/**
 * The text of stdin, at most `limit` bytes (null: there are more). Waits for its end: who starts us may write later. What was
 * read is gone for everybody.
 */
export function readStdin(limit: number): string | null {
  let bytes: Uint8Array = new Uint8Array(2 * PAGE_BYTES);
  for (let used = 0; used <= limit; ) {
    if (used === bytes.length) bytes = longer(bytes);
    const n = check(c.read(stdin, bytes.subarray(used), bytes.length - used), 'read', 'stdin');
    if (n === 0) return decode(bytes.subarray(0, used));
    used += n;
  }
  return null;
}
