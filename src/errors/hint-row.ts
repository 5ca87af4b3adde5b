/** One row of the table of hints. */

import type { OpName } from '../wire/types.ts';
import type { Failure } from './hint-texts.ts';

export interface HintRow {
  readonly op: OpName;
  readonly calls: readonly string[];
  /** Symbols. */
  readonly errnos: readonly string[];
  /** Null when what would have to be known is not. */
  readonly text: (failure: Failure<OpName>) => string | null;
}

/** Keeps the step's type inside a row and forgets it outside, so that rows of all ops fit one table. */
export function row<O extends OpName>(
  op: O,
  calls: string,
  errnos: string,
  text: string | ((failure: Failure<O>) => string | null),
): HintRow {
  const textOf = typeof text === 'string' ? () => text : (text as unknown as HintRow['text']);
  return { op, calls: calls.split(' '), errnos: errnos.split(' '), text: textOf };
}
