/**
 * Compares teu with runc, crun and the kernel's floor. Prints a table, and leaves build/bench/bench.json and bench.svg.
 * BENCH_N: iterations (default 30). BENCH_CTR: rounds through containerd (default 20, 0: none). BENCH_HOST=v1 or v2: that one
 * alone; otherwise a private mount of cgroup2, then, on a host with v1 hierarchies, these too.
 */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, release, totalmem } from 'node:os';
import { repository } from '../helpers/paths.ts';
import { chart } from './chart.ts';
import { contendersOf, versionOf } from './contenders.ts';
import type { BenchReport, ChargedReport, Machine, PartReport } from './report.ts';
import { reportText } from './table.ts';

const limitSeconds = '900';
const out = `${repository}build/bench`;
const bun = process.execPath;

/** Runs a part in namespaces of its own; whatever it leaves ends with it. */
function runPart<R = PartReport>(name: string, command: readonly string[]): R {
  const file = `${out}/${name}.json`;
  rmSync(file, { force: true });
  const reap = [`${repository}build/test/reap`, '-m', '-t', limitSeconds];
  const { exitCode } = Bun.spawnSync([...reap, ...command, file], {
    cwd: repository,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (exitCode !== 0) throw new Error(`the part ${name} ended with status ${exitCode}`);
  return JSON.parse(readFileSync(file, 'utf8')) as R;
}

function hosts(): ('v1' | 'v2')[] {
  const asked = process.env['BENCH_HOST'];
  if (asked === 'v1' || asked === 'v2') return [asked];
  return existsSync('/sys/fs/cgroup/cgroup.controllers') ? ['v2'] : ['v2', 'v1'];
}

function parts(): PartReport[] {
  const iterations = process.env['BENCH_N'] ?? '30';
  const rounds = process.env['BENCH_CTR'] ?? '20';
  const all = hosts().map((host) => runPart(host, ['test/bench/inside', host, 'inside.ts', iterations]));
  if (rounds === '0') return all;
  if (Bun.which('containerd') !== null && Bun.which('ctr') !== null)
    return [...all, runPart('containerd', ['test/bench/inside', 'v2', 'containerd.ts', rounds])];
  const missing = [{ name: 'containerd', why: 'not installed' }];
  return [...all, { part: 'containerd', iterations: 0, contenders: [], missing, rows: [] }];
}

const load = () => Number((loadavg()[0] ?? 0).toFixed(2));

function machine(before: number): Machine {
  return {
    cpu: cpus()[0]?.model ?? 'an unknown CPU',
    cores: availableParallelism(),
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    // Without what a vendor appends.
    kernel: release().split('-')[0] ?? '',
    load: [before, load()],
  };
}

function commit(): string {
  const { stdout } = Bun.spawnSync(['git', 'describe', '--always', '--dirty'], { cwd: repository });
  return stdout.toString().trim() || 'unknown';
}

mkdirSync(out, { recursive: true });
const before = load();
const measured = parts();
const charged = runPart<ChargedReport>('charged', [bun, 'test/bench/charged.ts']);
const report: BenchReport = {
  date: new Date().toISOString().slice(0, 10),
  commit: commit(),
  versions: Object.fromEntries(contendersOf('v2').contenders.map((one) => [one.name, versionOf(one)])),
  machine: machine(before),
  parts: measured,
  charged,
};
writeFileSync(`${out}/bench.json`, `${JSON.stringify(report, null, 1)}\n`);
writeFileSync(`${out}/bench.svg`, chart(report));
console.log(reportText(report));
Bun.spawnSync([bun, 'test/bench/filter.ts'], { cwd: repository, stdio: ['ignore', 'inherit', 'inherit'] });
console.log(`\nalso in ${out}/bench.json and bench.svg; make bench-page prints docs/performance.md from it`);
