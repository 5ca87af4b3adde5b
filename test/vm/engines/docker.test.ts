/** Docker on teu with the cgroup driver systemd. */
import { afterAll, beforeAll, expect } from 'bun:test';
import { DockerRig } from '../../engines/docker-rig.ts';
import { testOf } from '../../engines/titled.ts';
import { walk } from './walk.ts';

const test = testOf('Docker', 'with systemd');
let rig: DockerRig;
beforeAll(() => {
  rig = new DockerRig({ flags: ['--exec-opt', 'native.cgroupdriver=systemd'] });
}, 200_000);
afterAll(() => {
  expect(rig.close()).toEqual([]);
}, 100_000);

test('the driver is systemd, and run exits with the status of the process', () => {
  expect(
    rig.must('info', '--format', '{{.CgroupDriver}} {{.CgroupVersion}} {{.DefaultRuntime}}').trim(),
  ).toBe('systemd 2 teu');
  expect(rig.docker('run', '--rm', 'bb:1', 'sh', '-c', 'echo $$; exit 7')).toMatchObject({
    code: 7,
    stdout: '1\n',
  });
});

test('a container is entered, measured, updated and stopped; limits and devices hold through daemon-reload', () =>
  walk({
    call: (...args) => rig.docker(...args),
    must: (...args) => rig.must(...args),
    ...{ prefix: 'docker', slice: 'system.slice', flags: [], size: '64MiB' },
  }));
