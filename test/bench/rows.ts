/** What is measured with one contender in one iteration. */
import { readFileSync, writeFileSync } from 'node:fs';
import type { Bundle, Kind } from './bundles.ts';
import type { Contender, Host } from './contenders.ts';
import type { Sample, Stopwatch } from './stopwatch.ts';

export interface Bench {
  readonly watch: Stopwatch;
  readonly host: Host;
  readonly contender: Contender;
  readonly bundles: ReadonlyMap<Kind, Bundle>;
  /** State root, and what else belongs to this contender alone. */
  readonly dir: string;
}

/** Row of the table -> sample. */
export type Samples = Map<string, Sample>;

export const rows = [
  'run',
  'create',
  'start',
  'state',
  'exec',
  'kill',
  'delete',
  'life',
  'list',
  'update',
  'ps',
  'events',
  'version',
  'features',
  'run+filter',
  'run+docker',
  'run+docker+userns',
] as const;
export type Row = (typeof rows)[number];

const kindOf: Readonly<Partial<Record<Row, Kind>>> = {
  'run+filter': 'filter',
  'run+docker': 'docker',
  'run+docker+userns': 'userns',
};

/** One call; anything but status 0 is an error. */
async function call({ watch, contender, dir }: Bench, ...words: string[]): Promise<Sample> {
  const { program, environment } = contender;
  const sample = await watch.run(...environment, program, '--root', `${dir}/state`, ...words);
  if (sample.exit !== 0) throw new Error(`${words[0]}: exit ${sample.exit}: ${watch.lastWords()}`);
  return sample;
}

const idOf = ({ contender }: Bench, number: number) => `bench-${contender.name}-${number}`;

async function run(bench: Bench, kind: Kind, number: number): Promise<Sample> {
  const bundle = bench.bundles.get(kind) as Bundle;
  const id = idOf(bench, number);
  bundle.write(number, ['/bin/true']);
  if (bench.contender.name !== 'floor') return call(bench, 'run', '--bundle', bundle.dir, id);
  const sample = await bench.watch.run(
    bench.contender.program,
    `${bundle.dir}/rootfs`,
    bench.host,
    id,
    '/bin/true',
  );
  if (sample.exit !== 0) throw new Error(`floor: exit ${sample.exit}: ${bench.watch.lastWords()}`);
  return sample;
}

const sum = (...all: readonly Sample[]): Sample => ({
  exit: 0,
  nanos: all.reduce((total, { nanos }) => total + nanos, 0),
  rssKiB: Math.max(...all.map(({ rssKiB }) => rssKiB)),
  cpuNanos: all.reduce((total, { cpuNanos }) => total + cpuNanos, 0),
});

/** What any cgroup takes, whatever its controllers: v2 here has none. Another value each time. */
const resources = (host: Host, number: number): object =>
  host === 'v1'
    ? { cpu: { shares: 1000 + (number % 100_000) } }
    : { unified: { 'cgroup.max.descendants': `${1000 + number}` } };

/** What engines ask a container that lives; update has its resources in a file. */
async function asked(bench: Bench, number: number): Promise<Samples> {
  const [id, file] = [idOf(bench, number), `${bench.dir}/resources.json`];
  writeFileSync(file, JSON.stringify(resources(bench.host, number)));
  const samples: Samples = new Map();
  samples.set('state', await call(bench, 'state', id));
  samples.set('list', await call(bench, 'list'));
  samples.set('exec', await call(bench, 'exec', id, '/bin/true'));
  samples.set('update', await call(bench, 'update', '--resources', file, id));
  samples.set('ps', await call(bench, 'ps', '--format', 'json', id));
  if (rowsOf(bench.contender).includes('events'))
    samples.set('events', await call(bench, 'events', '--stats', id));
  return samples;
}

/** From create to delete, and what is asked meanwhile. */
async function life(bench: Bench, number: number, samples: Samples): Promise<void> {
  const bundle = bench.bundles.get('plain') as Bundle;
  const [id, pidFile] = [idOf(bench, number), `${bench.dir}/pid`];
  bundle.write(number, ['/bin/sleep', '1000']);
  const create = await call(bench, 'create', '--bundle', bundle.dir, '--pid-file', pidFile, id);
  const start = await call(bench, 'start', id);
  for (const [row, sample] of await asked(bench, number)) samples.set(row, sample);
  const kill = await call(bench, 'kill', id, 'KILL');
  await bench.watch.wait(Number(readFileSync(pidFile, 'utf8')));
  const removed = await call(bench, 'delete', id);
  samples.set('create', create).set('start', start).set('kill', kill).set('delete', removed);
  samples.set('life', sum(create, start, kill, removed));
}

const lifeRows: readonly string[] = [
  ...['create', 'start', 'state', 'exec', 'kill', 'delete', 'life'],
  ...['list', 'update', 'ps', 'events'],
];

/** What is asked of no container. */
const plainCalls: Readonly<Partial<Record<Row, string>>> = { version: '--version', features: 'features' };

/** Measures the rows that are wanted, under numbers from `number` on (each row takes one). Throws at the first failure. */
export async function measure(bench: Bench, wanted: readonly Row[], number: number): Promise<Samples> {
  const samples: Samples = new Map();
  let next = number;
  for (const row of wanted) {
    const word = plainCalls[row];
    if (word !== undefined) samples.set(row, await call(bench, word));
    else if (lifeRows.includes(row)) {
      if (!samples.has(row)) await life(bench, next++, samples);
    } else samples.set(row, await run(bench, kindOf[row] ?? 'plain', next++));
  }
  return samples;
}

/** The floor program knows one thing, and crun has no events. */
export function rowsOf({ name }: Contender): readonly Row[] {
  if (name === 'floor') return ['run'];
  return name === 'crun' ? rows.filter((row) => row !== 'events') : rows;
}
