/** A report as text. Pure. */
import { type BenchReport, type ChargedReport, missed, type PartReport, type RowReport } from './report.ts';

const label = (text: string) => text.padEnd(20);
const cell = (text: string) => text.padStart(23);
const short = (text: string) => text.padStart(9);
const fixed = (value: number | undefined) => (value === undefined ? '-' : value.toFixed(2));

function times({ figures }: RowReport, names: readonly string[]): string {
  return names
    .map((name) => {
      const own = figures[name];
      return cell(own ? `${fixed(own.ms)} [${fixed(own.q1)}-${fixed(own.q3)}]` : '-');
    })
    .join('');
}

function rowLine(row: RowReport, names: readonly string[]): string {
  const peers = names.filter((name) => name !== 'teu');
  const ratios = peers.map((name) => short(fixed(row.ratios[name]?.median))).join('');
  const misses = missed(row).map(({ name, goal }) => `over ${goal} x ${name}`);
  return `${label(row.row)}${times(row, names)}${ratios}  ${misses.join(', ')}`.trimEnd();
}

const memoryLine = ({ row, figures }: RowReport, names: readonly string[]): string =>
  `${label(row)}${names.map((name) => cell(figures[name] ? (figures[name].rssKiB / 1024).toFixed(1) : '-')).join('')}`;

function partText(report: PartReport): string[] {
  const { part, iterations, contenders: names, missing, rows } = report;
  const peers = names.filter((name) => name !== 'teu');
  const head = `${names.map((name) => cell(`${name} ms`)).join('')}${peers.map((name) => short(`/ ${name}`)).join('')}`;
  return [
    `${part}: medians of ${iterations} iterations [quartiles]; ratios are medians of pairs`,
    ...missing.map(({ name, why }) => `missing: ${name} (${why})`),
    `${label('')}${head}`,
    ...rows.map((row) => rowLine(row, names)),
    '',
    'peak of resident memory, with the pages of the executable, MiB',
    ...rows.filter(({ row }) => row !== 'life').map((row) => memoryLine(row, names)),
    '',
  ];
}

function chargedText({ missing, rows }: ChargedReport): string[] {
  const names = Object.keys(Object.values(rows)[0] ?? {});
  const line = ([verb, peaks]: readonly [string, Readonly<Record<string, number>>]) =>
    `${label(verb)}${names.map((name) => cell(((peaks[name] ?? Number.NaN) / 1024).toFixed(1))).join('')}`;
  return [
    'charged to a memory cgroup for one call (run and create with the container), peak, MiB',
    ...missing.map(({ name, why }) => `missing: ${name} (${why})`),
    `${label('')}${names.map(cell).join('')}`,
    ...Object.entries(rows).map(line),
    '',
  ];
}

/** For a terminal of 160 columns. */
export function reportText({ date, commit, machine, versions, parts, charged }: BenchReport): string {
  const { cpu, cores, memoryGiB, kernel, load } = machine;
  return [
    `${date}, teu of commit ${commit}`,
    `${cpu}, ${cores} cores, ${memoryGiB} GiB, Linux ${kernel}; load ${load[0]} before, ${load[1]} after`,
    ...Object.entries(versions).map(([name, version]) => `${name}: ${version}`),
    '',
    ...parts.flatMap(partText),
    ...chargedText(charged),
  ].join('\n');
}
