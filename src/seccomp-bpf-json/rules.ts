/** From the rules of a profile to what each system call has to face. */

import { letsThrough, returnValue } from './actions.ts';
import type { CallNames } from './calls.ts';
import { type Conjunction, conjunctionsOf, effective } from './conditions.ts';
import { inOrder } from './precedence.ts';
import type { Finding, Profile, Rule } from './types.ts';

/** A rule of the profile with everything resolved. */
export interface ParsedRule {
  /** Place in the profile's syscalls. */
  readonly index: number;
  readonly value: number;
  /** Any must hold; empty: no condition. */
  readonly conjunctions: readonly Conjunction[];
}

/** In place of 1 + the index of a rule: no rule names the row; more than one does, see `many`. */
export const NO_RULE = 0;
export const MANY_RULES = -1;

export interface ParsedProfile extends CallNames {
  readonly defaultValue: number;
  /** Whether calls newer than any that the profile names may get ENOSYS. */
  readonly isStrict: boolean;
  readonly syscalls: readonly Rule[];
  readonly rules: readonly ParsedRule[];
  /** Row of gen/names.ts -> 1 + the index of its only rule, NO_RULE or MANY_RULES. */
  readonly ruleOf: Int32Array;
  /** Rows with several rules -> indexes of the rules in the order of the profile. */
  readonly many: ReadonlyMap<number, readonly number[]>;
  /** Rows that any rule names, whatever its action. */
  readonly named: readonly number[];
  readonly findings: Finding[];
}

/**
 * Reads the profile; CompileError where it makes no sense. A name that no architecture knows is a finding, as other runtimes ignore it.
 * Plain loops here and in all that follows: in a runtime this code runs once, cold, where the engine first has to compile each built-in that
 * takes a function.
 */
export function parseProfile(profile: Profile, { names, rowOf }: CallNames): ParsedProfile {
  const { defaultAction, defaultErrnoRet } = profile;
  const defaultValue = returnValue(defaultAction, defaultErrnoRet, '/defaultAction', '/defaultErrnoRet');
  const syscalls = profile.syscalls ?? [];
  const findings: Finding[] = [];
  const rules: ParsedRule[] = [];
  const named: number[] = [];
  const ruleOf = new Int32Array(names.length);
  const many = new Map<number, number[]>();
  for (let i = 0; i < syscalls.length; i++) {
    const rule = syscalls[i] as Rule;
    rules.push(parseRule(rule, i));
    const wanted = rule.names;
    for (let j = 0; j < wanted.length; j++) {
      const row = rowOf.get(wanted[j] as string);
      if (row === undefined) findings.push(unknownName(wanted[j] as string, `/syscalls/${i}/names/${j}`));
      else if (ruleOf[row] === NO_RULE) {
        ruleOf[row] = i + 1;
        named.push(row);
      } else addRule(ruleOf, many, row, i);
    }
  }
  const isStrict = !letsThrough(defaultValue);
  return { defaultValue, isStrict, syscalls, rules, ruleOf, many, named, names, rowOf, findings };
}

function parseRule(rule: Rule, index: number): ParsedRule {
  const path = `/syscalls/${index}`;
  const value = returnValue(rule.action, rule.errnoRet, `${path}/action`, `${path}/errnoRet`);
  return { index, value, conjunctions: conjunctionsOf(rule, path) };
}

function addRule(ruleOf: Int32Array, many: Map<number, number[]>, row: number, rule: number): void {
  if (ruleOf[row] !== MANY_RULES) many.set(row, [(ruleOf[row] as number) - 1]);
  ruleOf[row] = MANY_RULES;
  many.get(row)?.push(rule);
}

const unknownName = (name: string, path: string): Finding => ({
  severity: 'warning',
  code: 'unknown-syscall',
  path,
  message: `no architecture has a system call ${name}; the name is ignored`,
});

/** A conjunction with the value it leads to. */
export interface Alternative {
  /** The rule that says so, as its place in the profile's syscalls. */
  readonly rule: number;
  readonly tests: Conjunction;
  readonly value: number;
}

/** What a system call leads to: a value whatever its arguments, or the value of the first alternative that holds, else the default action. */
export type Outcome = number | readonly Alternative[];

/** One use of a rule by a row; `call` is the number of the multiplexed form, or 0. */
export interface Use {
  readonly rule: ParsedRule;
  readonly call: number;
}

const unconditional: readonly Conjunction[] = [[]];

/**
 * What a list of rules amounts to, as libseccomp has it: the first rule without conditions decides alone, whatever came before or comes after.
 * Rules whose action is the default action do not count.
 */
export function outcomeOf(uses: readonly Use[], defaultValue: number, is64: boolean): Outcome {
  const alternatives: Alternative[] = [];
  for (const { rule, call } of uses) {
    const { index, value, conjunctions } = rule;
    if (value === defaultValue) continue;
    for (const form of conjunctions.length === 0 ? unconditional : conjunctions) {
      const tests = effective(call === 0 ? form : multiplexed(form, call), is64);
      if (tests.length === 0) return value;
      alternatives.push({ rule: index, tests, value });
    }
  }
  return alternatives.length === 0 ? defaultValue : inOrder(alternatives, is64);
}

/**
 * The form of a rule for socketcall(2) and ipc(2): the first argument is the number of the call. What the rule asks of the call's own first
 * argument cannot be asked, because the arguments are behind a pointer; what it asks of the others stays, as in libseccomp.
 */
function multiplexed(tests: Conjunction, call: number): Conjunction {
  const all = 0xffff_ffff;
  const isCall = { index: 0, op: 'EQ', hi: 0, lo: call, maskHi: all, maskLo: all } as const;
  return [isCall, ...tests.filter(({ index }) => index !== 0)];
}
