/** Argument conditions: from JSON to pairs of 32 bit words, which is all that cBPF compares. */

import { CompileError } from './error.ts';
import type { Condition, Rule } from './types.ts';

export type Operator = 'NE' | 'LT' | 'LE' | 'EQ' | 'GE' | 'GT' | 'MASKED_EQ';

/** One comparison; the words are unsigned. Masks are all ones except for MASKED_EQ, whose data are masked already. */
export interface Test {
  readonly index: number;
  readonly op: Operator;
  readonly hi: number;
  readonly lo: number;
  readonly maskHi: number;
  readonly maskLo: number;
}

/** All must hold, sorted by index. */
export type Conjunction = readonly Test[];

const operators: Readonly<Record<string, Operator>> = {
  SCMP_CMP_NE: 'NE',
  SCMP_CMP_LT: 'LT',
  SCMP_CMP_LE: 'LE',
  SCMP_CMP_EQ: 'EQ',
  SCMP_CMP_GE: 'GE',
  SCMP_CMP_GT: 'GT',
  SCMP_CMP_MASKED_EQ: 'MASKED_EQ',
};

/** Names of the operators, for whoever lists what is supported. */
export const operatorNames = Object.keys(operators);

const ALL = 0xffff_ffff;
const WORD = 0x1_0000_0000;
const MAX_ARGUMENTS = 6;

/** An exact unsigned 64 bit value as [high, low]. */
function words(value: number | bigint, path: string): readonly [number, number] {
  if (typeof value === 'number') {
    if (Number.isSafeInteger(value) && value >= 0) return [Math.floor(value / WORD), value % WORD];
    throw new CompileError('value', path, `${value} is no exact unsigned integer (use a bigint above 2^53)`);
  }
  if (value < 0n || value >> 64n !== 0n)
    throw new CompileError('value', path, `${value} is no unsigned integer of 64 bits`);
  return [Number(value >> 32n), Number(value & 0xffff_ffffn)];
}

function testOf(condition: Condition, path: string): Test {
  const { index, value, valueTwo } = condition;
  const op = operators[condition.op];
  if (typeof op !== 'string')
    throw new CompileError('operator', `${path}/op`, `there is no operator ${condition.op}`);
  if (!Number.isInteger(index) || index < 0 || index >= MAX_ARGUMENTS)
    throw new CompileError(
      'argument-index',
      `${path}/index`,
      `system calls have arguments 0 to 5, not ${index}`,
    );
  const [hi, lo] = words(value, `${path}/value`);
  if (op !== 'MASKED_EQ') return { index, op, hi, lo, maskHi: ALL, maskLo: ALL };
  const [dataHi, dataLo] = words(valueTwo ?? 0, `${path}/valueTwo`);
  return { index, op, hi: (dataHi & hi) >>> 0, lo: (dataLo & lo) >>> 0, maskHi: hi, maskLo: lo };
}

/**
 * The conjunctions of a rule, any of which makes it match. The list is empty for a rule without conditions. Two conditions on one argument split the
 * whole rule into one conjunction for each condition: what runc and crun do since their first versions, and profiles rely on it.
 */
export function conjunctionsOf(rule: Rule, path: string): readonly Conjunction[] {
  const args = rule.args;
  if (!args || args.length === 0) return none;
  const tests: Test[] = [];
  const sorted: Test[] = [];
  let isSplit = false;
  for (let i = 0; i < args.length; i++) {
    const test = testOf(args[i] as Condition, `${path}/args/${i}`);
    tests.push(test);
    let at = sorted.length;
    while (at > 0 && (sorted[at - 1] as Test).index > test.index) at--;
    if (at > 0 && (sorted[at - 1] as Test).index === test.index) isSplit = true;
    sorted.splice(at, 0, test);
  }
  return isSplit ? tests.map((test) => [test]) : [sorted];
}

const none: readonly Conjunction[] = [];

/** The tests that are left where only the low word is compared, or where a mask of zero makes a test hold always. */
export function effective(tests: Conjunction, is64: boolean): Conjunction {
  const left: Test[] = [];
  for (let i = 0; i < tests.length; i++) {
    const test = tests[i] as Test;
    if (test.maskLo !== 0 || (is64 && test.maskHi !== 0)) left.push(test);
  }
  return left;
}
