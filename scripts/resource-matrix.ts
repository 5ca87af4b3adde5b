/**
 * docs/resource-matrix.md, from what the suites e2e and vm read from the kernel (build/test/SUITE.matrix, test/matrix).
 * resource-matrix.ts print   writes the page from the results that are there; rows of a column without results stay
 * resource-matrix.ts check SUITE   fails when the run of a suite read anything else than the page says
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cases } from '../test/matrix/tables/cases.ts';
import { columnNames, columns, notHere, type Reading } from '../test/matrix/types.ts';

const repository = new URL('..', import.meta.url).pathname;
const page = `${repository}docs/resource-matrix.md`;

const head = `<!-- Printed by scripts/resource-matrix.ts from what \`make test-e2e\` and \`make test-vm\` read; both fail when they read anything else. -->

# Resource matrix

What each field of \`linux.resources\` became on the test hosts, read back from the kernel: hybrid is a host with hierarchies of cgroup v1
beside an empty cgroup2 tree, cgroupfs and systemd are the guest of [test/vm](../test/vm/README.md), with cgroups made by teu and by
\`--systemd-cgroup\`. \`DISK\` stands for the numbers of a disk. \`checkBeforeUpdate\` acts in \`update\` alone.
The rules behind it are in [resources.md](resources.md).

| resource | host | looked at | expected | read |
|---|---|---|---|---|
`;

const cell = (text: string): string =>
  text === ''
    ? ''
    : text
        .split('\n')
        .map((line) => line.replaceAll('|', '\\|'))
        .join('<br>');

function where(text: string): string {
  if (text === '-') return '';
  if (text.startsWith('unit:')) return `unit property \`${text.slice('unit:'.length)}\``;
  return text.includes(' ') ? text : `\`${text}\``;
}

const line = (one: Reading): string =>
  `| ${[one.title, columnNames[one.column], where(one.where), cell(one.expected), cell(one.seen)].join(' | ')} |`;

function readings(suite: string): readonly Reading[] {
  const file = `${repository}build/test/${suite}.matrix`;
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
  return lines.map((text) => JSON.parse(text) as Reading);
}

/** The rows of the page as it is, by case and column. */
function rowsByKey(): ReadonlyMap<string, readonly string[]> {
  const rows = new Map<string, string[]>();
  const lines = existsSync(page) ? readFileSync(page, 'utf8').split('\n') : [];
  for (const row of lines) {
    const [, title, host] = /^\| (.*?) \| (v[12] [a-z]+) \|/.exec(row) ?? [];
    if (title === undefined || host === undefined) continue;
    rows.set(`${title} ${host}`, [...(rows.get(`${title} ${host}`) ?? []), row]);
  }
  return rows;
}

const keyOf = ({ title, column }: Pick<Reading, 'title' | 'column'>): string =>
  `${title} ${columnNames[column]}`;

function print(): void {
  const rows = new Map(rowsByKey());
  const fresh = new Map<string, string[]>();
  for (const one of ['e2e', 'vm'].flatMap(readings))
    if (!(one.expected === notHere && rows.has(keyOf(one))))
      fresh.set(keyOf(one), [...(fresh.get(keyOf(one)) ?? []), line(one)]);
  for (const [key, lines] of fresh) rows.set(key, lines);
  const all = cases.flatMap(({ title }) =>
    columns.flatMap((column) => rows.get(keyOf({ title, column })) ?? []),
  );
  writeFileSync(page, `${head}${all.join('\n')}\n`);
}

/** Rows of the run that the page has not got. What a machine has not got is no contradiction. */
function differences(suite: string): readonly string[] {
  const rows = rowsByKey();
  const run = readings(suite);
  if (run.length === 0) return [`the suite ${suite} left no results of the matrix`];
  const isMeasured = (key: string): boolean =>
    rows.get(key)?.some((row) => !row.includes(`| ${notHere} |`)) === true;
  return run
    .filter((one) => one.expected !== notHere || !isMeasured(keyOf(one)))
    .filter((one) => rows.get(keyOf(one))?.includes(line(one)) !== true)
    .map(line);
}

function check(suite: string): number {
  const all = differences(suite);
  for (const row of all) console.log(`not in docs/resource-matrix.md: ${row}`);
  if (all.length > 0) console.log('`bun scripts/resource-matrix.ts print` writes the page from the results');
  return all.length === 0 ? 0 : 1;
}

if (import.meta.main) {
  const [verb, suite = ''] = process.argv.slice(2);
  if (verb === 'print') print();
  else process.exit(check(suite));
}
