/** Calling libteu.so: one lazy declaration per function, errors as SysError. */

import { loadNative, type Native, type NativeFunction } from './koffi.ts';

/** A system call that failed. `errno` is positive. Thrown by everything in this room unless it says otherwise. */
export class SysError extends Error {
  readonly call: string;
  readonly errno: number;
  readonly path: string | null;
  constructor(call: string, errno: number, path: string | null = null) {
    super(`${call}${path === null ? '' : ` ${path}`}: errno ${errno}`);
    this.name = 'SysError';
    this.call = call;
    this.errno = errno;
    this.path = path;
  }
}

let library: Native | null = null;
export const native = (): Native => (library ??= loadNative());

/** Declares a function of libteu.so at its first call. */
export function declare(declaration: string): (...args: readonly unknown[]) => number {
  let fn: NativeFunction | null = null;
  return (...args) => {
    fn ??= native().func(declaration);
    return Number(fn(...args));
  };
}

/** The result when it is >= 0, else a SysError. */
export function check(result: number, call: string, path: string | null = null): number {
  if (result < 0) throw new SysError(call, -result, path);
  return result;
}

const encoder = new TextEncoder();
/** A byte order mark stays in sight: JSON has none (RFC 8259, 8.1), and what was read is what is judged. */
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
export const encode = (text: string): Uint8Array => encoder.encode(text);
export const decode = (bytes: Uint8Array): string => decoder.decode(bytes);
