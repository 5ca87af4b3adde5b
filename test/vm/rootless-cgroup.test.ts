/** Limits of containers of a user: in a delegated cgroup they hold, elsewhere the error says what is missing where. */
import { expect } from 'bun:test';
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
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
    expect(result.stderr).toMatch(
      /hint +\/sys\/fs\/cgroup\S* belongs to root and may not be written by this user/,
    );
  }
});

scenario(
  'a controller that is not delegated is named with the cgroup that lacks it, its owner and the fix, which helps',
  (box) => {
    const cpus = () =>
      runAsUser(box, limited({ cpu: { cpus: '0' }, pids: { limit: 9 } }, 'cat cpuset.cpus'), delegated);
    const { code, stderr } = cpus();
    expect(code).toBe(1);
    expect(stderr).toContain('/linux/resources/cpu/cpus');
    expect(stderr).toContain('no limit was applied; cannot be set: cpu.cpus; could be set: pids.limit\n');
    const hint =
      /hint +the controller cpuset is not in \/sys\/fs\/cgroup\/user.slice\/cgroup.subtree_control; its owner root enables it: (.*)$/m;
    const [, fix = 'false'] = hint.exec(stderr) ?? [];
    expect(fix).toContain('Delegate=yes');
    try {
      expect(spawnSync('sh', ['-c', fix], { encoding: 'utf8' })).toMatchObject({ status: 0, stderr: '' });
      expect(cpus()).toEqual({ code: 0, stdout: '0\n', stderr: '' });
    } finally {
      rmSync('/etc/systemd/system/user@.service.d', { recursive: true, force: true });
      spawnSync('systemctl', ['daemon-reload']);
    }
  },
);

scenario(
  'outside of a delegated cgroup the hint names its owner, and the delegated one that helps',
  (box) => {
    const change = limited(limits, 'cat pids.max');
    const { code, stderr } = runAsUser(box, change, asUser);
    expect(code).toBe(1);
    expect(stderr).toMatch(
      /hint +\/sys\/fs\/cgroup\S* belongs to root and may not be written by this user: /,
    );
    expect(stderr).toContain('no limit was applied; cannot be set: memory.limit, cpu.quota, pids.limit\n');
    const [, fix = ''] = /: (systemd-run .*) COMMAND gives one/.exec(stderr) ?? [];
    expect(fix).not.toBe('');
    expect(runAsUser(box, change, ['as-user', ...fix.split(' '), '--quiet'])).toEqual({
      code: 0,
      stdout: '20\n',
      stderr: '',
    });
  },
);

scenario('without limits no cgroup is needed', (box) => {
  const result = runAsUser(box, limited({}, 'cat cgroup.procs >/dev/null && echo seen'), asUser);
  expect(result).toEqual({ code: 0, stdout: 'seen\n', stderr: '' });
});

scenario('device rules, which a user may not set, are no error', (box) => {
  const resources = { devices: [{ allow: false, access: 'rwm' }] };
  const result = runAsUser(box, limited(resources, 'echo ran'), asUser);
  expect(result).toEqual({ code: 0, stdout: 'ran\n', stderr: '' });
});
