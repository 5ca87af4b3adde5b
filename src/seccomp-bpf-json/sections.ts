/** What a filter says about each number of an architecture: a partition of all 32 bit numbers. */

import { ENOSYS, ERRNO, KILL_THREAD } from './actions.ts';
import { type ArchRow, X32_BIT } from './arches.ts';
import { callsBehind, isBehind } from './multiplex.ts';
import { type Outcome, outcomeOf, type ParsedProfile, type Use } from './rules.ts';

/** Outcomes by number, so that ranges can be compared and sorted quickly. */
export interface Outcomes {
  readonly list: Outcome[];
  /** Whether the arguments of this outcome are compared in 64 bits. */
  readonly is64: boolean[];
}

/** The ABIs that share a token, told apart by bit 30: all but x86_64 and x32 are alone. */
export interface Section {
  readonly token: number;
  readonly starts: number[];
  readonly outcomes: number[];
}

export interface ArchUse {
  readonly name: string;
  readonly row: ArchRow;
  /** The profile itself names it; only then unknown calls are ENOSYS. */
  readonly isListed: boolean;
}

/** Outcome numbers that every filter has. */
export const DEFAULT = 0;
const BAD_ARCH = 1;
const UNKNOWN = 2;

/** The list in which sections() looks outcomes up. A foreign ABI kills the thread: libseccomp's default, which no runtime changes. */
export const newOutcomes = (defaultValue: number): Outcomes => ({
  list: [defaultValue, KILL_THREAD, ERRNO + ENOSYS],
  is64: [true, true, true],
});

/** Row -> outcome number for one word size. */
type RowOutcomes = Int32Array;

function addOutcome(outcomes: Outcomes, outcome: Outcome, is64: boolean): number {
  if (typeof outcome === 'number') {
    const known = outcomes.list.indexOf(outcome);
    if (known >= 0) return known;
  }
  outcomes.list.push(outcome);
  outcomes.is64.push(is64);
  return outcomes.list.length - 1;
}

/** Uses per row, in the order of the profile. */
function usesByRow(parsed: ParsedProfile): ReadonlyMap<number, readonly Use[]> {
  const uses = new Map<number, Use[]>();
  parsed.rows.forEach((rows, i) => {
    const use: Use = { rule: parsed.rules[i] as ParsedProfile['rules'][number], call: 0 };
    for (const row of rows) {
      const list = uses.get(row);
      if (list === undefined) uses.set(row, [use]);
      else list.push(use);
    }
  });
  return uses;
}

function rowOutcomes(parsed: ParsedProfile, outcomes: Outcomes, is64: boolean, size: number): RowOutcomes {
  const result = new Int32Array(size);
  const shared = new Map<string, number>();
  for (const [row, uses] of usesByRow(parsed)) {
    const key = uses.map(({ rule }) => parsed.rules.indexOf(rule)).join();
    let number = shared.get(key);
    if (number === undefined) {
      number = addOutcome(outcomes, outcomeOf(uses, parsed.defaultValue, is64), is64);
      shared.set(key, number);
    }
    result[row] = number;
  }
  return result;
}

/** Rules for the calls behind a multiplexer are rules for the multiplexer too. */
function multiplexerOutcome(
  parsed: ParsedProfile,
  name: string,
  names: readonly string[],
  is64: boolean,
): Outcome {
  const calls = callsBehind(name) ?? {};
  const uses: Use[] = [];
  parsed.rows.forEach((rows, i) => {
    const rule = parsed.rules[i] as ParsedProfile['rules'][number];
    for (const row of rows) {
      const call = calls[names[row] as string];
      if (call !== undefined) uses.push({ rule, call });
      else if (names[row] === name) uses.push({ rule, call: 0 });
    }
  });
  return outcomeOf(uses, parsed.defaultValue, is64);
}

/** Number and outcome of every call that has one, sorted; and the largest number that the profile names. */
interface Column {
  readonly keys: Float64Array;
  readonly last: number;
}

const KEY = 0x1_0000;

function columnOf(
  arch: ArchRow,
  parsed: ParsedProfile,
  byRow: RowOutcomes,
  outcomes: Outcomes,
  names: readonly string[],
): Column {
  const numbers = arch.numbers();
  const keys: number[] = [];
  let last = 0;
  for (const row of parsed.named) {
    const number = numbers[row] as number;
    if (number < 0) continue;
    // libseccomp knows the calls behind a multiplexer by pseudo numbers, so they do not count as the newest call.
    const counts = !arch.multiplexes || !isBehind(names[row] as string);
    if (number > last && counts) last = number;
    const outcome = byRow[row] as number;
    if (outcome !== DEFAULT) keys.push(number * KEY + outcome);
  }
  if (arch.multiplexes) addMultiplexers(keys, numbers, parsed, outcomes, names, arch.is64);
  return { keys: Float64Array.from(keys).sort(), last };
}

function addMultiplexers(
  keys: number[],
  numbers: readonly number[],
  parsed: ParsedProfile,
  outcomes: Outcomes,
  names: readonly string[],
  is64: boolean,
): void {
  for (const name of ['socketcall', 'ipc']) {
    const number = numbers[parsed.rowOf.get(name) as number] as number;
    if (number < 0) continue;
    const at = keys.findIndex((key) => Math.floor(key / KEY) === number);
    if (at >= 0) keys.splice(at, 1);
    const outcome = addOutcome(outcomes, multiplexerOutcome(parsed, name, names, is64), is64);
    if (outcome !== DEFAULT) keys.push(number * KEY + outcome);
  }
}

function put(section: Section, start: number, outcome: number): void {
  const { starts, outcomes } = section;
  if (starts.at(-1) === start) {
    starts.pop();
    outcomes.pop();
  }
  if (outcomes.at(-1) === outcome) return;
  starts.push(start);
  outcomes.push(outcome);
}

function putColumn(section: Section, keys: Float64Array): void {
  for (const key of keys) {
    const number = Math.floor(key / KEY);
    put(section, number, key % KEY);
    put(section, number + 1, DEFAULT);
  }
}

const X32_END = 0x8000_0000;
const X32_MIRROR = 0xc000_0000;
const SKIPPED = 0xffff_ffff;

/** The section of x86_64, x32 or both. */
function putX86(section: Section, x64: Part | undefined, x32: Part | undefined): void {
  put(section, 0, x64 ? DEFAULT : BAD_ARCH);
  if (x64) putColumn(section, x64.column.keys);
  if (x64?.hidesUnknown) put(section, x64.column.last + 1, UNKNOWN);
  const foreign = x32 ? DEFAULT : BAD_ARCH;
  put(section, X32_BIT, foreign);
  if (x32) putColumn(section, x32.column.keys);
  if (x32?.hidesUnknown) put(section, x32.column.last + 1, UNKNOWN);
  put(section, X32_END, x64?.hidesUnknown ? UNKNOWN : foreign);
  put(section, X32_MIRROR, x32?.hidesUnknown ? UNKNOWN : foreign);
  // A tracer skips a call by making its number -1, and the filter sees that too (seccomp(2)): no foreign ABI.
  put(section, SKIPPED, x32?.hidesUnknown ? UNKNOWN : DEFAULT);
}

interface Part {
  readonly name: string;
  readonly column: Column;
  readonly hidesUnknown: boolean;
}

function sectionOf(token: number, parts: readonly Part[]): Section {
  const section: Section = { token, starts: [], outcomes: [] };
  const [part] = parts as [Part];
  if (parts.some(({ name }) => name === 'x86_64' || name === 'x32')) {
    const find = (wanted: string): Part | undefined => parts.find(({ name }) => name === wanted);
    putX86(section, find('x86_64'), find('x32'));
    return section;
  }
  put(section, 0, DEFAULT);
  putColumn(section, part.column.keys);
  if (!part.hidesUnknown) return section;
  put(section, part.column.last + 1, UNKNOWN);
  if (part.name !== 's390' && part.name !== 's390x') return section;
  // Numbers above 255 reach the kernel as call 0 with the number in a register; one the kernel does not know stays 0.
  const second = section.starts[1] === 1 ? 1 : 0;
  section.starts.splice(0, second, 0);
  section.outcomes.splice(0, second, UNKNOWN);
  if (second === 0) section.starts[1] = 1;
  return section;
}

/** One section per token, in the order of the architectures. */
export function sectionsOf(
  arches: readonly ArchUse[],
  parsed: ParsedProfile,
  names: readonly string[],
  outcomes: Outcomes,
  hideUnknown: boolean,
): Section[] {
  const byRow = new Map<boolean, RowOutcomes>();
  const parts = new Map<number, Part[]>();
  for (const { name, row, isListed } of arches) {
    const known = byRow.get(row.is64) ?? rowOutcomes(parsed, outcomes, row.is64, names.length);
    byRow.set(row.is64, known);
    const column = columnOf(row, parsed, known, outcomes, names);
    const part = { name, column, hidesUnknown: hideUnknown && isListed && column.last > 0 };
    parts.set(row.token, [...(parts.get(row.token) ?? []), part]);
  }
  return [...parts].map(([token, list]) => sectionOf(token, list));
}
