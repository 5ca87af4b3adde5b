/** Limits of containers of a user: in a delegated cgroup they hold, elsewhere the error says what is missing where. */
import { expect } from 'bun:test';
import type { OciConfig } from '../helpers/config.ts';
import { scenario } from '../helpers/scenario.ts';
import { asUser, delegated, runAsUser } from './user.ts';

const limited =
  (resources: Record<string, unknown>, script: string) =>
  (config: OciConfig): void => {
    config.linux.resources = resources;
    config.process.args = ['/bin/sh', '-c', `cd /sys/fs/cgroup; ${script}`];
  };

const limits = {
  memory: { limit: 64 << 20 },
  pids: { limit: 20 },
  cpu: { quota: 50_000, period: 100_000 },
};

scenario('in a delegated cgroup limits of memory, pids and cpu are set', (box) => {
  const result = runAsUser(box, limited(limits, 'cat memory.max pids.max cpu.max'), delegated);
  expect(result).toEqual({ code: 0, stdout: `${64 << 20}\n20\n50000 100000\n`, stderr: '' });
});

scenario('a limit without delegation is an error that names the directory and leaves nothing', (box) => {
  for (const [pointer, resources] of [
    ['/linux/resources/memory/limit', { memory: { limit: 64 << 20 } }],
    ['/linux/resources/pids/limit', { pids: { limit: 20 } }],
  ] as const) {
    const result = runAsUser(box, limited(resources, 'true'));
    expect(result.code).toBe(1);
    expect(result.stderr).toContain(pointer);
    expect(result.stderr).toMatch(/hint +\/sys\/fs\/cgroup\S* may not be written by this user/);
  }
});

scenario('a controller that is not delegated is named with the cgroup that lacks it', (box) => {
  const result = runAsUser(box, limited({ cpu: { cpus: '0' } }, 'true'), delegated);
  expect(result.code).toBe(1);
  expect(result.stderr).toContain('/linux/resources/cpu/cpus');
  expect(result.stderr).toMatch(/cpuset/);
  expect(result.stderr).toMatch(/hint .*\/sys\/fs\/cgroup\//);
});

scenario('without limits no cgroup is needed', (box) => {
  const result = runAsUser(box, limited({}, 'cat cgroup.procs >/dev/null && echo seen'), asUser);
  expect(result).toEqual({ code: 0, stdout: 'seen\n', stderr: '' });
});

scenario('device rules, which a user may not set, are no error', (box) => {
  const resources = { devices: [{ allow: false, access: 'rwm' }] };
  const result = runAsUser(box, limited(resources, 'echo ran'), asUser);
  expect(result).toEqual({ code: 0, stdout: 'ran\n', stderr: '' });
});
