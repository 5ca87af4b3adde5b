/** systemd beside containers that it does not know of, and units that run teu. */
import { expect } from 'bun:test';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { Box } from '../helpers/box.ts';
import { runtime } from '../helpers/paths.ts';
import { scenario } from '../helpers/scenario.ts';

function systemctl(...args: string[]): void {
  const { status, stderr } = spawnSync('systemctl', args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`systemctl ${args.join(' ')}: ${stderr}`);
}

const limits = {
  memory: { limit: 64 << 20 },
  pids: { limit: 9 },
  cpu: { quota: 50_000, period: 100_000, cpus: '0' },
};
const files = 'cd /sys/fs/cgroup; cat memory.max pids.max cpu.max cpuset.cpus';
const values = `${64 << 20}\n9\n50000 100000\n0\n`;

/** A container with limits and a device it may not open. */
function limited(box: Box, cgroupsPath: string): string {
  return box.started((config) => {
    config.linux.namespaces.push({ type: 'cgroup' });
    config.linux.cgroupsPath = cgroupsPath;
    config.linux.resources = { ...limits, devices: [{ allow: false, access: 'rwm' }] };
    config.linux.devices = [{ path: '/dev/kmsg2', type: 'c', major: 1, minor: 11, fileMode: 0o666 }];
    config.process.args = ['/bin/sleep', '1000'];
  });
}

const look = (box: Box, id: string) =>
  box.must('exec', id, 'sh', '-c', `${files}; cat /dev/kmsg2 2>&1 | grep -c permitted`).stdout;

scenario('limits and device rules hold through daemon-reload and the end of other units', (box) => {
  const id = limited(box, `/teu-vm-${box.dir.slice(-6)}`);
  expect(look(box, id)).toBe(`${values}1\n`);
  systemctl('daemon-reload');
  spawnSync('systemd-run', [
    '--wait',
    '--quiet',
    '--property=CPUQuota=50%',
    '--property=AllowedCPUs=0',
    'true',
  ]);
  expect(look(box, id)).toBe(`${values}1\n`);
  box.end(id);
});

scenario('a service of Type=exec runs a container in its delegated cgroup, and ends with it', (box) => {
  const bundle = box.bundle((config) => {
    config.linux.namespaces.push({ type: 'cgroup' });
    config.linux.resources = { memory: { limit: 32 << 20 } };
    config.process.args = ['/bin/sh', '-c', 'cat /sys/fs/cgroup/memory.max; exit 7'];
  });
  const id = box.id();
  const run = ['--wait', '--pipe', '--quiet', '--property=Delegate=yes', `--unit=teu-vm-${id}`];
  const { status, stdout, stderr } = spawnSync(
    'systemd-run',
    [...run, runtime, '--root', box.root, 'run', '--bundle', bundle, id],
    { encoding: 'utf8' },
  );
  expect([status, stdout, stderr]).toEqual([7, `${32 << 20}\n`, '']);
});

scenario('a service that is stopped has its container stopped and deleted', (box) => {
  const bundle = box.bundle('trap "exit 3" TERM; while :; do sleep 0.1; done');
  const id = box.id();
  const unit = `teu-vm-${id}`;
  const run = ['--quiet', '--property=Delegate=yes', `--unit=${unit}`];
  spawnSync('systemd-run', [...run, runtime, '--root', box.root, 'run', '--bundle', bundle, id]);
  box.eventually(() => box.teu('state', id).stdout.includes('"running"'));
  const { pid } = box.state(id);
  systemctl('stop', unit);
  expect(existsSync(`/proc/${pid}`)).toBe(false);
  expect(box.teu('state', id).code).toBe(1);
});
