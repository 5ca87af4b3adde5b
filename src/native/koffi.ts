/**
 * Loads koffi's addon and libteu.so from beside the executable by absolute path: its JavaScript wrapper
 * costs 3.5 ms, and an embedded addon would be dropped unverified into /tmp. Only lib.ts imports this.
 */

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

export function loadNative(): Native {
  const holder: { exports: unknown } = { exports: {} };
  const dir = libraryDir();
  process.dlopen(holder, `${dir}/koffi.node`);
  const addon = holder.exports as Addon;
  const library = addon.load(`${dir}/libteu.so`);
  return { func: (declaration) => library.func(declaration), view: (p, n) => addon.view(p, n) };
}
