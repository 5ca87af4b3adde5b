/** How an op's fields lie in its C struct: natural alignment, table order. Shared by the encoder and the header printer. */

import { type FieldKind, type OpRow, ops } from './ops.ts';
import type { OpName } from './types.ts';

export interface FieldLayout {
  readonly name: string;
  readonly kind: FieldKind;
  readonly offset: number;
}

export interface OpLayout {
  readonly fields: readonly FieldLayout[];
  readonly size: number;
}

const shapes: Readonly<Record<FieldKind, { readonly size: number; readonly align: number }>> = {
  u32: { size: 4, align: 4 },
  i32: { size: 4, align: 4 },
  u64: { size: 8, align: 8 },
  i64: { size: 8, align: 8 },
  str: { size: 8, align: 4 },
  strs: { size: 8, align: 4 },
  bytes: { size: 8, align: 4 },
  slot: { size: 4, align: 4 },
  'slot?': { size: 4, align: 4 },
};

export const align = (offset: number, to: number): number => Math.ceil(offset / to) * to;

/** Offsets of every field; the size is padded to 8 (and at least 8) so that bodies follow each other aligned. */
export function layoutOf(row: OpRow): OpLayout {
  const fields: FieldLayout[] = [];
  let offset = 0;
  for (const [name, kind] of Object.entries(row.fields)) {
    const shape = shapes[kind];
    offset = align(offset, shape.align);
    fields.push({ name, kind, offset });
    offset += shape.size;
  }
  return { fields, size: Math.max(8, align(offset, 8)) };
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
