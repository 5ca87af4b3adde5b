/** containerd on teu with SystemdCgroup = true: pods, as the kubelet has them made. */
import { afterAll, beforeAll, expect } from 'bun:test';
import { decode, type Message } from '../../engines/cri.ts';
import { PodRig, text } from '../../engines/pods.ts';
import { testOf } from '../../engines/titled.ts';
import { expectHeld, expectLimits, openKmsg } from './held.ts';
import { isGone } from '../unit.ts';

const test = testOf('containerd', 'with systemd');
const slice = 'kubepods-teu.slice';
let rig: PodRig;
beforeAll(() => {
  rig = new PodRig({ options: ['SystemdCgroup = true'], parent: slice });
}, 200_000);
afterAll(() => {
  expect(rig.close()).toEqual([]);
}, 100_000);

const MiB = 1 << 20;
/** LinuxContainerResources: period, quota, memory; pids are not the kubelet's business here. */
const limits = (bytes: number, quota: number): Message => ({ 1: 100_000, 2: quota, 4: bytes, 9: unified });
const unified = { 1: 'pids.max', 2: '40' };

test('a pod is entered, measured, updated and stopped; limits and devices hold through daemon-reload', async () => {
  const pod = await rig.startPod('held');
  expect(isGone(`cri-containerd-${pod}.scope`)).toBe(false);
  const script = 'trap "exit 3" TERM; while :; do sleep 0.1; done';
  const id = await rig.startContainer(pod, 'held', script, { 1: limits(64 * MiB, 50_000) });
  const exec = (command: string) => rig.ask('ExecSync', { 1: id, 2: ['sh', '-c', command], 3: 60 });
  const open = async () => text(await exec(`rm -f /kmsg; ${openKmsg}`), 2);
  const held = {
    pid: rig.state(id).pid,
    ...{ unit: `cri-containerd-${id}.scope`, slice },
    ...{ memory: 64 * MiB, pids: 40, cpu: '50000 100000' },
  };
  await expectHeld({ ...held, openDenied: open });
  const told = await exec('echo $COLOUR; exit 7');
  expect([text(told, 1), told.get(3)]).toEqual(['green\n', 7]);
  const stats = decode((await rig.ask('ContainerStats', { 1: id })).get(1) as Buffer);
  const memory = decode(stats.get(3) as Buffer);
  expect(decode(memory.get(2) as Buffer).get(1)).toBeGreaterThan(0);
  await rig.ask('UpdateContainerResources', { 1: id, 2: limits(48 * MiB, 25_000) });
  expectLimits({ ...held, memory: 48 * MiB, cpu: '25000 100000' });
  await rig.ask('StopContainer', { 1: id, 2: 20 });
  const status = decode((await rig.ask('ContainerStatus', { 1: id })).get(1) as Buffer);
  expect(status.get(7)).toBe(3);
  await rig.ask('RemoveContainer', { 1: id });
  expect(isGone(held.unit)).toBe(true);
  await rig.removePod(pod);
  expect(isGone(`cri-containerd-${pod}.scope`)).toBe(true);
});
