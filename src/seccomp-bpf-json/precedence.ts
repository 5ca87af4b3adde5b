/**
 * Which of several conditional rules for one call decides when more than one holds and their actions differ. OCI does not say; engines write no
 * such profiles; libseccomp's order is kept for those who do: tests of later arguments first, equality before upper bounds before lower bounds,
 * the narrower bound first, and a rule before another one that asks for more.
 */

import type { Operator, Test } from './conditions.ts';
import type { Alternative } from './rules.ts';

const rank: Readonly<Record<Operator, number>> = {
  MASKED_EQ: 0,
  EQ: 0,
  NE: 0,
  LE: 1,
  LT: 1,
  GE: 2,
  GT: 2,
};

/** Negative if a comes first. */
function compareTests(a: Test, b: Test, is64: boolean): number {
  if (a.index !== b.index) return b.index - a.index;
  if (rank[a.op] !== rank[b.op]) return rank[a.op] - rank[b.op];
  const larger = (is64 ? b.hi - a.hi : 0) || b.lo - a.lo;
  return rank[a.op] === rank.LE ? -larger : larger;
}

function compare(a: Alternative, b: Alternative, is64: boolean): number {
  const shared = Math.min(a.tests.length, b.tests.length);
  for (let i = 0; i < shared; i++) {
    const order = compareTests(a.tests[i] as Test, b.tests[i] as Test, is64);
    if (order !== 0) return order;
  }
  return a.tests.length - b.tests.length;
}

/** The alternatives in the order in which they are to be tried; where all have one action, any order will do. */
export function inOrder(alternatives: Alternative[], is64: boolean): readonly Alternative[] {
  const first = alternatives[0]?.value;
  for (const { value } of alternatives)
    if (value !== first) return alternatives.toSorted((a, b) => compare(a, b, is64));
  return alternatives;
}
