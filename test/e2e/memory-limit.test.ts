/** What a container's memory limit has to pay for: the container, and nothing of teu's engine. */
import { expect } from 'bun:test';
import { readFileSync } from 'node:fs';
import type { Box } from '../helpers/box.ts';
import type { OciConfig } from '../helpers/config.ts';
import { scenario } from '../helpers/scenario.ts';

export const alsoIn = 'guest';

const KiB = 1024;
const teuOnly = 'runc needs megabytes';
const needs = ['memory'] as const;

const limited = (bytes: number, program: readonly string[]) => (config: OciConfig) => {
  config.linux.resources.memory = { limit: bytes };
  config.process.args = [...program];
};

/** Values of the memory cgroup of a container, by their names on v1 and v2. */
function memoryOf(box: Box, id: string, v1: string, v2: string): number {
  const lines = readFileSync(`/proc/${box.state(id).pid}/cgroup`, 'utf8').split('\n');
  const at = (pattern: RegExp) =>
    lines.map((line) => pattern.exec(line)?.[1]).find((path) => path !== undefined);
  const old = at(/^[0-9]+:memory:(.*)/);
  const dir =
    old === undefined ? `/sys/fs/cgroup${at(/^0::(.*)/)}/${v2}` : `/sys/fs/cgroup/memory${old}/${v1}`;
  return Number(readFileSync(dir, 'utf8'));
}
const peak = (box: Box, id: string) => memoryOf(box, id, 'memory.max_usage_in_bytes', 'memory.peak');

scenario(
  '512 KiB are enough to run true, to create and start it; 1 MiB to exec it beside another',
  (box) => {
    const limit = limited(512 * KiB, ['/bin/true']);
    const { code, stderr } = box.run(limit);
    expect([code, stderr]).toEqual([0, '']);
    box.started(limit);
    const id = box.started(limited(1024 * KiB, ['/bin/sleep', '100']));
    expect(box.teu('exec', id, '/bin/true')).toEqual({ code: 0, stdout: '', stderr: '' });
  },
  { needs, teuOnly },
);

scenario(
  'a limit too small to become a container in is answered with its pointer, and nothing is left',
  (box) => {
    const bundle = box.bundle(limited(16 * KiB, ['/bin/true']));
    const result = box.teu('create', '--bundle', bundle, box.id());
    expect([result.code, result.stdout]).toEqual([1, '']);
    expect(result.stderr).toMatch(/was killed during \w+$/m);
    expect(result.stderr).toMatch(/config\.json:\d+:\d+ \/linux\/resources\/memory\/limit {2}16384$/m);
    expect(result.stderr).toContain('the OOM killer did it');
    box.settle();
    expect(box.left().filter((entry) => !/\/state$/.test(entry))).toEqual([]);
  },
  { needs, teuOnly },
);

scenario(
  'the engine is never charged to the container: not by create, not by start, not by exec',
  (box) => {
    // The engine has 20 MiB and more of its own; the kernel charges in batches of 256 KiB for each CPU.
    const most = 2048 * KiB + navigator.hardwareConcurrency * 256 * KiB;
    const id = box.created(limited(64 << 20, ['/bin/sleep', '100']));
    expect(peak(box, id)).toBeLessThan(most);
    box.must('start', id);
    box.must('exec', id, '/bin/true');
    expect(peak(box, id)).toBeGreaterThan(0);
    expect(peak(box, id)).toBeLessThan(most);
  },
  { needs, teuOnly },
);
