/**
 * Whether teu stays what it is when there is a lot of everything: containers that are kept, creators at once, mounts on the host. Each figure is
 * beside runc's under the same load, call by call, and beside that of floor.c where it is for a create: what the kernel takes, which
 * grows as well. Ends with status 1 where something is not flat: where the ratio of the times to runc's grows by more than a fifth.
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
import { FloorKeeper } from './floor-keeper.ts';
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
async function paired<K>(keepers: readonly K[], rounds: number, what: (keeper: K) => Promise<Sample>) {
  const all = new Map<K, Sample[]>(keepers.map((keeper) => [keeper, []]));
  for (let round = 0; round < rounds; round++)
    for (let n = 0; n < keepers.length; n++) {
      const keeper = keepers[(n + round) % keepers.length] as K;
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

/** Against the ratio under a small load; null: there is nothing to compare with. */
function verdictOn(now: number, base: number | null): string {
  if (base === null) return '';
  if (now <= base * (1 + tolerance)) return 'flat';
  notFlat++;
  return 'NOT FLAT';
}

/** The ratio of the times, which was printed with all else. */
function told(what: string, pairs: Pairs, base: number | null, floors: readonly Sample[] = []): number {
  const [wall, cpuRatio] = [ratio(pairs, 'nanos'), ratio(pairs, 'cpuNanos')];
  const verdict = verdictOn(wall, base);
  const [teu, runc] = [medianOf(pairs[0], 'nanos'), medianOf(pairs[1], 'nanos')];
  const floor = floors.length === 0 ? null : medianOf(floors, 'nanos');
  report.rows.push({ what, teu, runc, floor, ratio: wall, cpuRatio });
  const columns = [teu, runc, floor, wall, cpuRatio].map((value) => (value?.toFixed(2) ?? '').padStart(9));
  console.log(`${what.padEnd(42)}${columns.join('')}  ${verdict}`.trimEnd());
  return wall;
}

const window = 40;
/** Those around the nth. */
function around(all: readonly Sample[], n: number): readonly Sample[] {
  const from = Math.max(0, Math.min(n - window / 2, all.length - window));
  return all.slice(from, from + window);
}

const floorsAtOnce = 20;
async function floorsOf(floor: FloorKeeper): Promise<Sample[]> {
  const samples: Sample[] = [];
  for (let n = 0; n < floorsAtOnce; n++) samples.push(await floor.add());
  return samples;
}

/** Those of the floor program stay until all has been made: the kernel is busy for long with a cgroup that goes. */
async function keep(keepers: readonly Keeper[], floor: FloorKeeper): Promise<void> {
  const marks = [1, 100, 500, 1000].filter((count) => count <= containers);
  const floors = new Map<number, readonly Sample[]>();
  let kept = 0;
  const times = await paired(keepers, containers, async (keeper) => {
    const sample = await keeper.add();
    const pairs = ++kept / keepers.length;
    if (marks.includes(pairs)) floors.set(pairs, await floorsOf(floor));
    return sample;
  });
  await floor.removeAll();
  let base: number | null = null;
  for (const n of marks) {
    const pairs = times.map((all) => around(all, n));
    const at = told(`create with ${n} containers`, pairs, base, floors.get(n));
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
async function queries(keepers: readonly Keeper[], label: string, base: number | null): Promise<number> {
  const state = told(`state ${label}`, await paired(keepers, window, (keeper) => keeper.state()), base);
  const list = await paired(keepers, window / 2, (keeper) => keeper.list());
  told(`list ${label}`, list, base === null ? null : 1);
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

async function hostMounts(keepers: readonly Keeper[], floor: FloorKeeper, dir: string): Promise<void> {
  const addAndRemove = async (keeper: { add(): Promise<Sample>; remove(): Promise<unknown> }) => {
    const sample = await keeper.add();
    await keeper.remove();
    return sample;
  };
  const measured = async (what: string, base: number | null) => {
    const [teu = [], runc = [], floors] = await paired([...keepers, floor], window, addAndRemove);
    return told(what, [teu, runc], base, floors);
  };
  const base = await measured('create on a host with few mounts', null);
  mkdirSync(`${dir}/mounts`);
  // Each bind of the whole tree into itself doubles it.
  const double =
    'i=0; while [ $i -lt 11 ]; do mkdir "$0/$i" && mount --rbind "$0" "$0/$i" || exit 1; i=$((i+1)); done';
  const tree = `${dir}/mounts`;
  if (Bun.spawnSync(['sh', '-c', `mount -t tmpfs tmpfs "$0" && ${double}`, tree]).exitCode !== 0)
    throw new Error('mount: failed');
  await measured(`create on a host with ${mounts} mounts`, base);
  Bun.spawnSync(['umount', '-R', '-l', tree]);
}

const place = new Place();
const { dir } = place;
try {
  const watch = new Stopwatch(`${dir}/stderr`);
  const all = contendersOf(host).contenders;
  const wanted = all.filter(({ name }) => name === 'teu' || name === 'runc');
  const keepers = wanted.map((contender) => new Keeper(contender, watch, place.of(contender.name), host));
  if (keepers.length < 2) throw new Error('runc is not installed: there is nothing to compare with');
  const program = all.find(({ name }) => name === 'floor')?.program ?? '';
  const floor = new FloorKeeper(program, watch, place.of('floor'), host);
  const head = ['teu', 'runc', 'floor', 'ratio', 'of CPU'].map((word) => word.padStart(9));
  console.log(`${`cgroup ${host}; medians in ms`.padEnd(42)}${head.join('')}`);
  await paired(keepers, 3, async (keeper) => (await keeper.add(), keeper.remove()));
  told(`${creators} creates at once`, await paired(keepers, 6, (keeper) => keeper.crowd(creators)), null);
  await hostMounts(keepers, floor, dir);
  await paired(keepers, 1, (keeper) => keeper.add());
  const few = await queries(keepers, 'of 1', null);
  await paired(keepers, 1, (keeper) => keeper.remove());
  await keep(keepers, floor);
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
