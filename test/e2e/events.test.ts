/** events: what the kernel counted, in runc's shape. */
import { expect } from 'bun:test';
import { readFileSync } from 'node:fs';
import { scenario } from '../helpers/scenario.ts';

export const alsoIn = 'guest';

const MiB = 1 << 20;

interface Stats {
  readonly type: string;
  readonly id: string;
  readonly data: {
    readonly cpu: { readonly usage: { readonly total: number } };
    readonly memory: { readonly usage: { readonly limit: number; readonly usage: number } };
    readonly pids: { readonly current: number; readonly limit: number };
    readonly cpuset: Readonly<Record<string, number | readonly number[]>>;
    readonly network_interfaces: readonly { readonly Name: string }[] | null;
    readonly blkio: Readonly<Record<string, unknown>>;
  };
}

scenario(
  'events --stats prints one object with what the kernel counted',
  (box) => {
    const id = box.started((config) => {
      config.process.args = ['/bin/sh', '-c', 'sleep 1000 & wait'];
      config.linux.resources = { ...config.linux.resources, memory: { limit: 64 * MiB }, pids: { limit: 9 } };
    });
    box.eventually(() => {
      const { pid } = box.state(id);
      return readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim() !== '';
    });
    const { stdout } = box.must('events', '--stats', id);
    expect(stdout.trim().split('\n')).toHaveLength(1);
    const { type, id: named, data } = JSON.parse(stdout) as Stats;
    expect([type, named]).toEqual(['stats', id]);
    expect(data.pids).toEqual({ current: 2, limit: 9 });
    expect(data.memory.usage.limit).toBe(64 * MiB);
    expect(data.memory.usage.usage).toBeGreaterThan(0);
    expect(data.cpu.usage.total).toBeGreaterThan(0);
    expect(Object.keys(data.blkio)).toContain('ioServiceBytesRecursive');
  },
  { needs: ['memory-pids-cpu'] },
);

/** Every name of an object and of those in it; what lies below `raw` is the kernel's. */
const namesOf = (value: unknown, path = ''): string[] =>
  typeof value !== 'object' || value === null || Array.isArray(value) || path.endsWith('/raw')
    ? [path]
    : Object.entries(value).flatMap(([name, inner]) => namesOf(inner, `${path}/${name}`));

scenario(
  'events --stats has everything that runc has, and the numbers of the kernel to the last digit',
  (box) => {
    const id = box.started('exec sleep 1000');
    const ours = box.must('events', '--stats', id).stdout;
    const other = box.id();
    const bundle = box.bundle('exec sleep 1000');
    const asRunc = (...args: string[]) => box.call(args, { runtime: 'runc' });
    expect(asRunc('run', '--detach', '--bundle', bundle, other).code).toBe(0);
    const theirs = asRunc('events', '--stats', other).stdout;
    expect(asRunc('delete', '--force', other).code).toBe(0);
    const [own, known] = [ours, theirs].map((text) => namesOf(JSON.parse(text)));
    expect(known?.filter((name) => !own?.includes(name))).toEqual([]);
    const digits = (text: string) => /"usage":\{"limit":([0-9]+)/.exec(text)?.[1];
    expect(digits(ours)).toBe(digits(theirs));
    expect((JSON.parse(ours) as Stats).data.cpuset).toMatchObject((JSON.parse(theirs) as Stats).data.cpuset);
  },
  { needs: ['runc', 'memory-pids-cpu'] },
);

scenario('events prints statistics at each interval and ends with the container', async (box) => {
  const id = box.started('exec sleep 1000');
  const running = box.begin(['events', '--interval', '50ms', id]);
  const output = box.outputOfLast();
  box.eventually(() => output().split('\n').length > 3);
  box.end(id);
  const { code, stdout } = await running.result();
  expect(code).toBe(0);
  const types = stdout
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as Stats).type);
  expect(new Set(types)).toEqual(new Set(['stats']));
});

scenario(
  'events tells when the OOM killer came',
  async (box) => {
    const id = box.created((config) => {
      // The shell outlives its child, so that the events are read while the cgroup is there.
      config.process.args = ['/bin/sh', '-c', 'dd if=/dev/zero of=/dev/null bs=64M; exec sleep 1000'];
      config.linux.resources = { ...config.linux.resources, memory: { limit: 16 * MiB, swap: 16 * MiB } };
    });
    const running = box.begin(['events', '--interval', '10s', id]);
    const output = box.outputOfLast();
    box.eventually(() => output().includes('"stats"'));
    box.must('start', id);
    // Statistics of v2 have a counter of that name.
    box.eventually(() => output().includes('"type":"oom"'));
    box.end(id);
    const { stdout } = await running.result();
    expect(stdout.split('\n').filter((line) => line === `{"type":"oom","id":"${id}"}`)).toHaveLength(1);
  },
  { needs: ['memory'] },
);

scenario('events of a stopped or an unknown container, and a wrong interval, are errors', (box) => {
  const id = box.started('exec sleep 1000');
  for (const interval of ['0', '-1s', '5', 's', '1s2'])
    expect(box.teu('events', '--interval', interval, id).code).toBe(1);
  box.end(id);
  expect(box.teu('events', '--stats', id).code).toBe(1);
  expect(box.teu('events', '--stats', box.id()).stderr).toContain('container does not exist');
});
