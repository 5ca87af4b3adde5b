/**
 * What the program expects of its world and the small engine (native/engine) does not have: TextEncoder,
 * TextDecoder, performance, process. Evaluated when the heap is made, before everything else.
 */

import type { Small } from '../native/small.ts';

const world = globalThis as unknown as Record<string, unknown> & { readonly engine: Small };
const { engine } = world;

const byteOrderMark = 0xfeff;

world.TextEncoder = class {
  encode(text: string): Uint8Array {
    return engine.encode(text);
  }
};
world.TextDecoder = class {
  readonly #keeps: boolean;
  constructor(_label?: string, options: { readonly ignoreBOM?: boolean } = {}) {
    this.#keeps = options.ignoreBOM === true;
  }
  decode(bytes: Uint8Array): string {
    const text = engine.decode(bytes);
    return !this.#keeps && text.charCodeAt(0) === byteOrderMark ? text.slice(1) : text;
  }
};
Object.assign(Uint8Array.prototype, { toBase64: engine.toBase64 });
Object.assign(Uint8Array, { fromBase64: engine.fromBase64 });
world.performance = {
  now: () => engine.monotonic(),
  get timeOrigin() {
    return engine.realtime() - engine.monotonic();
  },
};
world.process = { argv: [], env: {}, argv0: '', execPath: '', hrtime: { bigint: engine.running } };
Object.defineProperty(Symbol, 'dispose', { value: Symbol('Symbol.dispose') });
/** QuickJS 2025-04-26 leaves a negative number as it is where there are 64 bits or more. */
BigInt.asUintN = (bits, value) => value & ((1n << BigInt(bits)) - 1n);
/**
 * A package of Node's world: teu-core has it, and begins anew. Only commander is asked for before anything was done; what
 * else is required comes too late for that.
 */
world.require = (name: string) => {
  if (name !== 'commander') throw new Error(`${name} in the small engine`);
  return engine.leave(null);
};
