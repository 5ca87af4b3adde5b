/** A finding before it is placed in the text. */

import { excerpt } from './excerpt.ts';
import { type JsonDocument, positionAt } from './json.ts';
import { parentPointer } from './pointer.ts';
import type { Finding } from './types.ts';

export interface Problem {
  readonly severity: 'error' | 'warning';
  readonly code: `teu.config.${string}`;
  /** JSON pointer of the value at fault; of the object that lacks it when it is missing. */
  readonly path: string;
  /** Lower case, no full stop, without the pointer. */
  readonly message: string;
  readonly spec: string | null;
  readonly hint?: string;
  /** Set where the text position is known better than by the pointer (names given twice). */
  readonly offset?: number;
}

/** Adds line, column and the found value, and sorts by place; errors before warnings at one place. */
export function placeProblems(problems: readonly Problem[], document: JsonDocument, text: string): Finding[] {
  return problems
    .map((problem) => ({ problem, offset: problem.offset ?? offsetOf(document, problem.path) }))
    .sort((a, b) => a.offset - b.offset || compareSeverity(a.problem, b.problem))
    .map(({ problem, offset }) => toFinding(problem, offset, document, text));
}

function compareSeverity(a: Problem, b: Problem): number {
  return Number(a.severity === 'warning') - Number(b.severity === 'warning');
}

function offsetOf(document: JsonDocument, pointer: string): number {
  const span = document.spans.get(pointer);
  if (span !== undefined) return span.start;
  return pointer === '' ? 0 : offsetOf(document, parentPointer(pointer));
}

function toFinding(problem: Problem, offset: number, document: JsonDocument, text: string): Finding {
  const { severity, code, path, message, spec, hint } = problem;
  const span = document.spans.get(path);
  const isMissing = code === 'teu.config.required';
  const found = span === undefined || isMissing ? null : excerpt(text.slice(span.start, span.end));
  return {
    severity,
    code,
    path,
    ...positionAt(text, offset),
    message,
    found,
    spec,
    ...(hint === undefined ? {} : { hint }),
  };
}
