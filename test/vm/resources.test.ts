/** Resources on a host whose controllers are all on cgroup v2: what the peers write is the same. */
import { expect } from 'bun:test';
import type { Box } from '../helpers/box.ts';
import type { OciConfig } from '../helpers/config.ts';
import { scenario } from '../helpers/scenario.ts';

const MiB = 1 << 20;

/** What the control files of a container hold, seen from inside. */
function values(box: Box, resources: Record<string, unknown>, files: readonly string[], runtime?: string) {
  const bundle = box.bundle((config: OciConfig) => {
    config.linux.namespaces.push({ type: 'cgroup' });
    config.linux.resources = { ...config.linux.resources, ...resources };
    const show = files.map((file) => `echo "${file}: $(cat ${file})"`).join('; ');
    config.process.args = ['/bin/sh', '-c', `cd /sys/fs/cgroup; ${show}`];
  });
  const result = box.call(['run', '--bundle', bundle, box.id()], runtime === undefined ? {} : { runtime });
  expect([runtime, result.code, result.stderr]).toEqual([runtime, 0, '']);
  return result.stdout.trimEnd().split('\n');
}

/** resources -> lines of the files; `peers` write the same. */
function row(
  title: string,
  resources: Record<string, unknown>,
  expected: Readonly<Record<string, string>>,
  peers: readonly ('runc' | 'crun')[] = ['runc', 'crun'],
): void {
  scenario(title, (box) => {
    const files = Object.keys(expected);
    const lines = files.map((file) => `${file}: ${expected[file]}`);
    expect(values(box, resources, files)).toEqual(lines);
    for (const peer of peers)
      expect([peer, ...values(box, resources, files, peer)]).toEqual([peer, ...lines]);
  });
}

row(
  'memory: limit, reservation and swap, which v2 counts alone',
  { memory: { limit: 64 * MiB, reservation: 32 * MiB, swap: 96 * MiB } },
  { 'memory.max': `${64 * MiB}`, 'memory.low': `${32 * MiB}`, 'memory.swap.max': `${32 * MiB}` },
);
row(
  'memory without a limit',
  { memory: { limit: -1, swap: -1 } },
  { 'memory.max': 'max', 'memory.swap.max': 'max' },
);
row('pids: limit', { pids: { limit: 17 } }, { 'pids.max': '17' });
row(
  'cpu: quota, period and burst',
  { cpu: { quota: 50_000, period: 100_000, burst: 10_000 } },
  { 'cpu.max': '50000 100000', 'cpu.max.burst': '10000' },
  // Debian's runc is older than both.
  ['crun'],
);
row(
  'cpuset: cpus and mems',
  { cpu: { cpus: '0-1', mems: '0' } },
  { 'cpuset.cpus': '0-1', 'cpuset.mems': '0' },
);
row('cpu: idle', { cpu: { idle: 1 } }, { 'cpu.idle': '1' }, ['crun']);
row(
  'hugetlb: limit of use and of reservation',
  { hugepageLimits: [{ pageSize: '2MB', limit: 4 * MiB }] },
  { 'hugetlb.2MB.max': `${4 * MiB}`, 'hugetlb.2MB.rsvd.max': `${4 * MiB}` },
  ['runc'],
);
row(
  'unified wins over what was converted',
  { memory: { limit: 64 * MiB }, unified: { 'memory.max': `${48 * MiB}`, 'memory.high': `${40 * MiB}` } },
  { 'memory.max': `${48 * MiB}`, 'memory.high': `${40 * MiB}` },
);

scenario('a payload over its memory limit is killed, and run says 137', (box) => {
  const result = box.run((config) => {
    config.linux.resources.memory = { limit: 8 * MiB, swap: 8 * MiB };
    config.process.args = ['/bin/sh', '-c', 'tail /dev/zero'];
  });
  expect(result.code).toBe(137);
});
