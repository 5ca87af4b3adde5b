/** Where tests run, and where they ran: files that ask for the guest too, and the place of each test of each suite. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { TestResult } from './suite-report.ts';

const repository = new URL('..', import.meta.url).pathname;
const directory = `${repository}build/test/places`;

/** A test file says so itself; emulation is slow, so it has to gain from systemd, AppArmor or cgroup v2. */
const mark = /^export const alsoIn = 'guest';$/m;

/** End-to-end tests that run in the guest as well. */
export function filesForGuest(): readonly string[] {
  const files = readdirSync(`${repository}test/e2e`).filter((name) => name.endsWith('.test.ts'));
  return files
    .filter((name) => mark.test(readFileSync(`${repository}test/e2e/${name}`, 'utf8')))
    .map((name) => `./test/e2e/${name}`);
}

/** Lines `title<TAB>rest` of a file that tests have written, by title; none when there is no file. */
export function byTitle(file: string): ReadonlyMap<string, string> {
  if (!existsSync(file)) return new Map();
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
  return new Map(lines.map((line) => line.split('\t', 2) as [string, string]));
}

/** How many tests ran at each place, and a line for each test, which is kept for the total. */
export function placeLines(suite: string, results: readonly TestResult[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const { outcome, place } of results)
    if (outcome !== 'skip' && place !== undefined) counts.set(place, (counts.get(place) ?? 0) + 1);
  const rows = results.map(({ title, outcome, place, detail }) =>
    [outcome, outcome === 'skip' ? (detail ?? '') : (place ?? 'host'), title].join('\t'),
  );
  writeFileSync(`${directory}.${suite}`, `${rows.join('\n')}\n`);
  return [...counts].map(([place, count]) => `  ${place}: ${count}`);
}

export interface Row {
  readonly outcome: string;
  readonly where: string;
  readonly title: string;
}

function rowsOf(suite: string): readonly Row[] {
  const file = `${directory}.${suite}`;
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => {
      const [outcome = '', where = '', title = ''] = line.split('\t');
      return { outcome, where, title };
    });
}

/** Places of each test that ran, and why the others ran nowhere, by title. */
export function placesOf(rows: readonly Row[]): {
  readonly ran: ReadonlyMap<string, readonly string[]>;
  readonly nowhere: ReadonlyMap<string, string>;
} {
  const ran = new Map<string, readonly string[]>();
  const nowhere = new Map<string, string>();
  for (const { outcome, where, title } of rows) {
    if (outcome === 'skip') nowhere.set(title, where);
    else ran.set(title, [...new Set([...(ran.get(title) ?? []), where])]);
  }
  for (const title of ran.keys()) nowhere.delete(title);
  return { ran, nowhere };
}

/** Every test of these suites with all places it ran at goes to build/test/places; what ran nowhere is returned. */
export function everywhere(suites: readonly string[]): readonly string[] {
  const { ran, nowhere } = placesOf(suites.flatMap(rowsOf));
  const lines = [
    ...[...ran].map(([title, places]) => `${title}\t${places.join('; ')}`),
    ...[...nowhere].map(([title, why]) => `${title}\tnowhere: ${why}`),
  ];
  writeFileSync(directory, `${lines.join('\n')}\n`);
  return [...nowhere].map(([title, why]) => `${title}: ${why}`);
}
