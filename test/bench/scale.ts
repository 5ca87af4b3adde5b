/**
 * Whether teu stays what it is when there is a lot of everything: containers that are kept, creators at once, mounts on the host. Each figure is
 * beside runc's under the same load, call by call. Ends with status 1 where something is not flat.
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
import { quantile, type ScaleReport } from './report.ts';
import { Stopwatch } from './stopwatch.ts';

const containers = Number(process.env['SCALE_N'] ?? '1000');
const mounts = 2048;
const creators = 16;
/** What a ratio to runc may differ by between little and much. */
const tolerance = 0.2;

const host: Host = existsSync('/sys/fs/cgroup/cgroup.controllers') ? 'v2' : 'v1';
const report: ScaleReport = { host, containers, rows: [], left: [] };
const ms = (nanos: number) => (nanos / 1e6).toFixed(2);
const median = (values: readonly number[]) => quantile(values, 0.5);
let notFlat = 0;

const say = (line: string): void => {
  console.log(line);
  report.left.push(line);
};

/** Pairs of calls, first of the one, then of the other, then the other way round. */
async function paired(keepers: readonly Keeper[], rounds: number, what: (keeper: Keeper) => Promise<number>) {
  const all = new Map<Keeper, number[]>(keepers.map((keeper) => [keeper, []]));
  for (let round = 0; round < rounds; round++)
    for (let n = 0; n < keepers.length; n++) {
      const keeper = keepers[(n + round) % keepers.length] as Keeper;
      all.get(keeper)?.push(await what(keeper));
    }
  return [...all.values()];
}

const ratio = ([ours = [], theirs = []]: readonly (readonly number[])[]) =>
  median(ours.map((nanos, n) => nanos / (theirs[n] ?? Number.NaN)));

function told(what: string, times: readonly (readonly number[])[], base: number | null): number {
  const now = ratio(times);
  const change = base === null ? 0 : now / base - 1;
  const verdict = base === null ? '' : change > tolerance ? '  NOT FLAT' : '  flat';
  if (change > tolerance) notFlat++;
  const [ours = [], theirs = []] = times;
  report.rows.push({ what, teu: median(ours) / 1e6, runc: median(theirs) / 1e6, ratio: now });
  console.log(
    `${what.padEnd(42)}${ms(median(ours)).padStart(9)}${ms(median(theirs)).padStart(9)}${now.toFixed(2).padStart(8)}${verdict}`,
  );
  return now;
}

const window = 20;
/** Those around the nth. */
function around(all: readonly number[], n: number): number[] {
  const from = Math.max(0, Math.min(n - window / 2, all.length - window));
  return all.slice(from, from + window);
}

async function keep(keepers: readonly Keeper[]): Promise<void> {
  const times = await paired(keepers, containers, (keeper) => keeper.add());
  let base: number | null = null;
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

async function queries(keepers: readonly Keeper[], label: string, base: readonly (number | null)[]) {
  const state = told(
    `state ${label}`,
    await paired(keepers, window, (keeper) => keeper.state()),
    base[0] ?? null,
  );
  const list = told(
    `list ${label}`,
    await paired(keepers, window, (keeper) => keeper.list()),
    base[1] ?? null,
  );
  return [state, list] as const;
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
    const nanos = await keeper.add();
    await keeper.remove();
    return nanos;
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

const dir = mkdtempSync('/tmp/teu-scale-');
try {
  const watch = new Stopwatch(`${dir}/stderr`);
  const wanted = contendersOf(host).contenders.filter(({ name }) => name === 'teu' || name === 'runc');
  const keepers = wanted.map((contender) => new Keeper(contender, watch, `${dir}/${contender.name}`, host));
  if (keepers.length < 2) throw new Error('runc is not installed: there is nothing to compare with');
  console.log(
    `cgroup ${host}; medians in ms${'teu'.padStart(23)}${'runc'.padStart(9)}${'ratio'.padStart(8)}`,
  );
  await paired(keepers, 3, async (keeper) => (await keeper.add(), keeper.remove()));
  told(`${creators} creates at once`, await paired(keepers, 6, (keeper) => keeper.crowd(creators)), null);
  await hostMounts(keepers, dir);
  await paired(keepers, 1, (keeper) => keeper.add());
  const few = await queries(keepers, 'of 1', []);
  await paired(keepers, 1, (keeper) => keeper.remove());
  await keep(keepers);
  left(keepers);
  await queries(keepers, `of ${containers}`, few);
  await removeAll(keepers);
  await watch.close();
} finally {
  removeCgroups(host);
  rmSync(dir, { recursive: true, force: true });
}
mkdirSync(`${repository}build/bench`, { recursive: true });
writeFileSync(`${repository}build/bench/scale.json`, JSON.stringify(report));
process.exit(notFlat > 0 ? 1 : 0);
