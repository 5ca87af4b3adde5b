/** What the strict reader must know of a verb, from the printed lines: the table with its texts is not made at every start. */

import { globalLine, verbLines } from './lines.ts';
import type { OptionKind, OptionRow } from './verbs.ts';

/** The part of a row that decides how a value is read. */
export type ReadRow = Pick<OptionRow, 'kind' | 'short' | 'choices'>;
export type ReadRows = Readonly<Record<string, ReadRow>>;

export interface VerbShape {
  readonly least: number;
  readonly most: number;
  /** A command line follows the first operand. */
  readonly hasCommand: boolean;
  readonly options: ReadRows;
}

/** `name kind short choices`, four words for each option; `-` for nothing. */
function rowsFrom(words: readonly string[], first: number): ReadRows {
  const rows: Record<string, ReadRow> = {};
  for (let i = first; i + 3 < words.length; i += 4) {
    const short = words[i + 2] as string;
    const choices = words[i + 3] as string;
    rows[words[i] as string] = {
      kind: words[i + 1] as OptionKind,
      ...(short === '-' ? {} : { short }),
      ...(choices === '-' ? {} : { choices: choices.split('|') }),
    };
  }
  return rows;
}

let globals: ReadRows | null = null;
export const globalRows = (): ReadRows => (globals ??= rowsFrom(globalLine.split(' '), 0));

function read(name: string): VerbShape | null {
  if (name === '' || name.includes(' ') || name.includes('\n')) return null;
  const start = verbLines.indexOf(`\n${name} `);
  if (start < 0) return null;
  const from = start + name.length + 2;
  const words = verbLines.slice(from, verbLines.indexOf('\n', from)).split(' ');
  const hasCommand = words[2] === 'command';
  const most = hasCommand || words[1] === '*' ? Number.POSITIVE_INFINITY : Number(words[1]);
  return { least: Number(words[0]), most, hasCommand, options: rowsFrom(words, 3) };
}

const known = new Map<string, VerbShape | null>();

/** Read once per verb; null: there is no such verb. */
export function verbShape(name: string): VerbShape | null {
  let shape = known.get(name);
  if (shape === undefined) {
    shape = read(name);
    known.set(name, shape);
  }
  return shape;
}
