/**
 * Runs the OCI runtime-tools programs (built by ./build) against $RUNTIME and compares each with expected.json.
 *
 * Every program runs with a time limit, in a mount namespace of its own and under a subreaper (two of them leak
 * mounts otherwise). Verdicts follow TAP: exit status 0 and no `not ok` without TODO. (Some programs print no test
 * when all is well, and only a bare error block when something is not.)
 */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { report, type TestResult } from '../../scripts/suite-report.ts';

const repository = new URL('../..', import.meta.url).pathname;
export const programs = `${repository}build/conformance/bin`;
const limitSeconds = 60;

type Verdict = 'pass' | 'fail' | 'skip';
/** `pass`, or the reason why a program does not pass; `either` names a machine-dependent or racy one. */
export type Expected = Readonly<
  Record<string, 'pass' | { readonly fail: string } | { readonly either: string }>
>;

const isTeu = (runtime: string) => /teu[^/]*$/.test(runtime);

interface Ran {
  readonly verdict: Verdict;
  readonly output: string;
}

/** The verdict of one TAP stream. */
export function judge(code: number, output: string): Verdict {
  const lines = output.split('\n');
  const tests = lines.filter((line) => /^(not )?ok\b/.test(line));
  const failed = tests.filter((line) => line.startsWith('not ok') && !/# TODO/.test(line));
  if (code !== 0 || failed.length > 0) return 'fail';
  if (tests.length === 0) return /^ *"error": "./m.test(output) ? 'fail' : 'pass';
  return tests.every((line) => /# SKIP/.test(line)) ? 'skip' : 'pass';
}

const withNetwork = `${repository}test/conformance/with-network`;

/** A hierarchy outlives its last mount while a cgroup in it is still dying, and then until another mount goes. */
function releaseNetwork(reap: string): void {
  const isReleased = () =>
    ['net_cls', 'net_prio'].every((name) => readFileSync('/proc/cgroups', 'utf8').includes(`${name}\t0\t`));
  for (let tries = 0; tries < 100 && !isReleased(); tries++) {
    if (tries % 10 === 9) Bun.spawnSync([reap, '-m', '-t', '10', withNetwork, 'true']);
    Bun.sleepSync(20);
  }
}

/** Some programs leave their container, and all of them their bundle. */
export function removeLeftovers(runtime: string, bundles: string): void {
  const { stdout } = Bun.spawnSync([runtime, 'list', '--format', 'json']);
  const all = JSON.parse(stdout.toString() || '[]') as readonly { id: string; bundle: string }[] | null;
  for (const { id, bundle } of all ?? [])
    if (bundle.startsWith(`${bundles}/`)) Bun.spawnSync([runtime, 'delete', '--force', id]);
  rmSync(bundles, { recursive: true, force: true });
}

/** `bundles`: the directory in which the program makes its own. */
export function runProgram(name: string, runtime: string, bundles: string): Ran {
  const reap = `${repository}build/test/reap`;
  // The unified hierarchy has no place for them.
  const isNetwork = name.endsWith('_network') && !existsSync('/sys/fs/cgroup/cgroup.controllers');
  const mounted = isNetwork ? [withNetwork] : [];
  const child = Bun.spawnSync([reap, '-m', '-t', `${limitSeconds}`, ...mounted, `./${name}`], {
    cwd: programs,
    env: {
      PATH: process.env.PATH ?? '/usr/sbin:/usr/bin:/sbin:/bin',
      RUNTIME: runtime,
      TMPDIR: bundles,
      // Engines need `delete` of a created container to succeed; the letter of the spec is there for who asks (docs/cli.md).
      ...(name === 'delete' ? { TEU_STRICT_DELETE: '1' } : {}),
    },
  });
  if (isNetwork) releaseNetwork(reap);
  const output = child.stdout.toString() + child.stderr.toString();
  return { verdict: judge(child.exitCode, output), output: `${output}(exit ${child.exitCode})\n` };
}

/** What a verdict means beside its expectation: an unexpected pass is a failure too, so that the list stays true. */
export function compare(name: string, ran: Ran, expected: Expected): TestResult {
  const title = `conformance ${name}`;
  const wanted = expected[name];
  if (wanted === undefined) return { title, outcome: 'fail', detail: 'no entry in the list of expectations' };
  if (wanted === 'pass') {
    return ran.verdict === 'pass'
      ? { title, outcome: 'pass' }
      : { title, outcome: 'fail', detail: `${ran.verdict}:\n${ran.output}` };
  }
  if ('either' in wanted) return { title, outcome: 'pass', detail: `${ran.verdict}: ${wanted.either}` };
  return ran.verdict === 'pass'
    ? { title, outcome: 'fail', detail: `passes, but is expected not to: ${wanted.fail}` }
    : { title, outcome: 'pass', detail: `does not pass: ${wanted.fail}` };
}

function main(): number {
  const runtime = process.env.RUNTIME ?? `${repository}build/bin/teu`;
  const expected = JSON.parse(readFileSync(new URL('expected.json', import.meta.url), 'utf8')) as Expected;
  const only = process.argv.slice(2);
  const names =
    only.length > 0 ? only : readdirSync(programs).filter((n) => /^[a-z_]+$/.test(n) && n !== 'runtimetest');
  const results: TestResult[] = [];
  let passing = 0;
  const bundles = mkdtempSync('/tmp/teu-conformance-');
  for (const name of names.sort()) {
    const ran = runProgram(name, runtime, bundles);
    if (ran.verdict === 'pass') passing++;
    console.log(`${ran.verdict.padEnd(5)}${name}`);
    if (only.length > 0) console.log(ran.output);
    if (isTeu(runtime)) results.push(compare(name, ran, expected));
  }
  removeLeftovers(runtime, bundles);
  console.log(`${passing} of ${names.length} programs pass with ${runtime}`);
  return isTeu(runtime) ? report('conformance', results) : 0;
}

function unavailable(): number {
  const reason = process.env.UNAVAILABLE ?? '';
  return report('conformance', [{ title: 'conformance suite', outcome: 'skip', detail: reason }]);
}

if (import.meta.main) process.exit(process.env.UNAVAILABLE === undefined ? main() : unavailable());
