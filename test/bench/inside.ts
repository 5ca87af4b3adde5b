/**
 * inside.ts v1|v2 ITERATIONS FILE: measures on this mount namespace's cgroups, and writes the report of the part to FILE.
 * Every iteration has each contender once for each group of rows, one after the other, in an order that rotates.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { Bundle, dockersCgroup, type Kind, kinds } from './bundles.ts';
import { hierarchies, removeCgroups } from './cgroups.ts';
import { type Contender, contendersOf, type Host, type Missing } from './contenders.ts';
import { Place } from './place.ts';
import { type PartReport, rowReport } from './report.ts';
import { type Bench, measure, type Row, rows, rowsOf } from './rows.ts';
import { type Sample, Stopwatch } from './stopwatch.ts';

const groups: readonly (readonly Row[])[] = [
  ['run'],
  ['create', 'start', 'state', 'list', 'exec', 'update', 'ps', 'events', 'kill', 'delete', 'life'],
  ['version'],
  ['features'],
  ['run+filter'],
  ['run+docker'],
  ['run+docker+userns'],
];
/** Fresh numbers for one turn: more than it has rows. */
const numbersEach = 100;
let lastNumber = 0;
const freshNumber = (): number => {
  lastNumber += numbersEach;
  return lastNumber;
};

function benchOf(place: Place, watch: Stopwatch, host: Host, contender: Contender): Bench {
  const own = place.of(contender.name);
  const wanted: readonly Kind[] = contender.name === 'floor' ? ['plain'] : kinds;
  const bundles = new Map(wanted.map((kind) => [kind, new Bundle(`${own}/${kind}`, kind, host)]));
  return { watch, host, contender, bundles, dir: own };
}

/** One unmeasured turn: caches are filled, and what a peer cannot do on this machine becomes known. */
async function warmUp(benches: readonly Bench[], missing: Missing[]): Promise<Map<Bench, Row[][]>> {
  const able = new Map<Bench, Row[][]>();
  for (const bench of benches) {
    const can: Row[][] = [];
    for (const group of groups) {
      const wanted = group.filter((row) => rowsOf(bench.contender).includes(row));
      if (wanted.length === 0) continue;
      try {
        await measure(bench, wanted, freshNumber());
        can.push(wanted);
      } catch (error) {
        if (bench.contender.name === 'teu') throw error;
        missing.push({ name: `${bench.contender.name} ${wanted.join(', ')}`, why: (error as Error).message });
      }
    }
    able.set(bench, can);
  }
  return able;
}

type Collected = Map<Row, Map<string, Sample[]>>;

/** One turn of a contender: a group of rows that it is able to. */
async function turn(bench: Bench, wanted: readonly Row[], all: Collected): Promise<void> {
  for (const [row, sample] of await measure(bench, wanted, freshNumber())) {
    const ofRow = all.get(row as Row) ?? new Map<string, Sample[]>();
    const own = ofRow.get(bench.contender.name) ?? [];
    own.push(sample);
    all.set(row as Row, ofRow.set(bench.contender.name, own));
  }
}

/** A peer that fails now and then has no figures in that row, and a line that says so. */
function giveUp(
  bench: Bench,
  wanted: readonly Row[],
  error: Error,
  all: Collected,
  missing: Missing[],
): void {
  const { name } = bench.contender;
  if (name === 'teu') throw error;
  for (const row of wanted) all.get(row)?.delete(name);
  missing.push({ name: `${name} ${wanted.join(', ')}`, why: `now and then ${error.message}` });
}

async function collect(
  benches: readonly Bench[],
  able: Map<Bench, Row[][]>,
  iterations: number,
  missing: Missing[],
) {
  const all: Collected = new Map();
  for (let iteration = 0; iteration < iterations; iteration++)
    for (const group of groups)
      for (let n = 0; n < benches.length; n++) {
        const bench = benches[(n + iteration) % benches.length] as Bench;
        const can = able.get(bench) ?? [];
        const at = can.findIndex((rows) => rows[0] === group[0]);
        if (at >= 0)
          await turn(bench, can[at] ?? [], all).catch((error: Error) =>
            giveUp(bench, can.splice(at, 1).flat(), error, all, missing),
          );
      }
  return all;
}

async function part(host: Host, iterations: number, place: Place): Promise<PartReport> {
  const watch = new Stopwatch(`${place.dir}/stderr`);
  const { contenders, missing } = contendersOf(host);
  const benches = contenders.map((contender) => benchOf(place, watch, host, contender));
  const able = await warmUp(benches, missing);
  const all = await collect(benches, able, iterations, missing);
  await watch.close();
  return {
    part: `cgroup ${host}`,
    iterations,
    contenders: contenders.map(({ name }) => name),
    missing,
    rows: rows.flatMap((row) => {
      const samples = all.get(row);
      return samples === undefined ? [] : [rowReport(row, samples)];
    }),
  };
}

const [host = '', iterations = '', file = ''] = process.argv.slice(2);
const place = new Place();
try {
  for (const hierarchy of hierarchies(host as Host)) mkdirSync(`${hierarchy}/${dockersCgroup}`);
  writeFileSync(file, JSON.stringify(await part(host as Host, Number(iterations), place)));
} finally {
  removeCgroups(host as Host);
  place.close();
}
