/** How an op's fields lie in its C struct: natural alignment, table order. Shared by the encoder and the header printer. */

import { type FieldKind, type OpRow, ops } from './ops.ts';
import type { OpName } from './types.ts';

/** How a value is stored. Numbers: an engine without JIT compares texts by a call. */
export const stored = { word: 0, text: 1, slot: 2, long: 3, texts: 4, bytes: 5 } as const;

export interface FieldLayout {
  readonly name: string;
  readonly kind: FieldKind;
  readonly as: number;
  readonly offset: number;
}

export interface OpLayout {
  readonly code: number;
  readonly fields: readonly FieldLayout[];
  readonly size: number;
}

const shapes: Readonly<
  Record<FieldKind, { readonly size: number; readonly align: number; readonly as: number }>
> = {
  u32: { size: 4, align: 4, as: stored.word },
  i32: { size: 4, align: 4, as: stored.word },
  u64: { size: 8, align: 8, as: stored.long },
  i64: { size: 8, align: 8, as: stored.long },
  str: { size: 8, align: 4, as: stored.text },
  strs: { size: 8, align: 4, as: stored.texts },
  bytes: { size: 8, align: 4, as: stored.bytes },
  slot: { size: 4, align: 4, as: stored.slot },
  'slot?': { size: 4, align: 4, as: stored.slot },
};

export const align = (offset: number, to: number): number => Math.ceil(offset / to) * to;

/** Offsets of every field; the size is padded to 8 (and at least 8) so that bodies follow each other aligned. */
export function layoutOf(row: OpRow): OpLayout {
  const fields: FieldLayout[] = [];
  let offset = 0;
  for (const name in row.fields) {
    const kind = row.fields[name] as FieldKind;
    const { size, align: to, as } = shapes[kind];
    offset = align(offset, to);
    fields.push({ name, kind, as, offset });
    offset += size;
  }
  return { code: row.code, fields, size: Math.max(8, align(offset, 8)) };
}

const layouts = new Map<OpName, OpLayout>();

/** As layoutOf, computed once per op. */
export function layoutFor(op: OpName): OpLayout {
  let layout = layouts.get(op);
  if (layout === undefined) {
    layout = layoutOf(ops[op]);
    layouts.set(op, layout);
  }
  return layout;
}

/** Names of all calls, in order of first mention; the number of a call is its index (0 is "none"). */
export const callNames = (): readonly string[] => [
  'none',
  ...new Set(Object.values(ops).flatMap((row: OpRow) => row.calls)),
];
