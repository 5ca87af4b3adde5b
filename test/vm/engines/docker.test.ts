/** Docker on teu with the cgroup driver systemd. */
import { afterAll, beforeAll, expect } from 'bun:test';
import { DockerRig } from '../../engines/docker-rig.ts';
import { testOf } from '../../engines/titled.ts';
import { expectHeld, expectLimits, openKmsg } from './held.ts';
import { isGone } from '../unit.ts';

const test = testOf('Docker', 'with systemd');
let rig: DockerRig;
beforeAll(() => {
  rig = new DockerRig({ flags: ['--exec-opt', 'native.cgroupdriver=systemd'] });
}, 200_000);
afterAll(() => {
  expect(rig.close()).toEqual([]);
}, 100_000);

const MiB = 1 << 20;
const limits = ['--memory', '64m', '--pids-limit', '40', '--cpus', '0.5', '--cap-add', 'MKNOD'];

test('the driver is systemd, and run exits with the status of the process', () => {
  expect(
    rig.must('info', '--format', '{{.CgroupDriver}} {{.CgroupVersion}} {{.DefaultRuntime}}').trim(),
  ).toBe('systemd 2 teu');
  expect(rig.docker('run', '--rm', 'bb:1', 'sh', '-c', 'echo $$; exit 7')).toMatchObject({
    code: 7,
    stdout: '1\n',
  });
});

test('a container is entered, measured, updated and stopped; limits and devices hold through daemon-reload', async () => {
  const wait = 'trap "exit 3" TERM; while :; do sleep 0.1; done';
  const id = rig.must('run', '-d', '--name', 'box', ...limits, 'bb:1', 'sh', '-c', wait).trim();
  const openDenied = () => rig.docker('exec', 'box', 'sh', '-c', `rm -f /kmsg; ${openKmsg}`).stderr;
  const held = {
    pid: Number(rig.inspect('box', '{{.State.Pid}}')),
    ...{ unit: `docker-${id}.scope`, slice: 'system.slice' },
    ...{ memory: 64 * MiB, pids: 40, cpu: '50000 100000' },
  };
  await expectHeld({ ...held, openDenied });
  expect(rig.must('exec', 'box', 'echo', 'inside')).toBe('inside\n');
  const stats = rig.must('stats', '--no-stream', '--format', '{{.MemUsage}} {{.PIDs}}', 'box');
  expect(stats).toMatch(/^[0-9.]+[KM]iB \/ 64MiB [1-9]/);
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
  expect(rig.inspect('box', '{{.State.ExitCode}}')).toBe('3');
  expect(isGone(held.unit)).toBe(true);
  rig.must('rm', 'box');
});
