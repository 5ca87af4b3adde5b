/**
 * The small engine's half of src/native: native/engine/native.c. The same program runs in two engines: in teu itself,
 * out of a heap made at build time, and in teu-core on Bun, which has the packages (commander, pino, node:*).
 */

export interface Small {
  /** Declares one exported function of libteu, which is part of the program. */
  readonly func: (declaration: string) => (...args: readonly unknown[]) => number | bigint;
  readonly view: (pointer: unknown, length: number) => ArrayBuffer;
  /**
   * Replaces this process by teu-core: with null it performs the call from the beginning, so nothing may have been
   * done yet; a text is what is left to print of this one (cli/program.ts).
   */
  readonly leave: (report: string | null) => never;
  readonly encode: (text: string) => Uint8Array;
  /** As TextDecoder with ignoreBOM. */
  readonly decode: (bytes: Uint8Array) => string;
  readonly toBase64: (this: Uint8Array) => string;
  readonly fromBase64: (text: string) => Uint8Array;
  /** Nanoseconds since the call began. */
  readonly running: () => bigint;
  /** Milliseconds. */
  readonly monotonic: () => number;
  readonly realtime: () => number;
}

/** null in teu-core. */
export const small: Small | null = (globalThis as { readonly engine?: Small }).engine ?? null;
