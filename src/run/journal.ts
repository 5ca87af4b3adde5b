/**
 * The write-ahead journal: what a create is about to make and somebody must remove later. Written whole,
 * before the first step, so that a SIGKILL at any moment leaves a complete list; `delete` replays it backwards.
 */

import { outcome } from '../native/executor.ts';
import { readText, SysError, writeText } from '../native/lib.ts';
import { layoutFor } from '../wire/layout.ts';
import type { Plan, Step, StepOf } from '../wire/types.ts';

export type JournalEntry =
  | { readonly undo: 'cgroup'; readonly path: string }
  /** A group of resctrl. With `keep` as a file: removed only when the create did not complete. */
  | { readonly undo: 'resctrl'; readonly path: string; readonly keep: boolean }
  /** A unit of systemd, by its description; `path` is its cgroup. */
  | {
      readonly undo: 'scope';
      readonly path: string;
      readonly unit: string;
      readonly manager: 'system' | 'user';
      readonly description: string;
    }
  /** Removed only when the create did not complete: afterwards the file is the caller's. */
  | { readonly undo: 'file'; readonly path: string };

const kinds: readonly string[] = [
  'cgroup',
  'file',
  'resctrl',
  'scope',
] satisfies readonly JournalEntry['undo'][];

const journalFile = (stateDir: string): string => `${stateDir}/journal`;

const scopeEntry = (step: StepOf<'scope_start'>): JournalEntry => ({
  undo: 'scope',
  path: step.path,
  unit: step.unit,
  manager: step.manager === 'user' ? 'user' : 'system',
  description: step.description,
});

function entryOf(step: Step): JournalEntry | null {
  const kind = layoutFor(step.op).undo;
  if (kind === null || kind === 'process') return null;
  if (step.op === 'scope_start') return scopeEntry(step);
  const { path } = step as unknown as { readonly path: string };
  return step.op === 'rdt_group'
    ? { undo: 'resctrl', path, keep: step.keep === 1 }
    : { undo: kind as 'cgroup' | 'file', path };
}

/** Everything the plan makes that outlives its processes, in the order of making. */
export function journalOf(plan: Plan): JournalEntry[] {
  const entries: JournalEntry[] = [];
  for (const step of plan.steps) {
    const entry = entryOf(step);
    if (entry !== null) entries.push(entry);
  }
  return entries;
}

const EEXIST = 17;

/** A directory that was there already, which is an error of its step, is somebody else's. */
function isOurs(step: Step, wire: number): boolean {
  const { state, errno } = outcome(wire);
  const isExclusive = step.op === 'rdt_group' || step.op === 'scope_start';
  return state !== 'pending' && !(isExclusive && state === 'failed' && errno === EEXIST);
}

/**
 * What an undo in the process that directed the plan may remove: not the file or the group of a step that was never begun,
 * which may be there and another's. Of cgroups all: those that were there are not in the plan.
 */
export const attemptedEntries = (plan: Plan, wireIndex: readonly number[]): JournalEntry[] =>
  plan.steps.flatMap((step, index) => {
    const entry = entryOf(step);
    const isMade = entry?.undo === 'cgroup' || (entry !== null && isOurs(step, wireIndex[index] as number));
    return entry !== null && isMade ? [entry] : [];
  });

export function writeJournal(stateDir: string, entries: readonly JournalEntry[]): void {
  writeText(journalFile(stateDir), entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''), {
    mode: 0o600,
  });
}

/** Adds what another container has made and leaves to this one; the caller holds this one's lock. */
export function appendJournal(stateDir: string, entries: readonly JournalEntry[]): void {
  const text = entries.map((entry) => `${JSON.stringify(entry)}\n`).join('');
  writeText(journalFile(stateDir), text, { mode: 0o600, append: true });
}

const isText = (value: unknown): boolean => typeof value === 'string';

function parseLine(line: string): JournalEntry | null {
  try {
    const entry = JSON.parse(line) as Partial<JournalEntry>;
    const known = kinds.includes(entry.undo ?? '') && typeof entry.path === 'string';
    const isWhole = entry.undo !== 'scope' || (isText(entry.unit) && isText(entry.description));
    return known && isWhole && entry.path?.startsWith('/') ? (entry as JournalEntry) : null;
  } catch {
    return null; // a line cut off by the death of its writer: what it announced was not made
  }
}

/** The entries of a container; none when the journal was not written yet. */
export function readJournal(stateDir: string): JournalEntry[] {
  try {
    const text = readText(journalFile(stateDir));
    return text
      .split('\n')
      .map(parseLine)
      .filter((entry) => entry !== null);
  } catch (error) {
    if (error instanceof SysError && error.errno === 2) return [];
    throw error;
  }
}
