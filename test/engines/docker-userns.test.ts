/** dockerd --userns-remap: every container has a user namespace, and roots owned by other ids. */
import { afterAll, beforeAll, expect } from 'bun:test';
import { readFileSync, statSync } from 'node:fs';
import { DockerRig } from './docker-rig.ts';
import { testOf } from './titled.ts';

const test = testOf('Docker');

const first = 300_000;
let rig: DockerRig;
beforeAll(() => {
  const user = { name: 'remapped', id: 45_000, subordinate: first };
  rig = new DockerRig({ flags: ['--userns-remap', 'remapped'], user });
}, 60_000);
afterAll(() => {
  expect(rig.close()).toEqual([]);
}, 60_000);

test('root of the container is nobody of importance outside, in run and in exec', () => {
  const wait = 'touch /made; trap "exit 3" TERM; while :; do sleep 0.1; done';
  rig.must('run', '-d', '--name', 'mapped', '-p', '8081:80', 'bb:1', 'sh', '-c', wait);
  const pid = rig.inspect('mapped', '{{.State.Pid}}');
  expect(readFileSync(`/proc/${pid}/uid_map`, 'utf8').trim().split(/\s+/)).toEqual([
    '0',
    `${first}`,
    '65536',
  ]);
  expect(statSync(`/proc/${pid}`).uid).toBe(first);
  expect(rig.must('exec', 'mapped', 'stat', '-c', '%u', '/made')).toBe('0\n');
  expect(rig.must('exec', '-u', '7', 'mapped', 'sh', '-c', 'id -u; cat /proc/self/uid_map | wc -l')).toBe(
    '7\n1\n',
  );
  expect(rig.must('exec', 'mapped', 'sh', '-c', 'mknod /x b 8 0 2>/dev/null || echo refused')).toBe(
    'refused\n',
  );
  expect(rig.onTerminal('exec', '-it', 'mapped', 'tty').stdout).toContain('/dev/pts/');
  rig.must('pause', 'mapped');
  rig.must('unpause', 'mapped');
  rig.must('stop', '-t', '10', 'mapped');
  expect(rig.inspect('mapped', '{{.State.ExitCode}}')).toBe('3');
  rig.must('rm', 'mapped');
});

test('a volume and a terminal are those of the mapped user', () => {
  const flags = ['run', '--rm', '-v', 'kept:/kept', '--tmpfs', '/scratch'];
  expect(rig.must(...flags, 'bb:1', 'sh', '-c', 'echo x > /kept/x && stat -c %u /kept/x')).toBe('0\n');
  expect(
    rig.must(...flags, '--read-only', 'bb:1', 'sh', '-c', 'cat /kept/x; touch /scratch/y && echo y'),
  ).toBe('x\ny\n');
  expect(rig.onTerminal('run', '--rm', '-it', 'bb:1', 'tty').stdout).toContain('/dev/pts/0');
});

test('--userns=host leaves one container without', () => {
  const map = ['cat', '/proc/self/uid_map'];
  expect(
    rig
      .must('run', '--rm', '--userns', 'host', 'bb:1', ...map)
      .trim()
      .split(/\s+/),
  ).toEqual(['0', '0', '4294967295']);
});
