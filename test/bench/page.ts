/** Prints the tables of docs/performance.md, and its chart, from what `make bench` has left in build/bench. */
import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { repository } from '../helpers/paths.ts';
import {
  type BenchReport,
  type ChargedReport,
  missed,
  type PartReport,
  type RowReport,
  type ScaleReport,
} from './report.ts';

const begin = '<!-- printed by test/bench/page.ts -->';
const end = '<!-- end -->';

const cells = (all: readonly string[]): string => `| ${all.join(' | ')} |`;
const table = (head: readonly string[], rows: readonly (readonly string[])[]): string[] => [
  cells(head),
  cells(head.map((_, n) => (n === 0 ? '---' : '---:'))),
  ...rows.map(cells),
];
const fixed = (value: number): string => value.toFixed(2);

function rowCells({ row, figures, ratios }: RowReport, names: readonly string[]): string[] {
  const times = names.map((name) => {
    const own = figures[name];
    return own === undefined ? '' : `${fixed(own.ms)} <sub>${fixed(own.q1)} to ${fixed(own.q3)}</sub>`;
  });
  const peers = names.filter((name) => name !== 'teu');
  return [row, ...times, ...peers.map((name) => (ratios[name] ? fixed(ratios[name].median) : ''))];
}

function partLines({ part, iterations, contenders, missing, rows }: PartReport): string[] {
  const peers = contenders.filter((name) => name !== 'teu');
  const head = ['', ...contenders.map((name) => `${name} ms`), ...peers.map((name) => `teu / ${name}`)];
  return [
    `### ${part}, ${iterations} iterations`,
    '',
    ...table(
      head,
      rows.map((row) => rowCells(row, contenders)),
    ),
    '',
    ...missing.flatMap(({ name, why }) => [`Not measured: ${name} (${why}).`, '']),
  ];
}

/** Every row in which a peer is faster, and every goal that is not met. */
function lossLines(parts: readonly PartReport[]): string[] {
  const lines = parts.flatMap(({ part, rows }) =>
    rows.flatMap((report) => {
      const slower = Object.entries(report.ratios).filter(
        ([name, { median }]) => name !== 'floor' && median > 1,
      );
      const losses = slower.map(([name, { median }]) => `${fixed(median)} times ${name}`);
      const goals = missed(report).map(
        ({ name, ratio, goal }) => `${fixed(ratio)} of ${name} where ${goal} is the goal`,
      );
      const all = [...losses, ...goals];
      return all.length === 0 ? [] : [`- ${part}, \`${report.row}\`: ${all.join('; ')}`];
    }),
  );
  return ['### Where teu loses', '', ...(lines.length === 0 ? ['In no row.'] : lines), ''];
}

const mebibytes = (kib: number | undefined): string => (kib === undefined ? '' : (kib / 1024).toFixed(1));

function memoryLines(part: PartReport, charged: ChargedReport): string[] {
  const names = part.contenders;
  const rows = part.rows.filter(({ row }) => row !== 'life');
  const resident = rows.map(({ row, figures }) => [
    row,
    ...names.map((name) => mebibytes(figures[name]?.rssKiB)),
  ]);
  const payers = Object.keys(Object.values(charged.rows)[0] ?? {});
  const paid = Object.entries(charged.rows).map(([verb, peaks]) => [
    verb,
    ...payers.map((name) => mebibytes(peaks[name])),
  ]);
  return [
    '### Memory',
    '',
    'Peak of resident memory of one call, MiB. Pages of the executable count, though all calls share them.',
    '',
    ...table(['', ...names], resident),
    '',
    'Peak of what the kernel charges to a memory cgroup that the call is alone in, MiB: without the executable, `run` and `create` with the',
    'container. One charge is of up to 256 KiB for each CPU.',
    '',
    ...table(['', ...payers], paid),
    '',
    ...charged.missing.flatMap(({ name, why }) => [`Not measured: ${name} (${why}).`, '']),
  ];
}

/** Of `make bench-scale`, where it has been run. */
function scaleLines(): string[] {
  const file = `${repository}build/bench/scale.json`;
  if (!existsSync(file)) return [];
  const { host, containers, rows, left } = JSON.parse(readFileSync(file, 'utf8')) as ScaleReport;
  return [
    '### A lot of everything',
    '',
    `\`make bench-scale\`, cgroup ${host}: ${containers} containers that are kept, creators at once, mounts on the host.`,
    '',
    ...table(
      ['', 'teu ms', 'runc ms', 'floor ms', 'teu / runc', 'in CPU time'],
      rows.map(({ what, teu, runc, floor, ratio, cpuRatio }) => [
        what,
        ...[teu, runc, floor, ratio, cpuRatio].map((value) => (value === null ? '' : fixed(value))),
      ]),
    ),
    '',
    ...left.map((line) => `- ${line}`),
    '',
  ];
}

function printed({ date, commit, machine, versions, parts, charged }: BenchReport): string {
  const { cpu, cores, memoryGiB, kernel, load } = machine;
  const [first] = parts;
  return [
    begin,
    '',
    `${date}, commit ${commit}. ${cpu}, ${cores} cores, ${memoryGiB} GiB, Linux ${kernel}; load ${load[0]} before and ${load[1]} after.`,
    `Versions: ${Object.values(versions).join('; ')}.`,
    '',
    '![The same as a chart](performance.svg)',
    '',
    ...parts.flatMap(partLines),
    ...lossLines(parts),
    ...(first === undefined ? [] : memoryLines(first, charged)),
    ...scaleLines(),
    end,
  ].join('\n');
}

const source = `${repository}build/bench/bench.json`;
if (!existsSync(source)) throw new Error(`${source} is not there: make bench writes it`);
const page = `${repository}docs/performance.md`;
const text = readFileSync(page, 'utf8');
const [from, to] = [text.indexOf(begin), text.indexOf(end)];
if (from < 0 || to < from) throw new Error(`${page} has lost its marks`);
const report = JSON.parse(readFileSync(source, 'utf8')) as BenchReport;
writeFileSync(page, text.slice(0, from) + printed(report) + text.slice(to + end.length));
copyFileSync(`${repository}build/bench/bench.svg`, `${repository}docs/performance.svg`);
