/** --systemd-cgroup with a manager that answers, and then does not do what it should: whatever it is, nothing is left. */
import { expect } from 'bun:test';
import type { Box, Result } from '../helpers/box.ts';
import { type Answer, type Call, fakeBus } from '../helpers/fake-bus.ts';
import { scenario } from '../helpers/scenario.ts';

const teuOnly = 'it has deadlines and messages of its own';
const job = '/org/freedesktop/systemd1/job/7';
const noUnit: Answer = { error: 'org.freedesktop.systemd1.NoSuchUnit', text: 'there is none' };

/** Of `create` with a manager of version 252 that answers `start` to StartTransientUnit. */
async function created(box: Box, start: Answer): Promise<Result & { readonly calls: readonly Call[] }> {
  const calls: Call[] = [];
  const server = fakeBus(`${box.dir}/bus`, (call) => {
    calls.push(call);
    if (call.member === 'StartTransientUnit') return start;
    if (call.member === 'GetUnit' || call.member === 'ResetFailedUnit') return noUnit;
    return { reply: ['v', call.body.includes('Version') ? '252.1' : ''] };
  });
  const bundle = box.bundle((config) => {
    config.linux.cgroupsPath = 'system.slice:teu:box';
    config.linux.resources = { cpu: { shares: 512 }, pids: { limit: 20 } };
  });
  const call = box.begin(['--systemd-cgroup', 'create', '--bundle', bundle, box.id()], {
    env: {
      ...(process.env as Record<string, string>),
      DBUS_SYSTEM_BUS_ADDRESS: `unix:path=${box.dir}/bus`,
    },
  });
  const result = await call.result();
  server.stop(true);
  return { ...result, calls };
}

const members = (calls: readonly Call[]): readonly string[] => calls.map(({ member }) => member);
const cgroupsPath = /field +\S+config.json:[0-9]+:[0-9]+ \/linux\/cgroupsPath/;

scenario(
  'a manager that takes the call and never answers is an error after ten seconds, and nothing is left',
  async (box) => {
    const begin = performance.now();
    const { code, stdout, stderr, calls } = await created(box, null);
    const seconds = (performance.now() - begin) / 1000;
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain('cannot start the unit teu-box.scope');
    expect(stderr).toMatch(cgroupsPath);
    expect(stderr).toMatch(/call +StartTransientUnit: ETIMEDOUT/);
    expect(stderr).toMatch(/hint +the systemd of the system did not answer in time/);
    expect(seconds).toBeGreaterThan(9.9);
    expect(seconds).toBeLessThan(20);
    // It has no answer for the clean-up either, and is not asked.
    expect(members(calls).at(-1)).toBe('StartTransientUnit');
    expect(box.left()).toEqual([]);
  },
  { teuOnly },
);

scenario(
  'what it is told: the scope, its properties, and the spawner in it',
  async (box) => {
    const { calls } = await created(box, { error: 'org.freedesktop.DBus.Error.Failed', text: 'no' });
    const { body = '' } = calls.find(({ member }) => member === 'StartTransientUnit') ?? {};
    const words = [
      'teu-box.scope',
      'system.slice',
      'Delegate',
      'CollectMode',
      'inactive-or-failed',
      'DevicePolicy',
    ];
    expect(words.filter((word) => !body.includes(word))).toEqual([]);
    // A pid: this version takes no pidfd. The limit of tasks comes later.
    expect([body.includes('PIDs'), body.includes('PIDFDs'), body.includes('TasksMax')]).toEqual([
      true,
      false,
      false,
    ]);
  },
  { teuOnly },
);

scenario(
  'a property that it refuses is told with the field that caused it',
  async (box) => {
    // One of them is what this host's version of cgroups is limited by.
    const told = [];
    for (const property of ['CPUShares', 'CPUWeight']) {
      const text = `Value specified in ${property} is out of range`;
      const { code, stderr } = await created(box, { error: 'org.freedesktop.DBus.Error.InvalidArgs', text });
      expect(code).toBe(1);
      expect(stderr).toMatch(/call +StartTransientUnit: EINVAL/);
      expect(stderr).toContain(`detail  org.freedesktop.DBus.Error.InvalidArgs: ${text}`);
      told.push(/^ +field +\S+ (\S+)/m.exec(stderr)?.[1]);
    }
    expect(told.sort()).toEqual(['/linux/cgroupsPath', '/linux/resources/cpu/shares']);
  },
  { teuOnly },
);

const removed = (number: number, path: string, result: string) =>
  ({ member: 'JobRemoved', body: ['uoss', `${number}`, path, 'teu-box.scope', result] }) as const;

scenario(
  'a job that fails is an error with how it ended, whatever becomes of the jobs of others',
  async (box) => {
    const signals = [removed(8, `${job}8`, 'done'), removed(7, job, 'failed')];
    const { code, stderr } = await created(box, { reply: ['o', job], signals });
    expect(code).toBe(1);
    expect(stderr).toContain('cannot start the unit teu-box.scope: its job ended with "failed"');
    expect(box.left()).toEqual([]);
  },
  { teuOnly },
);

scenario(
  'a manager that says it is done and has moved nobody is not believed',
  async (box) => {
    const { code, stderr } = await created(box, { reply: ['o', job], signals: [removed(7, job, 'done')] });
    expect(code).toBe(1);
    expect(stderr).toMatch(/cannot use the unit teu-box.scope: systemd has put it into the cgroup \//);
    expect(box.left()).toEqual([]);
  },
  { teuOnly },
);

scenario(
  'a bus that is lost in the middle of a call is an error at once',
  async (box) => {
    const { code, stderr } = await created(box, 'hangUp');
    expect(code).toBe(1);
    expect(stderr).toMatch(/call +StartTransientUnit: (ECONNRESET|EPIPE|ENOTCONN)/);
    expect(box.left()).toEqual([]);
  },
  { teuOnly },
);
