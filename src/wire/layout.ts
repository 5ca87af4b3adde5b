/** How the fields of an op lie in its C struct, from the printed table: the table of ops itself is not made at every start. */

import { layouts } from './layouts.ts';
import type { UndoKind } from './ops.ts';
import { stored } from './stored.ts';
import type { OpName } from './types.ts';

export interface FieldLayout {
  readonly name: string;
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

const known = new Map<OpName, OpLayout>();

/** `code size undo (name as offset)*`: the line of an op in the printed table. */
function read(op: OpName): OpLayout {
  const start = layouts.indexOf(`\n${op} `) + op.length + 2;
  const words = layouts.slice(start, layouts.indexOf('\n', start)).split(' ');
  const fields: FieldLayout[] = [];
  for (let i = 3; i < words.length; i += 3)
    fields.push({ name: words[i] as string, as: Number(words[i + 1]), offset: Number(words[i + 2]) });
  const undo = words[2] === '-' ? null : (words[2] as UndoKind);
  const slots = fields.filter(({ as }) => as === stored.slot).map(({ name }) => name);
  return { code: Number(words[0]), size: Number(words[1]), undo, fields, slots };
}

/** Read once per op. */
export function layoutFor(op: OpName): OpLayout {
  let layout = known.get(op);
  if (layout === undefined) {
    layout = read(op);
    known.set(op, layout);
  }
  return layout;
}

/** Reads all of them: what a heap holds that is made once. */
export function readLayouts(): void {
  for (const line of layouts.trim().split('\n')) layoutFor(line.slice(0, line.indexOf(' ')) as OpName);
}
