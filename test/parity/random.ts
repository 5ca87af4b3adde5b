/** What is random here is so alike in both engines. */

import { generator } from '../seccomp/random.ts';

export interface Random {
  /** An integer in [0, below). */
  readonly below: (below: number) => number;
  readonly pick: <T>(from: readonly T[]) => T;
  /** One of 0 to 2^bits - 1, often one at an edge. */
  readonly bits: (bits: number) => bigint;
}

export function random(seed: number): Random {
  const next = generator(seed);
  const below = (n: number): number => Math.floor(next() * n);
  const pick = <T>(from: readonly T[]): T => from[below(from.length)] as T;
  const bits = (count: number): bigint => {
    let value = 0n;
    for (let i = 0; i < count; i += 16)
      value = (value << 16n) | BigInt(pick([0, 1, 0xffff, 0x8000, below(0x10000)]));
    return value & ((1n << BigInt(count)) - 1n);
  };
  return { below, pick, bits };
}
