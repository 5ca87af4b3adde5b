/** Summaries of test suites: one JSON file per suite below build/test/summary, printed together at the end. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';

import { everywhere, placeLines } from './test-places.ts';

const repository = new URL('..', import.meta.url).pathname;
const directory = `${repository}build/test/summary`;

export interface TestResult {
  readonly title: string;
  readonly outcome: 'pass' | 'fail' | 'skip';
  /** Why it failed or was skipped. */
  readonly detail?: string;
  /** The machine and its cgroups, as the test saw them. */
  readonly place?: string;
}

interface Summary {
  readonly suite: string;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/**
 * Lines of test/skipped.txt: `title :: reason`. A `*` at the end of a title covers every title that begins so.
 * A skip that no line covers fails the run, so that the list cannot grow unannounced.
 */
export function isAllowedSkip(title: string, list: string): boolean {
  return list
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('#'))
    .map((line) => line.split(' :: ')[0]?.trim() ?? '')
    .some((allowed) => (allowed.endsWith('*') ? title.startsWith(allowed.slice(0, -1)) : title === allowed));
}

function skipList(): string {
  return readFileSync(`${repository}test/skipped.txt`, 'utf8');
}

/** Prints one suite's failures, skips and summary, stores the numbers; returns the exit status. */
export function report(suite: string, results: readonly TestResult[]): number {
  const list = skipList();
  let [passed, failed, skipped] = [0, 0, 0];
  for (const { title, outcome, detail } of results) {
    if (outcome === 'pass') passed++;
    else if (outcome === 'skip' && isAllowedSkip(title, list)) {
      skipped++;
      console.log(`skipped: ${title}: ${detail ?? 'no reason given'}`);
    } else {
      failed++;
      const why =
        outcome === 'skip' ? `skipped but not in test/skipped.txt: ${detail ?? ''}` : (detail ?? '');
      console.log(`FAILED: ${suite}: ${title}: ${why}`);
    }
  }
  if (results.length === 0) {
    failed++;
    console.log(`FAILED: ${suite}: the suite produced no tests`);
  }
  save({ suite, passed, failed, skipped });
  console.log(`suite ${suite}: ${line({ passed, failed, skipped })}`);
  for (const place of placeLines(suite, results)) console.log(place);
  return failed > 0 ? 1 : 0;
}

function save(summary: Summary): void {
  mkdirSync(directory, { recursive: true });
  writeFileSync(`${directory}/${summary.suite}.json`, `${JSON.stringify(summary)}\n`);
}

function line(counts: { passed: number; failed: number; skipped: number }): string {
  const { passed, failed, skipped } = counts;
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

/** Prints every stored summary and the total; a suite of `wanted` without a summary counts as one failure. */
export function total(wanted: readonly string[]): number {
  let files: string[] = [];
  try {
    files = readdirSync(directory).filter((name) => name.endsWith('.json'));
  } catch {
    console.log('no suite left a summary');
  }
  const summaries = files.map((name) => JSON.parse(readFileSync(`${directory}/${name}`, 'utf8')) as Summary);
  const missing = wanted.filter((suite) => !summaries.some((summary) => summary.suite === suite));
  for (const summary of summaries) console.log(`suite ${summary.suite}: ${line(summary)}`);
  for (const suite of missing) console.log(`suite ${suite}: did not run`);
  const nowhere = everywhere(summaries.map(({ suite }) => suite));
  console.log(`where each test ran: build/test/places; nowhere: ${nowhere.length}`);
  for (const test of nowhere) console.log(`  ${test}`);
  const sum = (key: 'passed' | 'failed' | 'skipped') => summaries.reduce((n, summary) => n + summary[key], 0);
  const failed = sum('failed') + missing.length;
  console.log(line({ passed: sum('passed'), failed, skipped: sum('skipped') }));
  return failed > 0 ? 1 : 0;
}
