/**
 * Loads koffi's addon and libteu.so from beside the executable by absolute path: its JavaScript wrapper
 * costs 3.5 ms, and an embedded addon would be dropped unverified into /tmp. Only calls.ts and sd-bus-message.ts import this.
 */

import { small } from './small.ts';

export type NativeFunction = (...args: readonly unknown[]) => number | bigint;

interface Addon {
  load(path: string): { func(declaration: string): NativeFunction };
  view(pointer: unknown, length: number): ArrayBuffer;
}

/** Directory of koffi.node and libteu.so: that of teu-core, or build/lib/teu when run by plain Bun in tests. */
function libraryDir(): string {
  const executable = process.execPath;
  const slash = executable.lastIndexOf('/');
  if (executable.slice(slash + 1) === 'teu-core') return executable.slice(0, slash);
  return `${process.cwd()}/build/lib/teu`;
}

export interface Native {
  /** Declares one exported function of libteu.so. */
  readonly func: (declaration: string) => NativeFunction;
  /** Bytes of memory that libteu.so owns; valid while it is mapped. */
  readonly view: (pointer: unknown, length: number) => ArrayBuffer;
}

function loadAddon(): Addon {
  const holder: { exports: unknown } = { exports: {} };
  process.dlopen(holder, `${libraryDir()}/koffi.node`);
  return holder.exports as Addon;
}

let addon: Addon | null = null;

function load(path: string): Native {
  addon ??= loadAddon();
  const koffi = addon;
  const library = koffi.load(path);
  return { func: (declaration) => library.func(declaration), view: (p, n) => koffi.view(p, n) };
}

export const loadNative = (): Native => small ?? load(`${libraryDir()}/libteu.so`);

/**
 * A library of the system by its soname; the words of dlopen(3) as an Error when it cannot be loaded. The small engine
 * leaves the call to teu-core: of what gets here in it only delete has done anything, which may be repeated.
 */
export const loadSystem = (soname: string): Native => (small === null ? load(soname) : small.leave(null));
