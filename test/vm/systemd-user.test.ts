/** --systemd-cgroup of a user: the scope is made by the user's own systemd. */
import { expect } from 'bun:test';
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { Box, Result } from '../helpers/box.ts';
import type { OciConfig } from '../helpers/config.ts';
import { scenario } from '../helpers/scenario.ts';
import { controlFile, flag, isGone, property } from './unit.ts';
import { asUser, uid, userBundle } from './user.ts';

const manager = `/user.slice/user-${uid}.slice/user@${uid}.service`;
const resources = {
  memory: { limit: 64 << 20 },
  pids: { limit: 20 },
  cpu: { quota: 50_000, period: 100_000 },
};

const teu = (box: Box, ...args: string[]): Result => box.call(args, { wrap: asUser });
function must(box: Box, ...args: string[]): string {
  const { code, stdout, stderr } = teu(box, ...args);
  expect([args[0], code, stderr]).toEqual([args[0], 0, '']);
  return stdout;
}

const sleeping = (config: OciConfig): void => {
  config.linux.resources = resources;
  config.process.args = ['/bin/sleep', '1000'];
};

/** Of the user's own systemd, asked as the user. */
const asked = (unit: string, name: string): string => {
  const words = ['systemctl', '--user', 'show', unit, '--property', name, '--value'];
  return spawnSync(asUser[0] ?? '', [...asUser.slice(1), ...words], { encoding: 'utf8' }).stdout.trim();
};

scenario(
  'limits are set without privileges, entered by exec from another session, changed, and removed',
  (box) => {
    const bundle = userBundle(box, sleeping);
    const id = box.id();
    const unit = `teu-${id}.scope`;
    must(box, flag, 'create', '--bundle', bundle, id);
    must(box, 'start', id);
    const { pid } = JSON.parse(must(box, 'state', id)) as { pid: number };
    const dir = `/sys/fs/cgroup${manager}/user.slice/${unit}`;
    expect(existsSync(dir)).toBe(true);
    const look = () => ['memory.max', 'pids.max', 'cpu.max'].map((name) => controlFile(pid, name));
    expect(look()).toEqual([`${64 << 20}`, '20', '50000 100000']);
    expect(['MemoryMax', 'TasksMax', 'CPUQuotaPerSecUSec'].map((name) => asked(unit, name))).toEqual([
      ...[`${64 << 20}`, '20', '500ms'],
    ]);
    // The test is in a cgroup of root's: the kernel would not let the user move a process from there.
    expect(must(box, 'exec', id, 'cat', '/proc/self/cgroup')).toBe('0::/\n');
    must(box, 'update', '--memory', '32m', id);
    expect([controlFile(pid, 'memory.max'), asked(unit, 'MemoryMax')]).toEqual([
      `${32 << 20}`,
      `${32 << 20}`,
    ]);
    spawnSync(asUser[0] ?? '', [...asUser.slice(1), 'systemctl', '--user', 'daemon-reload']);
    expect(controlFile(pid, 'memory.max')).toBe(`${32 << 20}`);
    must(box, 'delete', '--force', id);
    expect([existsSync(dir), asked(unit, 'LoadState')]).toEqual([false, 'not-found']);
  },
);

scenario('a controller that the user has not got is named with the cgroup that lacks it', (box) => {
  const bundle = userBundle(box, (config) => {
    config.linux.resources = { cpu: { cpus: '0' } };
  });
  const id = box.id();
  const { code, stderr } = teu(box, flag, 'run', '--bundle', bundle, id);
  expect(code).toBe(1);
  expect(stderr).toContain('/linux/resources/cpu/cpus');
  expect(stderr).toMatch(/hint .*cpuset/);
  expect(asked(`teu-${id}.scope`, 'LoadState')).toBe('not-found');
});

scenario('when the systemd of the user is stopped, create ends within its time and leaves nothing', (box) => {
  const bundle = userBundle(box, sleeping);
  const id = box.id();
  const pid = Number(property(`user@${uid}.service`, 'MainPID'));
  process.kill(pid, 'SIGSTOP');
  let result: Result;
  try {
    result = teu(box, flag, 'create', '--bundle', bundle, id);
  } finally {
    process.kill(pid, 'SIGCONT');
  }
  expect(result.code).toBe(1);
  expect(result.stderr).toMatch(/call +Get: ETIMEDOUT/);
  expect(result.stderr).toMatch(/hint +the systemd of the user did not answer in time/);
  expect(existsSync(`${box.root}/${id}`)).toBe(false);
  must(box, flag, 'create', '--bundle', bundle, id);
  must(box, 'delete', '--force', id);
});

scenario('a user may not ask the systemd of the system', (box) => {
  const bundle = userBundle(box, sleeping);
  const id = box.id();
  const { code, stderr } = teu(box, flag, '--rootless=false', 'create', '--bundle', bundle, id);
  expect(code).toBe(1);
  expect(stderr).toMatch(/call +StartTransientUnit: (EACCES|EPERM)/);
  expect(stderr).toContain('a user has a manager of its own');
  expect(isGone(`teu-${id}.scope`)).toBe(true);
});
