/** The calls of one architecture that a profile says something about, as sorted integers. */

import { ENOSYS, ERRNO, KILL_THREAD } from './actions.ts';
import { type ArchRow, X32_BIT } from './arches.ts';
import { CompileError } from './error.ts';
import { callsBehind, isBehind, type Multiplexer, multiplexers } from './multiplex.ts';
import { NO_RULE, type Outcome, outcomeOf, type ParsedProfile, type ParsedRule, type Use } from './rules.ts';

/** Outcomes by number, so that they can be compared and sorted quickly. */
export interface Outcomes {
  readonly list: Outcome[];
  /** Whether the arguments of this outcome are compared in 64 bits. */
  readonly is64: boolean[];
  /** Rules -> number, for each word size; filled on demand. */
  readonly memo: readonly [Map<string, number>, Map<string, number>];
  /** Rule -> 1 + number, 0 where not looked up yet. */
  readonly ofRule: readonly [Int32Array, Int32Array];
}

/** Numbers of the outcomes that every filter has. */
export const DEFAULT = 0;
export const BAD_ARCH = 1;
export const UNKNOWN = 2;

/** A call and its outcome in one integer that sorts by the call: the largest number is ARM's, below 2^20. */
export const OUTCOME_BITS = 11;
export const OUTCOME_MASK = (1 << OUTCOME_BITS) - 1;

/** The list before anything of the profile. A foreign ABI kills the thread: libseccomp's default, which no runtime changes. */
export function newOutcomes(parsed: ParsedProfile): Outcomes {
  const size = parsed.rules.length;
  return {
    list: [parsed.defaultValue, KILL_THREAD, ERRNO + ENOSYS],
    is64: [true, true, true],
    memo: [new Map(), new Map()],
    ofRule: [new Int32Array(size), new Int32Array(size)],
  };
}

function add(outcomes: Outcomes, outcome: Outcome, is64: boolean): number {
  if (typeof outcome === 'number') {
    const known = outcomes.list.indexOf(outcome);
    if (known >= 0) return known;
  }
  const number = outcomes.list.push(outcome) - 1;
  outcomes.is64.push(is64);
  if (number > OUTCOME_MASK) throw new CompileError('too-long', '/syscalls', 'too many different rules');
  return number;
}

const useOf = (parsed: ParsedProfile, rule: number, call = 0): Use => ({
  rule: parsed.rules[rule] as ParsedRule,
  call,
});

function outcomeOfRule(parsed: ParsedProfile, outcomes: Outcomes, rule: number, is64: boolean): number {
  const { value, conjunctions } = parsed.rules[rule] as ParsedRule;
  const outcome =
    conjunctions.length === 0 ? value : outcomeOf([useOf(parsed, rule)], parsed.defaultValue, is64);
  const number = add(outcomes, outcome, is64);
  outcomes.ofRule[is64 ? 1 : 0][rule] = number + 1;
  return number;
}

function outcomeOfMany(parsed: ParsedProfile, outcomes: Outcomes, row: number, is64: boolean): number {
  const rules = parsed.many.get(row) as readonly number[];
  const memo = outcomes.memo[is64 ? 1 : 0];
  const key = rules.join();
  const known = memo.get(key);
  if (known !== undefined) return known;
  const uses: Use[] = [];
  for (const rule of rules) uses.push(useOf(parsed, rule));
  const number = add(outcomes, outcomeOf(uses, parsed.defaultValue, is64), is64);
  memo.set(key, number);
  return number;
}

/** Number and outcome of every call that has one, sorted by number. */
export interface Column {
  readonly keys: Int32Array;
  /** The largest number that the profile names, whatever the action; -1 if there is none. */
  readonly last: number;
}

/** What the profile says about the calls of an architecture. Numbers of x32 are without their bit. */
export function columnOf(name: string, arch: ArchRow, parsed: ParsedProfile, outcomes: Outcomes): Column {
  const numbers = arch.numbers();
  const { named, names, ruleOf } = parsed;
  const { is64 } = arch;
  const ofRule = outcomes.ofRule[is64 ? 1 : 0];
  const base = name === 'x32' ? X32_BIT : 0;
  const keys = new Int32Array(named.length + 2);
  let count = 0;
  let last = -1;
  for (let i = 0; i < named.length; i++) {
    const row = named[i] as number;
    const number = (numbers[row] as number) - base;
    if (number < 0) continue;
    // libseccomp knows the calls behind a multiplexer by pseudo numbers there, so they do not count as the newest call.
    if (number > last && !(arch.multiplexes && isBehind(names[row] as string))) last = number;
    const rule = (ruleOf[row] as number) - 1;
    let outcome = rule < 0 ? outcomeOfMany(parsed, outcomes, row, is64) : (ofRule[rule] as number) - 1;
    if (outcome < 0) outcome = outcomeOfRule(parsed, outcomes, rule, is64);
    if (outcome !== DEFAULT) keys[count++] = (number << OUTCOME_BITS) | outcome;
  }
  if (arch.multiplexes) count = addMultiplexers(keys, count, arch, parsed, outcomes);
  return { keys: keys.subarray(0, count).sort(), last };
}

/** Rules for the calls behind a multiplexer are rules for the multiplexer too. Returns the new number of keys. */
function addMultiplexers(
  keys: Int32Array,
  count: number,
  arch: ArchRow,
  parsed: ParsedProfile,
  outcomes: Outcomes,
): number {
  let end = count;
  for (const name of multiplexers) {
    const row = parsed.rowOf.get(name) as number;
    const number = arch.numbers()[row] as number;
    if (number < 0) continue;
    let at = end - 1;
    while (at >= 0 && (keys[at] as number) >> OUTCOME_BITS !== number) at--;
    // A rule for the multiplexer itself and without conditions decides alone.
    if (at >= 0 && typeof outcomes.list[(keys[at] as number) & OUTCOME_MASK] === 'number') continue;
    if (at >= 0) keys[at] = keys[--end] as number;
    const uses = multiplexerUses(parsed, name);
    const outcome = add(outcomes, outcomeOf(uses, parsed.defaultValue, arch.is64), arch.is64);
    if (outcome !== DEFAULT) keys[end++] = (number << OUTCOME_BITS) | outcome;
  }
  return end;
}

/** The rules for a multiplexer and for the calls behind it, in the order of the profile. */
function multiplexerUses(parsed: ParsedProfile, multiplexer: Multiplexer): Use[] {
  const calls = callsBehind(multiplexer);
  const uses: Use[] = [];
  parsed.syscalls.forEach((rule, i) => {
    for (const name of rule.names) {
      const call = Object.hasOwn(calls, name) ? calls[name] : undefined;
      if (call !== undefined || name === multiplexer) uses.push(useOf(parsed, i, call ?? 0));
    }
  });
  return uses;
}

/** All rules for a row, in the order of the profile. */
export function usesOf(parsed: ParsedProfile, row: number, multiplexes: boolean): readonly Use[] {
  const multiplexer = multiplexers.find((name) => multiplexes && parsed.rowOf.get(name) === row);
  if (multiplexer !== undefined) return multiplexerUses(parsed, multiplexer);
  const rule = parsed.ruleOf[row] as number;
  if (rule === NO_RULE) return [];
  return (parsed.many.get(row) ?? [rule - 1]).map((index) => useOf(parsed, index));
}
