/**
 * How processes get into their cgroup: never by a write to cgroup.procs, which takes a lock of the whole machine and a
 * grace period (7 to 15 ms). Seen in the system calls of everything that create, start, exec, delete and run do.
 */
import { expect } from 'bun:test';
import { readFileSync } from 'node:fs';
import type { Box } from '../helpers/box.ts';
import type { OciConfig } from '../helpers/config.ts';
import { runtime } from '../helpers/paths.ts';
import { scenario } from '../helpers/scenario.ts';
import { onCgroup2 } from '../helpers/v2.ts';

export const alsoIn = 'guest';

const calls = 'trace=write,writev,pwrite64,pwritev,pwritev2,sendfile,splice,clone3';
const verbs = 'create, start, exec, delete and run';

/** Every write of a life and of a run, each with the path behind its descriptor, and every clone3. */
function callsOf(box: Box, program: string, wrap: readonly string[], change: (config: OciConfig) => void) {
  const [id, other, file] = [box.id(), box.id(), `${box.dir}/calls`];
  const life = box.bundle((config) => {
    change(config);
    config.process.args = ['/bin/sleep', '100'];
  });
  const teu = `${program} --root ${box.root}`;
  const script = [
    `${teu} create --bundle ${life} ${id}`,
    `${teu} start ${id}`,
    `${teu} exec ${id} /bin/true`,
    `${teu} delete --force ${id}`,
    `${teu} run --bundle ${box.bundle(change)} ${other}`,
  ].join(' && ');
  const strace = ['strace', '-f', '-qq', '-y', '-s', '64', '-e', calls, '-o', file];
  const run = Bun.spawnSync([...wrap, ...strace, 'sh', '-c', script], { stdin: 'ignore', timeout: 50_000 });
  expect(`${run.exitCode} ${run.stderr.toString().replace(/.*warning.*\n/g, '')}`).toBe('0 ');
  const lines = readFileSync(file, 'utf8').split('\n');
  const writes = lines.flatMap(
    (line) => /^\d+ +(?!clone3)\w+\(\d+<([^>]*)>, (.*)/.exec(line)?.slice(1, 3) ?? [],
  );
  const paths = writes.filter((_, n) => n % 2 === 0);
  return { lines, paths, procs: paths.filter((path) => path.endsWith('/cgroup.procs')) };
}

const intoCgroup = (lines: readonly string[]) =>
  lines.filter((line) => /clone3\(.*CLONE_INTO_CGROUP/.test(line));

scenario(
  `on v1 ${verbs} write nothing to cgroup.procs: the process enters through tasks, alone`,
  (box) => {
    const { lines, paths, procs } = callsOf(box, runtime, [], () => {});
    expect(procs).toEqual([]);
    // Three processes: of create, of exec, of run; in each hierarchy.
    const joined = paths.filter((path) => /\/devices\/.*\/tasks$/.test(path));
    expect(joined.length).toBe(3);
    const zeros = lines.filter((line) => /write\(\d+<[^>]*\/tasks>, "0"/.test(line));
    expect(zeros.length).toBe(paths.filter((path) => path.endsWith('/tasks')).length);
  },
  { needs: ['strace', 'clone3', 'v1-devices'], teuOnly: 'the peers write it' },
);

scenario(
  `on v2 ${verbs} write nothing to cgroup.procs: the process is born in its cgroup`,
  (box) => {
    const { lines, procs } = callsOf(box, runtime, onCgroup2, (config) => {
      config.linux.namespaces.push({ type: 'cgroup' });
    });
    expect(procs).toEqual([]);
    expect(intoCgroup(lines).length).toBe(3);
  },
  { needs: ['strace', 'clone3', 'cgroup2'], teuOnly: 'the peers write it' },
);

scenario(
  'such a write would be seen: runc does it',
  (box) => {
    expect(callsOf(box, 'runc', [], () => {}).procs.length).toBeGreaterThan(0);
  },
  { needs: ['strace', 'clone3', 'v1-devices', 'runc'], teuOnly: 'about runc itself' },
);
