/**
 * charged.ts FILE: what the kernel charges to a memory cgroup in which one call of a verb runs alone: anonymous and kernel memory of teu's or a
 * peer's own, without the executable, whose pages all calls share. Writes the report of the part to FILE.
 */
import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { removeCgroup } from '../engines/rig.ts';
import { repository } from '../helpers/paths.ts';
import { Bundle } from './bundles.ts';
import { type Contender, contendersOf } from './contenders.ts';
import { Place } from './place.ts';
import { type ChargedReport, quantile } from './report.ts';
import { Stopwatch } from './stopwatch.ts';

const rounds = 5;
const verbs = ['run', 'create', 'start', 'state', 'list', 'exec', 'kill', 'delete'] as const;

/** Begin of the paths of memory cgroups below our own; null where v1 has none. */
function ownCgroup(): string | null {
  const path = /^[0-9]+:memory:(.*)$/m.exec(readFileSync('/proc/self/cgroup', 'utf8'))?.[1];
  return path === undefined ? null : `/sys/fs/cgroup/memory${path === '/' ? '' : path}/bench-charged-`;
}

class Meter {
  private number = 0;
  readonly samples = new Map<string, number[]>();
  constructor(
    private readonly watch: Stopwatch,
    private readonly cgroup: string,
    private readonly contender: Contender,
    private readonly dir: string,
  ) {}

  /**
   * Runs one call in a fresh cgroup and keeps its peak. The cgroup stays: that of the container is made below the one that its create
   * was called in, so run and create pay for the container as well.
   */
  private async call(verb: string, ...words: string[]): Promise<void> {
    const cgroup = `${this.cgroup}${verb}`;
    mkdirSync(cgroup);
    const enter = ['/bin/sh', '-c', `echo 0 >${cgroup}/tasks && exec "$@"`, 'sh'];
    const { program, name } = this.contender;
    const { exit } = await this.watch.run(...enter, program, '--root', `${this.dir}/state`, verb, ...words);
    if (exit !== 0) throw new Error(`${name} ${verb}: exit ${exit}: ${this.watch.lastWords()}`);
    const peak = Number(readFileSync(`${cgroup}/memory.max_usage_in_bytes`, 'utf8')) / 1024;
    this.samples.set(verb, [...(this.samples.get(verb) ?? []), peak]);
  }

  async round(bundle: Bundle): Promise<void> {
    const id = `bench-charged-${this.contender.name}-${this.number++}`;
    bundle.write(this.number, ['/bin/true']);
    await this.call('run', '--bundle', bundle.dir, id);
    bundle.write(this.number, ['/bin/sleep', '1000']);
    await this.call('create', '--bundle', bundle.dir, '--pid-file', `${this.dir}/pid`, id);
    for (const verb of ['start', 'state'] as const) await this.call(verb, id);
    await this.call('list');
    await this.call('exec', id, '/bin/true');
    await this.call('kill', id, 'KILL');
    await this.watch.wait(Number(readFileSync(`${this.dir}/pid`, 'utf8')));
    await this.call('delete', id);
    for (const verb of verbs) rmdirSync(`${this.cgroup}${verb}`);
  }
}

async function measure(place: Place): Promise<ChargedReport> {
  const cgroup = ownCgroup();
  const { contenders, missing } = contendersOf('v1');
  if (cgroup === null) return { missing: [{ name: 'all', why: 'needs the v1 memory controller' }], rows: {} };
  const watch = new Stopwatch(`${place.dir}/stderr`);
  const meters = new Map<string, Meter>();
  for (const contender of contenders.filter(({ name }) => name !== 'floor')) {
    const own = place.of(contender.name);
    const bundle = new Bundle(own, 'plain', 'v1');
    const meter = new Meter(watch, cgroup, contender, own);
    meters.set(contender.name, meter);
    for (let round = 0; round < rounds; round++) await meter.round(bundle);
  }
  await watch.close();
  const row = (verb: string) =>
    Object.fromEntries(
      [...meters].map(([name, { samples }]) => [name, quantile(samples.get(verb) ?? [], 0.5)]),
    );
  return { missing, rows: Object.fromEntries(verbs.map((verb) => [verb, row(verb)])) };
}

const place = new Place();
try {
  writeFileSync(
    process.argv[2] ?? `${repository}build/bench/charged.json`,
    JSON.stringify(await measure(place)),
  );
} finally {
  const cgroup = ownCgroup();
  for (const verb of verbs)
    if (cgroup !== null && existsSync(`${cgroup}${verb}`)) removeCgroup(`${cgroup}${verb}`);
  place.close();
}
