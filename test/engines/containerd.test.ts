/** containerd's own client: ctr, with teu by --runc-binary. */
import { afterAll, beforeAll, expect } from 'bun:test';
import { existsSync, readFileSync } from 'node:fs';
import { ContainerdRig } from './containerd-rig.ts';
import { teu } from './rig.ts';
import { testOf } from './titled.ts';

const test = testOf('containerd');

let rig: ContainerdRig;
let rootfs: string;
beforeAll(() => {
  rig = new ContainerdRig(() => ['disabled_plugins = ["io.containerd.grpc.v1.cri"]']);
  rig.image();
  rootfs = `${rig.dir}/rootfs`;
}, 60_000);
afterAll(() => {
  expect(rig.close()).toEqual([]);
}, 60_000);

/** A container from a directory has no environment of its own. */
const binary = ['--runc-binary', teu, '--env', 'PATH=/bin'];
let names = 0;
const wait = 'trap "exit 3" TERM; while :; do sleep 0.1; done';
function started(...flags: string[]): string {
  const name = `box${names++}`;
  rig.must('run', '-d', ...binary, ...flags, '--rootfs', rootfs, name, 'sh', '-c', wait);
  return name;
}
const status = (name: string) => new RegExp(`^${name} .* ([A-Z]+)$`, 'm').exec(rig.must('tasks', 'ls'))?.[1];
/** Ends the task and removes the container. */
function removed(name: string): void {
  rig.must('tasks', 'kill', '-s', 'SIGKILL', name);
  rig.eventually(`the end of ${name}`, () => status(name) === 'STOPPED');
  rig.ctr('tasks', 'delete', name);
  rig.must('containers', 'delete', name);
}

test('ctr run prints, and exits with the status of the process', () => {
  const run = (...args: string[]) => rig.ctr('run', '--rm', ...binary, '--rootfs', rootfs, ...args);
  expect(run('one', 'sh', '-c', 'echo $$')).toEqual({ code: 0, stdout: '1\n', stderr: '' });
  expect(run('two', 'sh', '-c', 'exit 7').code).toBe(7);
  const missing = run('three', 'nope');
  expect([missing.code === 0, missing.stderr.includes('executable file not found in $PATH')]).toEqual([
    false,
    true,
  ]);
});

test('tasks are entered, listed, measured, paused, signalled and deleted', () => {
  const name = started();
  expect(rig.must('tasks', 'exec', '--exec-id', 'e1', name, 'sh', '-c', 'echo inside')).toBe('inside\n');
  expect(rig.ctr('tasks', 'exec', '--exec-id', 'e2', name, 'sh', '-c', 'exit 9').code).toBe(9);
  expect(rig.must('tasks', 'ps', name).trim().split('\n').length).toBeGreaterThanOrEqual(2);
  expect(rig.must('tasks', 'metrics', name)).toContain('pids');
  rig.must('tasks', 'pause', name);
  expect(status(name)).toBe('PAUSED');
  rig.must('tasks', 'resume', name);
  expect(status(name)).toBe('RUNNING');
  rig.must('tasks', 'kill', '-s', 'SIGTERM', name);
  rig.eventually('its end', () => status(name) === 'STOPPED');
  rig.must('tasks', 'delete', name);
  rig.must('containers', 'delete', name);
});

test('kill --all reaches every process', () => {
  const name = started();
  rig.must('tasks', 'kill', '--all', '-s', 'SIGKILL', name);
  rig.eventually('its end', () => status(name) === 'STOPPED');
  rig.ctr('tasks', 'delete', name);
  rig.must('containers', 'delete', name);
});

test('the state lies where --runc-root says', () => {
  const root = `${rig.dir}/runc-root`;
  const name = started('--runc-root', root);
  expect(existsSync(`${root}/default/${name}/state.json`)).toBe(true);
  removed(name);
  expect(existsSync(`${root}/default/${name}`)).toBe(false);
});

test('without a terminal and with one the streams are those of the container', () => {
  const { stdout } = rig.call([
    'script',
    '-qec',
    [...rig.client, 'run', '--rm', '-t', ...binary, '--rootfs', rootfs, 'tty', 'tty'].join(' '),
    '/dev/null',
  ]);
  expect(stdout).toContain('/dev/pts/0');
});

test('a container whose shim was killed is cleaned up', () => {
  const name = started();
  const pid = Number(new RegExp(`^${name} +([0-9]+)`, 'm').exec(rig.must('tasks', 'ls'))?.[1]);
  const shim = Number(/^PPid:\t([0-9]+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
  expect(readFileSync(`/proc/${shim}/comm`, 'utf8')).toContain('containerd-shim');
  process.kill(shim, 'SIGKILL');
  rig.eventually('the end of the process', () => !existsSync(`/proc/${pid}`));
  rig.ctr('tasks', 'delete', '--force', name);
  rig.must('containers', 'delete', name);
});
