/** config-linux.md#cgroups: where the container is, and the limits of memory, cpu and pids on cgroup v1. */
import { expect } from 'bun:test';
import { existsSync, readFileSync } from 'node:fs';
import type { Box } from '../helpers/box.ts';
import type { OciConfig } from '../helpers/config.ts';
import { scenario } from '../helpers/scenario.ts';

const root = '/sys/fs/cgroup';
const value = (path: string) => readFileSync(path, 'utf8').trim();

/** A created container with a known cgroup path; returns that path. */
function limited(box: Box, resources: Record<string, unknown>): string {
  const id = box.id();
  const path = `/${id}/inner`;
  box.must(
    'create',
    '--bundle',
    box.bundle((config) => place(config, path, resources)),
    id,
  );
  return path;
}

function place(config: OciConfig, path: string, resources: Record<string, unknown>): void {
  config.linux.cgroupsPath = path;
  Object.assign(config.linux.resources, resources);
  config.process.args = ['/bin/sleep', '1000'];
}

/** False for a hierarchy that only another mount namespace has: other tests make some. */
const isMounted = (controllers: string): boolean =>
  value('/proc/self/mountinfo')
    .split('\n')
    .some(
      (line) =>
        / - cgroup /.test(line) &&
        controllers.split(',').every((name) => line.split(' ').at(-1)?.split(',').includes(name)),
    );

scenario(
  'an absolute cgroupsPath is the place in every hierarchy',
  (box) => {
    const id = box.id();
    const path = `/${id}/inner`;
    box.must(
      'create',
      '--bundle',
      box.bundle((config) => place(config, path, {})),
      id,
    );
    const rows = value(`/proc/${box.state(id).pid}/cgroup`)
      .split('\n')
      .filter((row) => !row.startsWith('0::') && isMounted(row.split(':')[1] ?? ''));
    expect(rows.map((row) => row.split(':')[2])).toEqual(rows.map(() => path));
  },
  { needs: ['cgroup-v1'] },
);

scenario('without cgroupsPath the container gets a cgroup named by its id', (box) => {
  const id = box.created('exec sleep 1000');
  expect(value(`/proc/${box.state(id).pid}/cgroup`)).toContain(`/${id}`);
});

scenario(
  'delete removes the cgroup, and parents that the container did not make stay',
  (box) => {
    const path = limited(box, {});
    const directory = `${root}/devices${path}`;
    expect(existsSync(directory)).toBe(true);
    box.must('delete', '--force', path.split('/')[1] ?? '');
    expect(existsSync(directory)).toBe(false);
    expect(existsSync(`${root}/devices`)).toBe(true);
  },
  { needs: ['v1-devices'] },
);

scenario(
  'memory limit and reservation are written',
  (box) => {
    const path = limited(box, { memory: { limit: 64 << 20, reservation: 32 << 20 } });
    expect(value(`${root}/memory${path}/memory.limit_in_bytes`)).toBe(`${64 << 20}`);
    expect(value(`${root}/memory${path}/memory.soft_limit_in_bytes`)).toBe(`${32 << 20}`);
  },
  { needs: ['v1-memory'] },
);

scenario(
  'cpu shares, quota and period are written',
  (box) => {
    const path = limited(box, { cpu: { shares: 512, quota: 50_000, period: 200_000 } });
    const names = ['cpu.shares', 'cpu.cfs_quota_us', 'cpu.cfs_period_us'];
    expect(names.map((name) => value(`${root}/cpu${path}/${name}`))).toEqual(['512', '50000', '200000']);
  },
  { needs: ['v1-cpu'] },
);

scenario(
  'cpus and mems are written',
  (box) => {
    const path = limited(box, { cpu: { cpus: '0', mems: '0' } });
    expect(value(`${root}/cpuset${path}/cpuset.cpus`)).toBe('0');
    expect(value(`${root}/cpuset${path}/cpuset.mems`)).toBe('0');
  },
  { needs: ['v1-cpu'] },
);

scenario(
  'the pids limit holds',
  (box) => {
    const result = box.run((config) => {
      config.linux.resources.pids = { limit: 3 };
      config.process.args = ['/bin/sh', '-c', 'for n in 1 2 3 4 5; do sleep 1 & done; wait'];
    });
    expect(result.stderr).toContain("can't fork");
  },
  { needs: ['v1-pids'] },
);

scenario(
  'a pids limit of -1 or 0 means no limit',
  (box) => {
    for (const limit of [-1, 0]) {
      const path = limited(box, { pids: { limit } });
      expect(value(`${root}/pids${path}/pids.max`)).toBe('max');
    }
  },
  { needs: ['v1-pids'] },
);

scenario(
  'a payload that exceeds its memory limit is killed, and run says 137',
  (box) => {
    const result = box.run((config) => {
      config.linux.resources.memory = { limit: 16 << 20 };
      config.process.args = ['/bin/sh', '-c', 'a=x; while :; do a=$a$a; done'];
    });
    expect(result.code).toBe(137);
  },
  { needs: ['v1-memory'] },
);

scenario(
  'the mount of type cgroup shows the hierarchies read-only, rooted at the container',
  (box) => {
    const out = box.output(
      'cd /sys/fs/cgroup; test -e devices/tasks && echo seen; mkdir devices/x 2>/dev/null || echo no; cat devices/tasks',
    );
    expect(out).toMatch(/^seen\nno\n1\n/);
  },
  { needs: ['v1-devices'] },
);

scenario(
  'a cgroup namespace makes the paths of /proc/self/cgroup relative',
  (box) => {
    const out = box.output((config) => {
      config.linux.namespaces.push({ type: 'cgroup' });
      config.process.args = ['/bin/cat', '/proc/self/cgroup'];
    });
    const rows = out
      .trimEnd()
      .split('\n')
      .filter((row) => !row.startsWith('0::'));
    expect(rows.map((row) => row.split(':')[2])).toEqual(rows.map(() => '/'));
  },
  { needs: ['cgroup-v1'] },
);

scenario(
  'a limit that the kernel refuses fails create with its pointer and leaves nothing',
  (box) => {
    const result = box.run((config) => {
      config.linux.resources.cpu = { cpus: '4096' };
    });
    expect(result.code).toBe(1);
    expect(result.stderr).toMatch(/cpus/);
    expect(box.left().filter((entry) => !entry.includes('(Z'))).toEqual([]);
  },
  { needs: ['v1-cpu'] },
);

scenario('cgroup path components that climb are refused', (box) => {
  const result = box.run((config) => {
    config.linux.cgroupsPath = '/../../../tmp/climbed';
  });
  expect(existsSync('/tmp/climbed')).toBe(false);
  expect([0, 1]).toContain(result.code);
});
