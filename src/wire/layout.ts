/** How the fields of an op lie in its C struct. */

import { type FieldKind, type OpRow, ops, type UndoKind } from './ops.ts';
import { stored } from './stored.ts';
import type { OpName } from './types.ts';

/** Kinds that lie in the body. */
export type WireKind = Exclude<FieldKind, 'late'>;

export interface FieldLayout {
  readonly name: string;
  readonly kind: WireKind;
  /** One of `stored`. */
  readonly as: number;
  readonly offset: number;
}

export interface OpLayout {
  readonly code: number;
  readonly fields: readonly FieldLayout[];
  /** Names of the fields that hold a slot. */
  readonly slots: readonly string[];
  readonly size: number;
  readonly undo: UndoKind;
}

interface Shape {
  readonly size: number;
  readonly align: number;
  readonly as: number;
}

const shapes: Readonly<Record<WireKind, Shape>> = {
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

const align = (offset: number, to: number): number => Math.ceil(offset / to) * to;

/** Natural alignment, in the order of the table; the size is padded to 8 (and at least 8) so that bodies follow each other aligned. */
export function layoutOf(row: OpRow): OpLayout {
  const fields: FieldLayout[] = [];
  const slots: string[] = [];
  let offset = 0;
  for (const name in row.fields) {
    const kind = row.fields[name] as FieldKind;
    if (kind === 'late') continue;
    const { size, align: to, as } = shapes[kind];
    offset = align(offset, to);
    fields.push({ name, kind, as, offset });
    if (as === stored.slot) slots.push(name);
    offset += size;
  }
  return { code: row.code, size: Math.max(8, align(offset, 8)), undo: row.undo, fields, slots };
}

const known = new Map<OpName, OpLayout>();

/** Made once per op. */
export function layoutFor(op: OpName): OpLayout {
  let layout = known.get(op);
  if (layout === undefined) {
    layout = layoutOf(ops[op]);
    known.set(op, layout);
  }
  return layout;
}

/** Makes all of them: what a heap holds that is made once. */
export function readLayouts(): void {
  for (const op in ops) layoutFor(op as OpName);
}
