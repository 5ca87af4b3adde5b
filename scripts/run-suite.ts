/**
 * Runs one test suite and prints its summary: run-suite.ts check | native | e2e | ... , the names below
 * run-suite.ts --total SUITE...  prints all stored summaries and the sum
 * run-suite.ts --broken SUITE    records a suite that could not be built as one failure
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { parseJunit } from './junit.ts';
import { report, type TestResult, total } from './suite-report.ts';
import { byTitle, filesForGuest } from './test-places.ts';

const repository = new URL('..', import.meta.url).pathname;
const logs = `${repository}build/test`;

/** Directories of Bun tests per suite, and the time limit of one test in milliseconds. */
interface Suite {
  readonly paths: readonly string[];
  readonly timeoutMs: number;
  /** Each test that passes is a line of the output too. */
  readonly isListed?: boolean;
  /** A command that executes the test runner. */
  readonly wrap?: readonly string[];
}

/** ENOSYS to what a container engine's own seccomp profile of some years ago did not know. */
const oldSandbox = ['build/test/filter', '38', 'openat2,clone3,close_range,faccessat2'];

/** The tests of a directory, without those below it. */
const testsIn = (path: string): readonly string[] =>
  readdirSync(`${repository}${path}`)
    .filter((name) => name.endsWith('.test.ts'))
    .map((name) => `./${path}/${name}`);

/** The log of the suite has it. */
const anySeed = (): number => Date.now() % 2 ** 31;

const suites: Readonly<Record<string, Suite>> = {
  check: { paths: ['./test/unit', './test/golden'], timeoutMs: 20_000 },
  e2e: { paths: ['./test/e2e'], timeoutMs: 60_000 },
  // Every verb on Bun: what the small engine does in `e2e`, teu-core does here.
  'e2e-core': { paths: ['./test/e2e'], timeoutMs: 60_000, wrap: ['env', 'TEU_NO_FAST=1'] },
  // The same calls both ways.
  parity: { paths: ['./test/parity'], timeoutMs: 120_000 },
  filtered: { paths: ['./test/e2e'], timeoutMs: 60_000, wrap: oldSandbox },
  differential: { paths: ['./test/differential'], timeoutMs: 60_000 },
  seccomp: { paths: ['./test/seccomp'], timeoutMs: 60_000 },
  faults: { paths: ['./test/faults'], timeoutMs: 280_000 },
  vm: {
    paths: [...testsIn('test/vm'), ...filesForGuest()],
    timeoutMs: 280_000,
    wrap: ['test/vm/in-guest'],
  },
  'vm.engines': { paths: ['./test/vm/engines'], timeoutMs: 280_000, wrap: ['test/vm/in-guest'] },
  'vm.hybrid': {
    paths: ['./test/vm/systemd-hybrid.test.ts'],
    timeoutMs: 280_000,
    wrap: ['test/vm/in-guest', '--hybrid'],
  },
  'vm.selinux': {
    paths: ['./test/vm/selinux.test.ts'],
    timeoutMs: 280_000,
    wrap: ['test/vm/in-guest', '--selinux'],
  },
  engines: { paths: ['./test/engines'], timeoutMs: 300_000, isListed: true },
  // `make test-long`: other engines, another runtime, and more of what is random, from another seed each time.
  'engines-newer': {
    paths: ['./test/engines'],
    timeoutMs: 300_000,
    isListed: true,
    wrap: ['test/engines/newer'],
  },
  'engines-runc': { paths: ['./test/engines'], timeoutMs: 300_000, wrap: ['env', 'RUNTIME=runc'] },
  storms: {
    paths: ['exec-storm', 'concurrency', 'lock'].map((name) => `./test/e2e/${name}.test.ts`),
    timeoutMs: 60_000,
    wrap: ['env', 'EXECS=2000'],
  },
  bundles: {
    paths: ['./test/differential/runc.test.ts'],
    timeoutMs: 60_000,
    wrap: ['env', `SEED=${anySeed()}`, 'RIGHT=300', 'WRONG=200'],
  },
  'state-fuzz': {
    paths: ['./test/parity/state-fuzz.test.ts'],
    timeoutMs: 3_600_000,
    wrap: ['env', `SEED=${anySeed()}`, 'TIMES=4000'],
  },
  // A call takes half a second: the program is evaluated each time.
  sanitized: {
    paths: [
      './test/unit/engine/parity.test.ts',
      ...['lifecycle', 'list', 'pause', 'exec', 'seccomp', 'delete', 'kill', 'damaged-state'].map(
        (name) => `./test/e2e/${name}.test.ts`,
      ),
    ],
    timeoutMs: 600_000,
    wrap: [
      'env',
      `TEU_SEED=${anySeed()}`,
      'UBSAN_OPTIONS=print_stacktrace=1:halt_on_error=1',
      `TEU_ENGINE=${repository}build/sanitized/engine-test`,
      `RUNTIME=${repository}build/sanitized/bin/teu`,
    ],
  },
  profiles: {
    paths: ['./test/seccomp'],
    timeoutMs: 60_000,
    wrap: ['env', `TEU_SEED=${anySeed()}`, 'TEU_TIMES=10'],
  },
};

/** Suites of which each says a part of docs/resource-matrix.md. */
const matrix = ['e2e', 'vm'];

/** A command that ends well; one line of the summary. */
interface Check {
  readonly title: string;
  readonly command: readonly string[];
}

/** What a suite does beside tests. */
const checks: Readonly<Record<string, readonly Check[]>> = {
  check: [
    { title: 'types', command: ['node_modules/.bin/tsc', '--noEmit', '-p', '.'] },
    {
      title: 'lint and format',
      command: ['node_modules/.bin/biome', 'ci', '--colors=off', '--diagnostic-level=error', '.'],
    },
    { title: 'C format', command: ['scripts/check-c-format'] },
  ],
  fuzz: [{ title: 'no plan breaks its checker', command: ['make', '-s', 'fuzz', 'FUZZ_SECONDS=300'] }],
};

const matrixCheck = (suite: string): Check => ({
  title: 'docs/resource-matrix.md says what the kernel held',
  command: [process.execPath, 'scripts/resource-matrix.ts', 'check', suite],
});

async function runCheck(check: Check): Promise<TestResult> {
  const child = Bun.spawn([...check.command], { cwd: repository, stdout: 'pipe', stderr: 'pipe' });
  const [output, errors, code] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
    child.exited,
  ]);
  if (code === 0) return { title: check.title, outcome: 'pass' };
  return { title: check.title, outcome: 'fail', detail: `exit ${code}\n${(output + errors).slice(-4000)}` };
}

async function runBunTests(suite: string): Promise<TestResult[]> {
  const { paths, timeoutMs, wrap = [] } = suites[suite] as Suite;
  const present = paths.filter((path) => existsSync(`${repository}${path}`));
  if (present.length === 0) return [];
  mkdirSync(logs, { recursive: true });
  const file = (kind: string): string => `${logs}/${suite}.${kind}`;
  const [junit, log, skips, places, readings] = [
    file('xml'),
    file('log'),
    file('skips'),
    file('places'),
    file('matrix'),
  ];
  for (const old of [junit, log, skips, places, readings]) rmSync(old, { force: true });
  const written = matrix.includes(suite) ? { TEU_MATRIX_LOG: readings } : {};
  const child = Bun.spawn(
    [
      'sh',
      '-c',
      `exec "$0" "$@" >"${log}" 2>&1`,
      ...wrap,
      process.execPath,
      'test',
      ...present,
      `--timeout=${timeoutMs}`,
      '--reporter=junit',
      `--reporter-outfile=${junit}`,
    ],
    {
      cwd: repository,
      env: { ...process.env, TEU_SKIP_LOG: skips, TEU_PLACE_LOG: places, ...written },
      stdin: 'ignore',
    },
  );
  const code = await child.exited;
  const text = readFileSync(log, 'utf8');
  if (code !== 0) console.log(tail(text));
  const results = existsSync(junit)
    ? parseJunit(readFileSync(junit, 'utf8'), byTitle(skips), byTitle(places))
    : [];
  if (code !== 0 && results.every(({ outcome }) => outcome !== 'fail')) {
    results.push({ title: 'the test runner', outcome: 'fail', detail: `exit ${code}, see ${log}` });
  }
  return results;
}

/** The log without its passing tests, cut to a readable length. */
function tail(log: string): string {
  const lines = log.split('\n').filter((line) => !/^\((pass|skip)\)/.test(line));
  return lines.slice(-400).join('\n');
}

/** The C tests print a line `ok NAME: what` each; one that fails ends them with a non-zero status. */
async function runNative(): Promise<TestResult[]> {
  const child = Bun.spawn(['make', '-s', '-C', 'native', 'test'], {
    cwd: repository,
    stdout: 'pipe',
    stderr: 'pipe',
  });
  const [output, errors, code] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
    child.exited,
  ]);
  const lines = output.split('\n').filter((line) => line.startsWith('ok '));
  const results: TestResult[] = lines.map((line) => ({ title: line.slice(2).trim(), outcome: 'pass' }));
  if (code !== 0) results.push({ title: 'C tests', outcome: 'fail', detail: (output + errors).slice(-4000) });
  return results;
}

async function run(suite: string): Promise<number> {
  if (suite === 'native') return report(suite, await runNative());
  if (suites[suite] === undefined && checks[suite] === undefined) throw new Error(`no suite ${suite}`);
  const [own, tests] = await Promise.all([
    Promise.all((checks[suite] ?? []).map(runCheck)),
    suites[suite] === undefined ? [] : runBunTests(suite),
  ]);
  const page = matrix.includes(suite) ? [await runCheck(matrixCheck(suite))] : [];
  const results = [...own, ...tests, ...page];
  if (suites[suite]?.isListed === true)
    for (const { title, outcome } of results) if (outcome === 'pass') console.log(`ok ${title}`);
  return report(suite, results);
}

const [first = '', ...rest] = process.argv.slice(2);
if (first === '--total') process.exit(total(rest));
if (first === '--broken') process.exit(report(rest[0] ?? '', [{ title: 'build', outcome: 'fail' }]));
process.exit(await run(first));
