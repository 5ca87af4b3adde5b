/**
 * The names of system calls and their numbers. Each is made when it is first asked for: in the small engine that is when its
 * heap is made, and a filter of today's architectures finds them there.
 */

import { names } from './gen/names.ts';
import { numbers } from './gen/numbers.ts';

export interface CallNames {
  readonly names: readonly string[];
  /** Name -> row. */
  readonly rowOf: ReadonlyMap<string, number>;
}

let known: CallNames | null = null;

/** Every system call of every architecture. */
export function callNames(): CallNames {
  if (known !== null) return known;
  const list = names();
  const rowOf = new Map<string, number>();
  for (let row = 0; row < list.length; row++) rowOf.set(list[row] as string, row);
  known = { names: list, rowOf };
  return known;
}

export type NumberColumn = keyof typeof numbers;
const columns: Partial<Record<NumberColumn, readonly number[]>> = {};

/** Number per row of an architecture, -1 where it lacks the call. */
export function numbersOf(column: NumberColumn): readonly number[] {
  const made = columns[column] ?? numbers[column]();
  columns[column] = made;
  return made;
}
