/** Podman on teu with the cgroup manager systemd, its default. */
import { afterAll, beforeAll, expect } from 'bun:test';
import { PodmanRig } from '../../engines/podman-rig.ts';
import { testOf } from '../../engines/titled.ts';
import { expectHeld, expectLimits, openKmsg } from './held.ts';
import { isGone } from '../unit.ts';

const test = testOf('Podman', 'with systemd');
let rig: PodmanRig;
beforeAll(() => {
  rig = new PodmanRig({ cgroupManager: 'systemd' });
}, 200_000);
afterAll(() => {
  expect(rig.close()).toEqual([]);
}, 100_000);

const MiB = 1 << 20;
const offline = ['--network', 'none'];
const limits = ['--memory', '64m', '--pids-limit', '40', '--cpus', '0.5', '--cap-add', 'MKNOD'];

test('the manager is systemd, and run exits with the status of the process', () => {
  const info = rig.must('info', '--format', '{{.Host.CgroupManager}} {{.Host.OCIRuntime.Path}}');
  expect(info.trim()).toBe(`systemd ${rig.runtime}`);
  expect(rig.podman('run', '--rm', ...offline, 'bb:1', 'sh', '-c', 'exit 7').code).toBe(7);
});

test('a container is entered, measured, updated and stopped; limits and devices hold through daemon-reload', async () => {
  const wait = 'trap "exit 3" TERM; while :; do sleep 0.1; done';
  const id = rig.must('run', '-d', '--name', 'box', ...offline, ...limits, 'bb:1', 'sh', '-c', wait).trim();
  const openDenied = () => rig.podman('exec', 'box', 'sh', '-c', `rm -f /kmsg; ${openKmsg}`).stderr;
  const held = {
    pid: Number(rig.must('inspect', '--format', '{{.State.Pid}}', 'box')),
    ...{ unit: `libpod-${id}.scope`, slice: 'machine.slice' },
    ...{ memory: 64 * MiB, pids: 40, cpu: '50000 100000' },
  };
  await expectHeld({ ...held, openDenied });
  expect(rig.must('exec', 'box', 'echo', 'inside')).toBe('inside\n');
  const stats = rig.must('stats', '--no-stream', '--format', '{{.MemUsage}} {{.PIDs}}', 'box');
  expect(stats).toMatch(/^[0-9.]+[kM]B \/ 67.11MB [1-9]/);
  rig.must(
    'update',
    '--memory',
    '48m',
    '--memory-swap',
    '48m',
    '--pids-limit',
    '30',
    '--cpus',
    '0.25',
    'box',
  );
  expectLimits({ ...held, memory: 48 * MiB, pids: 30, cpu: '25000 100000' });
  rig.must('stop', '--time', '20', 'box');
  expect(rig.must('inspect', '--format', '{{.State.ExitCode}}', 'box').trim()).toBe('3');
  expect(isGone(held.unit)).toBe(true);
  rig.must('rm', 'box');
});

test('containers of a pod are scopes in its slice', () => {
  rig.must('pod', 'create', '--name', 'pod', '--infra=false', '--memory', '96m');
  const id = rig
    .must('run', '-d', '--pod', 'pod', '--name', 'part', ...offline, 'bb:1', 'sleep', '600')
    .trim();
  const pod = rig.must('pod', 'inspect', '--format', '{{.ID}}', 'pod').trim();
  const path = rig.must('inspect', '--format', '{{.State.CgroupPath}}', 'part').trim();
  expect(path).toBe(`/machine.slice/machine-libpod_pod_${pod}.slice/libpod-${id}.scope`);
  expect(rig.must('exec', 'part', 'echo', 'inside')).toBe('inside\n');
  rig.must('pod', 'rm', '--force', '--time', '0', 'pod');
  expect(isGone(`libpod-${id}.scope`)).toBe(true);
});
