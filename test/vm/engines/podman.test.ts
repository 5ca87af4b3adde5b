/** Podman on teu with the cgroup manager systemd, its default. */
import { afterAll, beforeAll, expect } from 'bun:test';
import { PodmanRig } from '../../engines/podman-rig.ts';
import { testOf } from '../../engines/titled.ts';
import { walk } from './walk.ts';
import { isGone } from '../unit.ts';

const test = testOf('Podman', 'with systemd');
let rig: PodmanRig;
beforeAll(() => {
  rig = new PodmanRig({ cgroupManager: 'systemd' });
}, 200_000);
afterAll(() => {
  expect(rig.close()).toEqual([]);
}, 100_000);

const offline = ['--network', 'none'];

test('the manager is systemd, and run exits with the status of the process', () => {
  const info = rig.must('info', '--format', '{{.Host.CgroupManager}} {{.Host.OCIRuntime.Path}}');
  expect(info.trim()).toBe(`systemd ${rig.runtime}`);
  expect(rig.podman('run', '--rm', ...offline, 'bb:1', 'sh', '-c', 'exit 7').code).toBe(7);
});

test('a container is entered, measured, updated and stopped; limits and devices hold through daemon-reload', () =>
  walk({
    call: (...args) => rig.podman(...args),
    must: (...args) => rig.must(...args),
    ...{ prefix: 'libpod', slice: 'machine.slice', flags: offline, size: '67.11MB' },
  }));

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
