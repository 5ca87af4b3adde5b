/** What a filter says about each number of an architecture: a partition of all 32 bit numbers. */

import { type ArchRow, X32_BIT } from './arches.ts';
import {
  BAD_ARCH,
  type Column,
  columnOf,
  DEFAULT,
  OUTCOME_BITS,
  type Outcomes,
  OUTCOME_MASK,
  UNKNOWN,
} from './columns.ts';
import type { ParsedProfile } from './rules.ts';

/** The ABIs of one token: all but x86_64 and x32 are alone. Range i reaches from starts[i] to before starts[i + 1]. */
export interface Section {
  readonly token: number;
  readonly starts: number[];
  /** Numbers of outcomes; neighbours differ. */
  readonly outcomes: number[];
}

export interface ArchUse {
  readonly name: string;
  readonly row: ArchRow;
  /** Where the profile itself names it; only then unknown calls are ENOSYS. null: the native one, unnamed. */
  readonly path: string | null;
}

interface Part {
  readonly name: string;
  readonly token: number;
  readonly column: Column;
  readonly hidesUnknown: boolean;
}

/** From `start` on the outcome is this one. */
function put(section: Section, start: number, outcome: number): void {
  const { starts, outcomes } = section;
  if (starts.length > 0 && starts[starts.length - 1] === start) {
    starts.pop();
    outcomes.pop();
  }
  if (outcomes.length > 0 && outcomes[outcomes.length - 1] === outcome) return;
  starts.push(start);
  outcomes.push(outcome);
}

/** The calls of a column; between and after them the default action. */
function putColumn(section: Section, keys: Int32Array, base: number): void {
  let current = DEFAULT;
  let next = 0;
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i] as number;
    const number = key >> OUTCOME_BITS;
    if (number !== next && current !== DEFAULT) {
      put(section, base + next, DEFAULT);
      current = DEFAULT;
    }
    const outcome = key & OUTCOME_MASK;
    if (outcome !== current) put(section, base + number, outcome);
    current = outcome;
    next = number + 1;
  }
  if (current !== DEFAULT) put(section, base + next, DEFAULT);
}

const X32_END = 0x8000_0000;
const X32_MIRROR = 0xc000_0000;
const SKIPPED = 0xffff_ffff;

/** The section of x86_64, x32 or both. */
function putX86(section: Section, x64: Part | undefined, x32: Part | undefined): void {
  put(section, 0, x64 ? DEFAULT : BAD_ARCH);
  if (x64) putColumn(section, x64.column.keys, 0);
  if (x64?.hidesUnknown) put(section, x64.column.last + 1, UNKNOWN);
  const foreign = x32 ? DEFAULT : BAD_ARCH;
  put(section, X32_BIT, foreign);
  if (x32) putColumn(section, x32.column.keys, X32_BIT);
  if (x32?.hidesUnknown) put(section, X32_BIT + x32.column.last + 1, UNKNOWN);
  put(section, X32_END, x64?.hidesUnknown ? UNKNOWN : foreign);
  put(section, X32_MIRROR, x32?.hidesUnknown ? UNKNOWN : foreign);
  // A tracer skips a call by making its number -1, and the filter sees that too (seccomp(2)): no foreign ABI.
  put(section, SKIPPED, x32?.hidesUnknown ? UNKNOWN : DEFAULT);
}

/** On s390, numbers above 255 reach the kernel as call 0 with the number in a register; one the kernel does not know stays 0. */
function hideSetup(section: Section): void {
  const { starts, outcomes } = section;
  if (starts[1] === 1) outcomes[0] = UNKNOWN;
  else {
    starts.splice(0, 1, 0, 1);
    outcomes.unshift(UNKNOWN);
  }
}

/** `other` is the second ABI of the token, if there is one. */
function sectionOf(part: Part, other: Part | undefined): Section {
  const { name, token, column, hidesUnknown } = part;
  const section: Section = { token, starts: [], outcomes: [] };
  if (name === 'x86_64' || name === 'x32') {
    if (name === 'x86_64') putX86(section, part, other);
    else putX86(section, other, part);
    return section;
  }
  put(section, 0, DEFAULT);
  putColumn(section, column.keys, 0);
  if (hidesUnknown) put(section, column.last + 1, UNKNOWN);
  if (hidesUnknown && name.startsWith('s390')) hideSetup(section);
  return section;
}

/** runc sees no newest call where the largest number is 0: an x32 number never is. */
const hasNewest = (name: string, last: number): boolean => last > 0 || (name === 'x32' && last === 0);

/** One section per token, in the order of the architectures. */
export function sectionsOf(
  arches: readonly ArchUse[],
  parsed: ParsedProfile,
  outcomes: Outcomes,
  hideUnknown: boolean,
): Section[] {
  const sections: Section[] = [];
  const parts: Part[] = [];
  for (const { name, row, path } of arches) {
    const column = columnOf(name, row, parsed, outcomes);
    const hidesUnknown = hideUnknown && path !== null && hasNewest(name, column.last);
    parts.push({ name, token: row.token, column, hidesUnknown });
  }
  for (let i = 0; i < parts.length; i++) {
    const part = parts[i] as Part;
    let other = parts.length - 1;
    while (other >= 0 && (other === i || parts[other]?.token !== part.token)) other--;
    if (other < 0 || other > i) sections.push(sectionOf(part, parts[other]));
  }
  return sections;
}
