/** ps: all processes of the container and no others. */
import { expect } from 'bun:test';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { Box } from '../helpers/box.ts';
import { scenario } from '../helpers/scenario.ts';
import { kill, reap } from '../helpers/sys.ts';
import { rootV2 } from '../helpers/v2.ts';

/** A container with two processes; their pids on the host. */
function pair(box: Box): { id: string; pids: readonly number[] } {
  const id = box.started('sleep 1000 & wait');
  const { pid } = box.state(id);
  let child = '';
  box.eventually(() => {
    child = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim();
    return child !== '';
  });
  return { id, pids: [pid, Number(child)] };
}

scenario('ps --format json prints the pids and nothing else', (box) => {
  const { id, pids } = pair(box);
  for (const args of [
    ['--format', 'json', id],
    ['-f', 'json', id],
  ]) {
    const { stdout, stderr } = box.must('ps', ...args);
    expect([JSON.parse(stdout), stderr]).toEqual([[...pids].sort((a, b) => a - b), '']);
  }
});

scenario('ps prints the lines of ps(1) for these processes, with the options of the caller', (box) => {
  const { id, pids } = pair(box);
  const lines = box.must('ps', id).stdout.trim().split('\n');
  expect(lines[0]).toContain('PID');
  expect(lines.slice(1).map((line) => Number(line.trim().split(/\s+/)[1]))).toEqual([...pids]);
  const asked = box.must('ps', id, '-e', '-o', 'pid,comm').stdout.trim().split('\n');
  expect(asked.map((line) => line.trim().split(/\s+/)[1])).toEqual(['COMMAND', 'sh', 'sleep']);
  const wrong = box.teu('ps', id, '-o', 'comm');
  expect([wrong.code, wrong.stderr.includes('no column PID')]).toEqual([1, true]);
});

scenario('ps shows what exec has started', (box) => {
  const id = box.started('exec sleep 1000');
  box.must('exec', '--detach', '--pid-file', 'exec.pid', id, 'sleep', '1000');
  const started = Number(readFileSync(`${box.dir}/exec.pid`, 'utf8'));
  const pids = JSON.parse(box.must('ps', '--format', 'json', id).stdout) as readonly number[];
  expect([...pids].sort()).toEqual([box.state(id).pid, started].sort());
  // A pid namespace ends when all of it has been reaped; this one's parent is the test.
  kill(started, 9);
  reap(started);
});

scenario(
  'ps shows what has moved to a cgroup below that of the container',
  (box) => {
    const { id, pids } = pair(box);
    const state = readFileSync(`${box.root}/${id}/state.json`, 'utf8');
    const { cgroups } = JSON.parse(state) as { readonly cgroups: readonly string[] };
    const deep = `${cgroups[0]?.replace('/sys/fs/cgroup', rootV2)}/a/b`;
    mkdirSync(deep, { recursive: true });
    writeFileSync(`${deep}/cgroup.procs`, `${pids[1]}`);
    const found = JSON.parse(box.must('ps', '--format', 'json', id).stdout) as readonly number[];
    expect(found).toEqual([...pids].sort((a, b) => a - b));
  },
  { on: 'cgroup2', teuOnly: 'its state names the cgroup' },
);

scenario('ps of a stopped and of an unknown container are errors', (box) => {
  const id = box.started('exec sleep 1000');
  box.end(id);
  expect(box.teu('ps', id).stderr).toContain('container not running');
  expect(box.teu('ps', box.id()).stderr).toContain('container does not exist');
});
