/** What the strict reader must know of a verb: how many operands it has, and which options. */

import { globalOptions, isVerb, type OptionRow, type VerbRow, verbs } from './verbs.ts';

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

export const globalRows = (): ReadRows => globalOptions;

function read({ operands, command, options }: VerbRow): VerbShape {
  let least = 0;
  let most = command === undefined ? operands.length : Number.POSITIVE_INFINITY;
  for (const { optional, many } of operands) {
    if (optional !== true) least++;
    if (many === true) most = Number.POSITIVE_INFINITY;
  }
  return { least, most, hasCommand: command !== undefined, options };
}

const known = new Map<string, VerbShape>();

/** Read once per verb; null: there is no such verb. */
export function verbShape(name: string): VerbShape | null {
  let shape = known.get(name);
  if (shape === undefined) {
    if (!isVerb(name)) return null;
    shape = read(verbs[name]);
    known.set(name, shape);
  }
  return shape;
}
