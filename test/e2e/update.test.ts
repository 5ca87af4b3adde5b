/** update: new limits in the kernel's files, all of them or none, and errors that name what was asked for. */
import { expect } from 'bun:test';
import { readFileSync, writeFileSync } from 'node:fs';
import type { Box } from '../helpers/box.ts';
import { scenario } from '../helpers/scenario.ts';

const needs = ['v1-memory', 'v1-cpu', 'v1-pids'] as const;
const MiB = 1 << 20;

function running(box: Box): { id: string; file: (controller: string, name: string) => string } {
  const id = box.started((config) => {
    config.process.args = ['/bin/sleep', '1000'];
    config.linux.resources = { ...config.linux.resources, memory: { limit: 64 * MiB }, pids: { limit: 9 } };
  });
  const lines = readFileSync(`/proc/${box.state(id).pid}/cgroup`, 'utf8').split('\n');
  const paths = new Map(
    lines.flatMap((line) => {
      const [, names = '', path = ''] = line.split(':');
      return names.split(',').map((name): [string, string] => [name, path]);
    }),
  );
  const file = (controller: string, name: string): string =>
    readFileSync(`/sys/fs/cgroup/${controller}${paths.get(controller)}/${name}`, 'utf8').trim();
  return { id, file };
}

scenario(
  'options change the limits of a running container, and nothing else',
  (box) => {
    const { id, file } = running(box);
    box.must(
      'update',
      '--memory',
      '32m',
      '--cpu-share',
      '512',
      '--cpu-quota',
      '20000',
      '--pids-limit',
      '7',
      id,
    );
    expect(file('memory', 'memory.limit_in_bytes')).toBe(`${32 * MiB}`);
    expect(file('cpu', 'cpu.shares')).toBe('512');
    expect(file('cpu', 'cpu.cfs_quota_us')).toBe('20000');
    expect(file('pids', 'pids.max')).toBe('7');
    box.must('update', '--pids-limit', '-1', id);
    expect(file('pids', 'pids.max')).toBe('max');
    expect(file('memory', 'memory.limit_in_bytes')).toBe(`${32 * MiB}`);
  },
  { needs },
);

scenario(
  'a memory limit can be raised and lowered together with that of swap',
  (box) => {
    const { id, file } = running(box);
    for (const size of [128, 16, 256]) {
      box.must('update', '--memory', `${size}m`, '--memory-swap', `${size * 2}m`, id);
      expect(file('memory', 'memory.limit_in_bytes')).toBe(`${size * MiB}`);
      expect(file('memory', 'memory.memsw.limit_in_bytes')).toBe(`${size * 2 * MiB}`);
    }
  },
  { needs },
);

scenario(
  'resources on stdin are partial: what is absent or 0 stays as it is',
  (box) => {
    const { id, file } = running(box);
    // As older containerd sends it.
    const sent = {
      memory: { limit: 0, reservation: 50 * MiB, kernel: 0 },
      cpu: { shares: 512, quota: 0, period: 0, cpus: '0' },
      pids: { limit: 77 },
      blockIO: { weight: 0 },
    };
    for (const args of [
      ['update', '--resources', '-', id],
      ['update', '--resources=-', id],
    ]) {
      const result = box.call(args, { stdin: JSON.stringify(sent) });
      expect([result.code, result.stdout, result.stderr]).toEqual([0, '', '']);
    }
    expect(file('memory', 'memory.limit_in_bytes')).toBe(`${64 * MiB}`);
    expect(file('memory', 'memory.soft_limit_in_bytes')).toBe(`${50 * MiB}`);
    expect(file('cpu', 'cpu.shares')).toBe('512');
    expect(file('cpuset', 'cpuset.cpus')).toBe('0');
    expect(file('pids', 'pids.max')).toBe('77');
  },
  { needs },
);

scenario(
  'when the kernel refuses a value then the option is named and the values before it are put back',
  (box) => {
    const { id, file } = running(box);
    const result = box.teu('update', '--memory', '32m', '--cpuset-cpus', '4000', id);
    expect(result.code).toBe(1);
    expect(result.stderr).toContain('--cpuset-cpus');
    expect(result.stderr).toMatch(/call +write\(2\): E(INVAL|RANGE)/);
    expect(file('memory', 'memory.limit_in_bytes')).toBe(`${64 * MiB}`);
    expect(file('pids', 'pids.max')).toBe('9');
  },
  { needs, teuOnly: 'runc names the file alone' },
);

scenario('wrong resources are refused with their place in the file', (box) => {
  const id = box.started('exec sleep 1000');
  const path = `${box.dir}/resources.json`;
  const cases: readonly (readonly [string, string])[] = [
    ['{\n "memory": { "limit": "many" }\n}', `${path}:2:23 /memory/limit`],
    ['{\n "memory": { "limit": 5 \n}', `${path}:`],
    ['{} , "x": {}', `${path}:1:4`],
    ['[]', `${path}:1:1`],
  ];
  for (const [text, where] of cases) {
    writeFileSync(path, text);
    const result = box.teu('update', '--resources', path, id);
    expect(result.code).toBe(1);
    expect(result.stderr).toContain(where);
  }
});

scenario('what is no number, no option and no container is an error', (box) => {
  const id = box.started('exec sleep 1000');
  for (const args of [
    ['--memory', '12x'],
    ['--memory', ''],
    ['--pids-limit', '1.5'],
    ['--cpu-idle', 'yes'],
    ['--nope', '1'],
    ['--resources', `${box.dir}/absent`],
  ])
    expect(box.teu('update', ...args, id).code).toBe(1);
  expect(box.teu('update', '--memory', '1g', box.id()).stderr).toContain('container does not exist');
  box.end(id);
  expect(box.teu('update', '--memory', '1g', id).stderr).toContain('container not running');
});

scenario(
  'the class of service of a container that has none cannot be changed, and nothing else is',
  (box) => {
    const id = box.started('exec sleep 1000');
    const result = box.teu('update', '--l3-cache-schema', 'L3:0=f', id);
    expect([result.code, result.stderr.includes('config.json has no linux.intelRdt')]).toEqual([1, true]);
  },
);
