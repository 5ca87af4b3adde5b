/** Pods of Kubernetes on teu: what the kubelet asks containerd for. */
import { afterAll, beforeAll, expect } from 'bun:test';
import { existsSync, readFileSync } from 'node:fs';
import { decode, type Message } from './cri.ts';
import { image, namespaces, PodRig, text } from './pods.ts';
import { teu } from './rig.ts';
import { snippet } from './snippets.ts';
import { testOf } from './titled.ts';

const test = testOf('containerd');

let rig: PodRig;
beforeAll(() => {
  rig = new PodRig();
}, 60_000);
afterAll(() => {
  expect(rig.close()).toEqual([]);
}, 60_000);

test('a pod and its container are containers of teu, and share what a pod shares', async () => {
  const pod = await rig.startPod('web');
  const id = await rig.startContainer(
    pod,
    'web',
    'echo $COLOUR; trap "exit 3" TERM; while :; do sleep 0.1; done',
  );
  expect([rig.state(pod).status, rig.state(id).status]).toEqual(['running', 'running']);
  const namespace = (one: string, kind: string) =>
    rig.call(['readlink', `/proc/${rig.state(one).pid}/ns/${kind}`]).stdout;
  expect(namespace(id, 'ipc')).toBe(namespace(pod, 'ipc'));
  expect(namespace(id, 'pid')).toBe(namespace(pod, 'pid'));
  expect(namespace(id, 'mnt')).not.toBe(namespace(pod, 'mnt'));
  rig.eventually('the log', () =>
    readFileSync(`${rig.dir}/logs/web.log`, 'utf8').endsWith('stdout F green\n'),
  );
  const root = `${rig.dir}/pods/k8s.io/${id}`;
  await rig.ask('StopContainer', { 1: id, 2: 10 });
  const status = decode((await rig.ask('ContainerStatus', { 1: id })).get(1) as Buffer);
  expect(status.get(7)).toBe(3);
  await rig.ask('RemoveContainer', { 1: id });
  expect(existsSync(root)).toBe(false);
  await rig.removePod(pod);
});

test('a command is executed in a container, and its limits are changed', async () => {
  const pod = await rig.startPod('limited');
  const limits = (bytes: number): Message => ({ 4: bytes });
  const script = 'while :; do sleep 0.1; done';
  const id = await rig.startContainer(pod, 'limited', script, { 1: limits(64 << 20) });
  const told = await rig.ask('ExecSync', {
    1: id,
    2: ['sh', '-c', 'echo $COLOUR; echo no >&2; exit 7'],
    3: 20,
  });
  expect([text(told, 1), text(told, 2), told.get(3)]).toEqual(['green\n', 'no\n', 7]);
  const file = `/sys/fs/cgroup/memory/teu-pods/${id}/memory.limit_in_bytes`;
  expect(readFileSync(file, 'utf8')).toBe(`${64 << 20}\n`);
  await rig.ask('UpdateContainerResources', { 1: id, 2: limits(32 << 20) });
  expect(readFileSync(file, 'utf8')).toBe(`${32 << 20}\n`);
  await rig.removePod(pod);
  expect(existsSync(file)).toBe(false);
});

test('a pod of the class that docs/engines.md shows is one of teu', async () => {
  const handler = /^handler: (.*)$/m.exec(snippet('Kubernetes', teu))?.[1] ?? '';
  const pod = await rig.startPod('classy', handler);
  expect(rig.state(pod).status).toBe('running');
  await rig.removePod(pod);
  expect(rig.startPod('other', `${handler}-that-is-not-there`)).rejects.toThrow('no runtime for');
});

test('a program that is missing is an error of the start, with our words', async () => {
  const pod = await rig.startPod('broken');
  const config = { 1: { 1: 'main' }, 2: { 1: image }, 3: ['nope'], 15: { 2: { 3: namespaces } } };
  const id = text(await rig.ask('CreateContainer', { 1: pod, 2: config, 3: rig.podConfig('broken') }), 1);
  expect(rig.ask('StartContainer', { 1: id })).rejects.toThrow(
    'exec: "nope": executable file not found in $PATH',
  );
  await rig.removePod(pod);
});
