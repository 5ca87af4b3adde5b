/** Code for argument comparisons and for the search of a system call number. */

import { AND, type Assembler, JEQ, JGE, JGT, LD_ABS, type Place } from './assembler.ts';
import { DEFAULT, type Outcomes } from './columns.ts';
import type { Conjunction, Test } from './conditions.ts';
import type { Alternative } from './rules.ts';
import type { Section } from './sections.ts';

/** Offsets in struct seccomp_data. */
export const NR_OFFSET = 0;
export const ARCH_OFFSET = 4;
const ARGS_OFFSET = 16;

const ALL = 0xffff_ffff;

/** Word size and order of the architecture whose arguments are compared. */
interface Words {
  readonly is64: boolean;
  readonly bigEndian: boolean;
}

function load(asm: Assembler, offset: number, mask: number): void {
  if (mask !== ALL) asm.emit(AND, 0, 0, mask);
  asm.emit(LD_ABS, 0, 0, offset);
}

/** Goes to `yes` if the test holds, else to `no`. */
function compare(asm: Assembler, test: Test, words: Words, yes: Place, no: Place): Place {
  const { op } = test;
  const isNegated = op === 'NE' || op === 'LT' || op === 'LE';
  const hit = isNegated ? no : yes;
  const miss = isNegated ? yes : no;
  const isEqual = op === 'EQ' || op === 'NE' || op === 'MASKED_EQ';
  const at = ARGS_OFFSET + 8 * test.index;
  let next = hit;
  if (test.maskLo !== 0) {
    const code = isEqual ? JEQ : op === 'GE' || op === 'LT' ? JGE : JGT;
    asm.jump(code, test.lo, hit, miss);
    load(asm, words.bigEndian ? at + 4 : at, test.maskLo);
    next = asm.count;
  }
  if (!words.is64 || test.maskHi === 0) return next;
  const equal = asm.jump(JEQ, test.hi, next, miss);
  if (!isEqual) asm.jump(JGT, test.hi, hit, equal);
  load(asm, words.bigEndian ? at : at + 4, test.maskHi);
  return asm.count;
}

/** Goes to `yes` if all tests hold, else to `no`. */
function conjunction(asm: Assembler, tests: Conjunction, words: Words, yes: Place, no: Place): Place {
  let next = yes;
  for (let i = tests.length - 1; i >= 0; i--) next = compare(asm, tests[i] as Test, words, next, no);
  return next;
}

/** A section, what its outcomes are, and the code of those that are more than a value, as far as it is written. */
export interface Search {
  readonly section: Section;
  readonly outcomes: Outcomes;
  readonly blocks: Place[];
  readonly bigEndian: boolean;
}

/** Where an outcome is; writes its code if it has none yet. */
function placeOf(asm: Assembler, { outcomes, blocks, bigEndian }: Search, number: number): Place {
  const outcome = outcomes.list[number] as Outcomes['list'][number];
  if (typeof outcome === 'number') return asm.returns(outcome);
  const known = blocks[number];
  if (known !== undefined) return known;
  const words = { is64: outcomes.is64[number] as boolean, bigEndian };
  let next = asm.returns(outcomes.list[DEFAULT] as number);
  for (let i = outcome.length - 1; i >= 0; i--) {
    const { tests, value } = outcome[i] as Alternative;
    next = conjunction(asm, tests, words, asm.returns(value), next);
  }
  blocks[number] = next;
  return next;
}

/** A balanced search for the range of the accumulator, in ranges first to last of the section. */
export function search(asm: Assembler, what: Search, first: number, last: number): Place {
  const { starts, outcomes } = what.section;
  if (first === last) return placeOf(asm, what, outcomes[first] as number);
  const start = starts[first + 1] as number;
  // One number in the middle of a range is a single comparison.
  if (last - first === 2 && outcomes[first] === outcomes[last] && starts[last] === start + 1) {
    const around = placeOf(asm, what, outcomes[first] as number);
    return asm.jump(JEQ, start, placeOf(asm, what, outcomes[first + 1] as number), around);
  }
  const middle = (first + last + 1) >> 1;
  const upper = search(asm, what, middle, last);
  const lower = search(asm, what, first, middle - 1);
  return asm.jump(JGE, starts[middle] as number, upper, lower);
}
