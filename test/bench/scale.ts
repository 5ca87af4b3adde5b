/**
 * Whether teu stays what it is when there is a lot of everything: containers that are kept, creators at once, mounts on the host. Each figure is
 * beside runc's under the same load, call by call. Ends with status 1 where something is not flat: where its ratio
 * grows in time and in CPU time, for a machine that gets louder is not our doing.
 * SCALE_N: containers to keep (default 1000).
 */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { repository } from '../helpers/paths.ts';
import { removeCgroups } from './cgroups.ts';
import { contendersOf, type Host } from './contenders.ts';
import { Keeper } from './keeper.ts';
import { Place } from './place.ts';
import { quantile, type ScaleReport } from './report.ts';
import { type Sample, Stopwatch } from './stopwatch.ts';

const containers = Number(process.env['SCALE_N'] ?? '1000');
const mounts = 2048;
const creators = 16;
/** What a ratio to runc may differ by between little and much. */
const tolerance = 0.2;

const host: Host = existsSync('/sys/fs/cgroup/cgroup.controllers') ? 'v2' : 'v1';
const report: ScaleReport = { host, containers, rows: [], left: [] };
let notFlat = 0;

const say = (line: string): void => {
  console.log(line);
  report.left.push(line);
};

/** Samples of teu and of runc, the nth of the one beside the nth of the other. */
type Pairs = readonly (readonly Sample[])[];

/** First the one, then the other, then the other way round. */
async function paired(keepers: readonly Keeper[], rounds: number, what: (keeper: Keeper) => Promise<Sample>) {
  const all = new Map<Keeper, Sample[]>(keepers.map((keeper) => [keeper, []]));
  for (let round = 0; round < rounds; round++)
    for (let n = 0; n < keepers.length; n++) {
      const keeper = keepers[(n + round) % keepers.length] as Keeper;
      all.get(keeper)?.push(await what(keeper));
    }
  return [...all.values()];
}

type Measure = 'nanos' | 'cpuNanos';
const medianOf = (samples: readonly Sample[] = [], measure: Measure) =>
  quantile(
    samples.map((sample) => sample[measure]),
    0.5,
  ) / 1e6;
const ratio = ([ours = [], theirs = []]: Pairs, measure: Measure) =>
  quantile(
    ours.map((sample, n) => sample[measure] / (theirs[n]?.[measure] ?? Number.NaN)),
    0.5,
  );

interface Ratios {
  readonly wall: number;
  readonly cpu: number;
}

/** Against the ratios under a small load; null: there is nothing to compare with. */
function verdictOn(now: Ratios, base: Ratios | null): string {
  if (base === null) return '';
  const grows = (kind: keyof Ratios) => now[kind] > base[kind] * (1 + tolerance);
  if (!grows('wall') || !grows('cpu')) return 'flat';
  notFlat++;
  return 'NOT FLAT';
}

function told(what: string, pairs: Pairs, base: Ratios | null): Ratios {
  const now = { wall: ratio(pairs, 'nanos'), cpu: ratio(pairs, 'cpuNanos') };
  const verdict = verdictOn(now, base);
  const [teu, runc] = [medianOf(pairs[0], 'nanos'), medianOf(pairs[1], 'nanos')];
  report.rows.push({ what, teu, runc, ratio: now.wall, cpuRatio: now.cpu });
  const columns = [teu, runc, now.wall, now.cpu].map((value) => value.toFixed(2).padStart(9));
  console.log(`${what.padEnd(42)}${columns.join('')}  ${verdict}`.trimEnd());
  return now;
}

const window = 40;
/** Those around the nth. */
function around(all: readonly Sample[], n: number): readonly Sample[] {
  const from = Math.max(0, Math.min(n - window / 2, all.length - window));
  return all.slice(from, from + window);
}

async function keep(keepers: readonly Keeper[]): Promise<void> {
  const times = await paired(keepers, containers, (keeper) => keeper.add());
  let base: Ratios | null = null;
  for (const n of [1, 100, 500, 1000].filter((count) => count <= containers)) {
    const at = told(
      `create with ${n} containers`,
      times.map((all) => around(all, n)),
      base,
    );
    base ??= at;
  }
}

/** Processes whose program is one of teu's: the containers' own are busybox by now. */
function ownProcesses(): number {
  const isOurs = (pid: string) => {
    try {
      return /teu-(init|core)|\/bin\/teu$/.test(readlinkSync(`/proc/${pid}/exe`));
    } catch {
      return false;
    }
  };
  const inNamespace = readlinkSync('/proc/self/ns/mnt');
  const mine = (pid: string) => {
    try {
      return readlinkSync(`/proc/${pid}/ns/mnt`) === inNamespace;
    } catch {
      return false;
    }
  };
  return readdirSync('/proc').filter((name) => /^[0-9]+$/.test(name) && isOurs(name) && mine(name)).length;
}

function left(keepers: readonly Keeper[]): void {
  const found = ownProcesses();
  say(`processes of teu beside ${containers} containers: ${found}`);
  if (found > 0) notFlat++;
  for (const keeper of keepers)
    say(`bytes of state per container, ${keeper.name}: ${Math.round(keeper.stateBytes() / containers)}`);
}

/** A list of many is made of so many states; what counts is that it is made faster than runc's. */
async function queries(keepers: readonly Keeper[], label: string, base: Ratios | null): Promise<Ratios> {
  const state = told(`state ${label}`, await paired(keepers, window, (keeper) => keeper.state()), base);
  const list = await paired(keepers, window / 2, (keeper) => keeper.list());
  told(`list ${label}`, list, base === null ? null : { wall: 1, cpu: 1 });
  return state;
}

async function removeAll(keepers: readonly Keeper[]): Promise<void> {
  const times = await paired(keepers, containers, (keeper) => keeper.remove());
  const last = told(
    'delete with 1 container',
    times.map((all) => all.slice(-window)),
    null,
  );
  told(
    `delete with ${containers} containers`,
    times.map((all) => all.slice(0, window)),
    last,
  );
}

async function hostMounts(keepers: readonly Keeper[], dir: string): Promise<void> {
  const addAndRemove = async (keeper: Keeper) => {
    const sample = await keeper.add();
    await keeper.remove();
    return sample;
  };
  const base = told('create on a host with few mounts', await paired(keepers, window, addAndRemove), null);
  mkdirSync(`${dir}/mounts`);
  // Each bind of the whole tree into itself doubles it.
  const double =
    'i=0; while [ $i -lt 11 ]; do mkdir "$0/$i" && mount --rbind "$0" "$0/$i" || exit 1; i=$((i+1)); done';
  const tree = `${dir}/mounts`;
  if (Bun.spawnSync(['sh', '-c', `mount -t tmpfs tmpfs "$0" && ${double}`, tree]).exitCode !== 0)
    throw new Error('mount: failed');
  told(`create on a host with ${mounts} mounts`, await paired(keepers, window, addAndRemove), base);
  Bun.spawnSync(['umount', '-R', '-l', tree]);
}

const place = new Place();
const { dir } = place;
try {
  const watch = new Stopwatch(`${dir}/stderr`);
  const wanted = contendersOf(host).contenders.filter(({ name }) => name === 'teu' || name === 'runc');
  const keepers = wanted.map((contender) => new Keeper(contender, watch, place.of(contender.name), host));
  if (keepers.length < 2) throw new Error('runc is not installed: there is nothing to compare with');
  console.log(
    `cgroup ${host}; medians in ms${'teu'.padStart(23)}${'runc'.padStart(9)}${'ratio'.padStart(9)}${'of CPU'.padStart(9)}`,
  );
  await paired(keepers, 3, async (keeper) => (await keeper.add(), keeper.remove()));
  told(`${creators} creates at once`, await paired(keepers, 6, (keeper) => keeper.crowd(creators)), null);
  await hostMounts(keepers, dir);
  await paired(keepers, 1, (keeper) => keeper.add());
  const few = await queries(keepers, 'of 1', null);
  await paired(keepers, 1, (keeper) => keeper.remove());
  await keep(keepers);
  left(keepers);
  await queries(keepers, `of ${containers}`, few);
  await removeAll(keepers);
  await watch.close();
} finally {
  removeCgroups(host);
  place.close();
}
mkdirSync(`${repository}build/bench`, { recursive: true });
writeFileSync(`${repository}build/bench/scale.json`, JSON.stringify(report));
process.exit(notFlat > 0 ? 1 : 0);
