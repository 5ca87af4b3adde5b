/** update: new limits in the kernel's files, all of them or none, and errors that name what was asked for. */
import { expect } from 'bun:test';
import { closeSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import type { Box } from '../helpers/box.ts';
import { limitsOf } from '../helpers/limits.ts';
import { scenario } from '../helpers/scenario.ts';

/** The same words change v1 and v2. */
export const alsoIn = 'guest';

const needs = ['memory-pids-cpu'] as const;
const MiB = 1 << 20;

function running(box: Box) {
  const id = box.started((config) => {
    config.process.args = ['/bin/sleep', '1000'];
    config.linux.resources = { ...config.linux.resources, memory: { limit: 64 * MiB }, pids: { limit: 9 } };
  });
  return { id, limits: limitsOf(box.state(id).pid) };
}

scenario(
  'options change the limits of a running container, and nothing else',
  (box) => {
    const { id, limits } = running(box);
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
    expect(limits.of('memory')).toBe(`${32 * MiB}`);
    expect(limits.hasShares512()).toBe(true);
    expect(limits.quota()).toBe('20000');
    expect(limits.of('pids')).toBe('7');
    box.must('update', '--pids-limit', '-1', id);
    expect(limits.of('pids')).toBe('max');
    expect(limits.of('memory')).toBe(`${32 * MiB}`);
  },
  { needs },
);

scenario(
  'a memory limit can be raised and lowered together with that of swap',
  (box) => {
    const { id, limits } = running(box);
    for (const size of [128, 16, 256]) {
      box.must('update', '--memory', `${size}m`, '--memory-swap', `${size * 2}m`, id);
      expect(limits.of('memory')).toBe(`${size * MiB}`);
      expect(limits.swap()).toBe(`${size * 2 * MiB}`);
    }
  },
  { needs },
);

scenario(
  'resources on stdin are partial: what is absent or 0 stays as it is',
  (box) => {
    const { id, limits } = running(box);
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
    expect(limits.of('memory')).toBe(`${64 * MiB}`);
    expect(limits.of('reservation')).toBe(`${50 * MiB}`);
    expect(limits.hasShares512()).toBe(true);
    expect(limits.of('cpus')).toBe('0');
    expect(limits.of('pids')).toBe('77');
  },
  { needs },
);

/** Waits in read(2) of stdin: its number on x86-64 and on arm64. */
const readsStdin = (pid: number): boolean =>
  /^(0|63) 0x0 /.test(readFileSync(`/proc/${pid}/syscall`, 'utf8'));

/** update with its resources on a fifo that nobody has written to yet; `write` writes them and ends it. */
function waiting(box: Box, id: string) {
  const fifo = `${box.dir}/fifo`;
  Bun.spawnSync(['mkfifo', fifo]);
  const wrap = ['sh', '-c', 'exec "$@" <"$0"', fifo];
  const running = box.begin(['update', '--resources', '-', id], { wrap });
  const fd = openSync(fifo, 'w');
  box.eventually(() => readsStdin(running.pid));
  return (text: string) => {
    writeFileSync(fd, text);
    closeSync(fd);
    return running.result();
  };
}

scenario(
  'resources on stdin may come later, and the container is not locked until then',
  async (box) => {
    const { id, limits } = running(box);
    const write = waiting(box, id);
    box.must('update', '--pids-limit', '8', id);
    expect(limits.of('pids')).toBe('8');
    expect((await write('{"pids":{"limit":77}}')).code).toBe(0);
    expect(limits.of('pids')).toBe('77');
  },
  { needs, teuOnly: 'its calls are looked at' },
);

scenario(
  'resources on stdin are not for another container that has taken the name meanwhile',
  async (box) => {
    const { id } = running(box);
    const write = waiting(box, id);
    box.must('delete', '--force', id);
    const bundle = box.bundle((config) => {
      config.process.args = ['/bin/sleep', '1000'];
      config.linux.resources = { ...config.linux.resources, pids: { limit: 9 } };
    });
    box.must('run', '--detach', '--bundle', bundle, id);
    const { code, stderr } = await write('{"pids":{"limit":77}}');
    expect([code, stderr]).toEqual([1, expect.stringContaining('container not running')]);
    expect(limitsOf(box.state(id).pid).of('pids')).toBe('9');
  },
  { needs, teuOnly: 'its calls are looked at' },
);

scenario(
  'when the kernel refuses a value then the option is named and the values before it are put back',
  (box) => {
    const { id, limits } = running(box);
    const result = box.teu('update', '--memory', '32m', '--cpuset-cpus', '4000', id);
    expect(result.code).toBe(1);
    expect(result.stderr).toContain('--cpuset-cpus');
    expect(result.stderr).toMatch(/call +write\(2\): E(INVAL|RANGE)/);
    expect(limits.of('memory')).toBe(`${64 * MiB}`);
    expect(limits.of('pids')).toBe('9');
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

scenario(
  'a memory limit below what is in use is refused where that is to be checked first, and changes nothing',
  (box) => {
    const { id, limits } = running(box);
    const memory = { limit: 4096, swap: 8192, checkBeforeUpdate: true };
    const result = box.call(['update', '--resources', '-', id], { stdin: JSON.stringify({ memory }) });
    expect(result.code).toBe(1);
    expect(result.stderr).toContain('/memory/');
    expect(limits.of('memory')).toBe(`${64 * MiB}`);
    expect(box.state(id).status).toBe('running');
  },
  { needs, teuOnly: 'runc names no field' },
);

scenario(
  'a memory limit below what is in use says how much that is',
  (box) => {
    const { id, limits } = running(box);
    const { code, stderr } = box.teu('update', '--memory', '4096', '--memory-swap', '4096', id);
    expect([code, stderr]).toEqual([1, expect.stringMatching(/call +write\(2\): EBUSY/)]);
    expect(stderr).toMatch(/hint +the container uses [1-9]\d+ bytes, and not enough can be given back/);
    expect(limits.of('memory')).toBe(`${64 * MiB}`);
  },
  { needs: ['v1-memory'], teuOnly: 'runc says it in other words' },
);
