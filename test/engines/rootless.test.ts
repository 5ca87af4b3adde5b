/** Podman and Buildah of a user without privileges, on cgroup v1 as on v2: no cgroup of the machine is writable. */
import { afterAll, beforeAll, expect } from 'bun:test';
import { readFileSync } from 'node:fs';
import { buildTests } from './build-steps.ts';
import { PodmanRig } from './podman-rig.ts';
import { testOf } from './titled.ts';

const test = testOf('Podman', 'rootless');

const user = { name: 'rootless', id: 45_001, subordinate: 400_000 };
let rig: PodmanRig;
beforeAll(() => {
  rig = new PodmanRig({ user });
}, 60_000);
afterAll(() => {
  expect(rig.close()).toEqual([]);
}, 60_000);

const offline = ['--network', 'none'];
const run = (...args: string[]) => rig.podman('run', '--rm', ...offline, 'bb:1', ...args);
const wait = 'trap "exit 3" TERM; while :; do sleep 0.1; done';
const pidOf = (name: string) => rig.must('inspect', '--format', '{{.State.Pid}}', name).trim();

test('root inside is the user outside, and other ids are subordinate ones', () => {
  const told = run('sh', '-c', 'id -u; cat /proc/self/uid_map');
  expect([told.code, told.stderr]).toEqual([0, '']);
  expect(told.stdout.trim().split(/\s+/)).toEqual([
    ...['0', '0', `${user.id}`, '1', '1', `${user.subordinate}`, '65536'],
  ]);
});

test('run exits with the status of the process; a missing program is 127, no program 126', () => {
  expect(run('sh', '-c', 'exit 7').code).toBe(7);
  const missing = run('nope');
  expect([missing.code, missing.stderr]).toEqual([
    127,
    expect.stringContaining('executable file not found in $PATH'),
  ]);
  expect(run('/etc/passwd').code).toBe(126);
});

test('a container is entered, listed, stopped, started and removed', () => {
  rig.must('run', '-d', '--name', 'box', ...offline, 'bb:1', 'sh', '-c', wait);
  expect(/^Uid:\s+([0-9]+)/m.exec(readFileSync(`/proc/${pidOf('box')}/status`, 'utf8'))?.[1]).toBe(
    `${user.id}`,
  );
  expect(rig.must('exec', '-u', '7', '-e', 'X=y', 'box', 'sh', '-c', 'id -u; echo $X')).toBe('7\ny\n');
  expect(rig.podman('exec', 'box', 'sh', '-c', 'exit 9').code).toBe(9);
  expect(rig.onTerminal('exec', '-it', 'box', 'sh', '-c', 'tty -s && exit 42').code).toBe(42);
  expect(rig.must('exec', 'box', 'grep', '^Seccomp:', '/proc/self/status')).toBe('Seccomp:\t2\n');
  expect(rig.must('top', 'box')).toContain('sh');
  rig.must('stop', '--time', '10', 'box');
  expect(rig.must('inspect', '--format', '{{.State.ExitCode}}', 'box').trim()).toBe('3');
  rig.must('start', 'box');
  rig.must('kill', '--signal', 'KILL', 'box');
  expect(rig.must('wait', 'box').trim()).toBe('137');
  rig.must('rm', 'box');
});

test('run -it has a terminal; a volume, a tmpfs and a read-only root are as asked', () => {
  const asked = ['sh', '-c', 'tty -s && exit 42'];
  expect(rig.onTerminal('run', '--rm', '-it', ...offline, 'bb:1', ...asked).code).toBe(42);
  const flags = ['--read-only', '--tmpfs', '/scratch', '-v', 'kept:/kept'];
  const script = 'touch /x 2>/dev/null || echo ro; echo x > /kept/x; touch /scratch/y && cat /kept/x';
  expect(rig.must('run', '--rm', ...offline, ...flags, 'bb:1', 'sh', '-c', script)).toBe('ro\nx\n');
});

test('slirp4netns gives the container a network of its own', () => {
  const flags = ['run', '--rm', '--network', 'slirp4netns'];
  const told = rig.must(...flags, 'bb:1', 'sh', '-c', 'ip -4 -o addr show dev tap0 | awk "{print \\$4}"');
  expect(told).toBe('10.0.2.100/24\n');
});

buildTests(() => rig, 'rootless');
