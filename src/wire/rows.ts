/** From the table of ops to what is printed: how the fields of an op lie in its C struct, and the names of calls. */

import type { FieldLayout, OpLayout } from './layout.ts';
import { type FieldKind, type OpRow, ops } from './ops.ts';
import { stored } from './stored.ts';

export interface PlacedField extends FieldLayout {
  readonly kind: FieldKind;
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

/** Natural alignment, in the order of the table; the size is padded to 8 (and at least 8) so that bodies follow each other aligned. */
export function layoutOf(
  row: OpRow,
): Omit<OpLayout, 'fields' | 'slots'> & { readonly fields: readonly PlacedField[] } {
  const fields: PlacedField[] = [];
  let offset = 0;
  for (const name in row.fields) {
    const kind = row.fields[name] as FieldKind;
    const { size, align: to, as } = shapes[kind];
    offset = align(offset, to);
    fields.push({ name, kind, as, offset });
    offset += size;
  }
  return { code: row.code, fields, size: Math.max(8, align(offset, 8)), undo: row.undo };
}

/** Names of all calls, in order of first mention; the number of a call is its index (0 is "none"). */
export const callNames = (): readonly string[] => [
  'none',
  ...new Set(Object.values(ops).flatMap((row: OpRow) => row.calls)),
];
