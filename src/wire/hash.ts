/** Hash of everything both sides must agree on; compiled into the C side and compared at load. */

import { actors } from './actors.ts';
import { ops } from './ops.ts';
import * as protocol from './protocol.ts';

/** FNV-1a, 64 bit: an identity, not a defence. */
function fnv1a(text: string): bigint {
  let hash = 0xcbf29ce484222325n;
  for (let i = 0; i < text.length; i++) {
    hash ^= BigInt(text.charCodeAt(i));
    hash = (hash * 0x100000001b3n) & 0xffffffffffffffffn;
  }
  return hash;
}

const wireShape = (): string => {
  const rows = Object.entries(ops).map(([name, row]) => [name, row.code, row.actors, row.calls, row.fields]);
  return JSON.stringify([rows, actors, protocol]);
};

/** Computed by the header printer only; at run time the printed constant is used (abi.ts). */
export const computeAbi = (): bigint => fnv1a(wireShape());
