import { expect, test } from 'bun:test';
import { TeuError } from '../../../src/errors/types.ts';
import type { CgroupFacts } from '../../../src/facts/types.ts';
import {
  cgroupHost,
  cgroupLate,
  cgroupSlot,
  cgroupSpawner,
  cpusetHost,
  cpusetSpawner,
} from '../../../src/plan/cgroup.ts';
import { cgroupWarnings } from '../../../src/plan/cgroup-target.ts';
import { configOf, factsOf, hybrid, request, text, v2 } from './cgroup-fixture.ts';

type Choices = Parameters<typeof configOf>[0];
const host = (choices: Choices, cgroup: CgroupFacts, user = {}) =>
  cgroupHost(configOf(choices), factsOf(cgroup, user), request).map(text);
const cpuset = (choices: Choices, cgroup: CgroupFacts) =>
  cpusetHost(configOf(choices), factsOf(cgroup), request).map(text);
const spawner = (choices: Choices, cgroup: CgroupFacts, user = {}) =>
  cgroupSpawner(configOf(choices), factsOf(cgroup, user), request).map(text);

function errorOf(attempt: () => unknown): TeuError {
  try {
    attempt();
  } catch (error) {
    if (error instanceof TeuError) return error;
  }
  throw new Error('no TeuError');
}

test('when the host has v1 hierarchies then each gets every missing directory, parents first', () => {
  const steps = host({}, { ...hybrid, existing: ['/sys/fs/cgroup/memory/a'] });
  const made = steps
    .filter((line) => line.startsWith('cgroup_mkdir'))
    .map((line) => line.slice('cgroup_mkdir '.length));
  expect(made).toEqual([
    '/sys/fs/cgroup/cpuset/a',
    '/sys/fs/cgroup/cpuset/a/web1',
    '/sys/fs/cgroup/memory/a/web1',
    '/sys/fs/cgroup/devices/a',
    '/sys/fs/cgroup/devices/a/web1',
    '/sys/fs/cgroup/pids/a',
    '/sys/fs/cgroup/pids/a/web1',
    '/sys/fs/cgroup/cpu,cpuacct/a',
    '/sys/fs/cgroup/cpu,cpuacct/a/web1',
    '/sys/fs/cgroup/systemd/a',
    '/sys/fs/cgroup/systemd/a/web1',
    '/sys/fs/cgroup/unified/a',
    '/sys/fs/cgroup/unified/a/web1',
  ]);
});

test('when a cpuset is new then it has the cpus and mems of its parent before those of config.json', () => {
  expect(cpuset({ cpu: { cpus: '1' } }, hybrid)).toEqual([
    'cgroup_write /sys/fs/cgroup/cpuset/a/cpuset.cpus 0-3',
    'cgroup_write /sys/fs/cgroup/cpuset/a/web1/cpuset.cpus 0-3',
    'cgroup_write /sys/fs/cgroup/cpuset/a/cpuset.mems 0',
    'cgroup_write /sys/fs/cgroup/cpuset/a/web1/cpuset.mems 0',
    'cgroup_write /sys/fs/cgroup/cpuset/a/web1/cpuset.cpus 1',
  ]);
});

test('when there is a cpuset of v1 then it is filled and entered apart from the others, which need not wait', () => {
  const late = (leaf: typeof cpusetHost, cgroup: CgroupFacts) =>
    leaf(configOf({ cpu: { cpus: '1' } }), factsOf(cgroup), request).map(text);
  expect(host({ cpu: { cpus: '1' } }, hybrid).join()).not.toContain('cpuset.');
  expect(spawner({}, hybrid).join()).not.toContain('/cpuset/');
  expect(late(cpusetSpawner, hybrid)).toEqual(['cgroup_join /sys/fs/cgroup/cpuset/a/web1/tasks']);
  const withCpu = {
    ...hybrid,
    hierarchies: [{ controllers: ['cpu', 'cpuset'], name: 'both', mountpoint: '/c', ownPath: '/' }],
  };
  expect(cpusetHost(configOf({ cpu: { shares: 9n } }), factsOf(withCpu), request).map(text)).toContain(
    'cgroup_write /c/a/web1/cpu.shares 9',
  );
  expect(late(cpusetHost, v2)).toEqual([]);
  expect(late(cpusetSpawner, v2)).toEqual([]);
});

test('when a parent cpuset exists and has values then those are inherited, and an empty one is filled', () => {
  const cgroup: CgroupFacts = {
    ...hybrid,
    existing: ['/sys/fs/cgroup/cpuset/a'],
    cpusetParents: {
      '/sys/fs/cgroup/cpuset/a/cpuset.cpus': '2',
      '/sys/fs/cgroup/cpuset/a/cpuset.mems': '',
      '/sys/fs/cgroup/cpuset/cpuset.mems': '0',
    },
  };
  expect(cpuset({}, cgroup)).toEqual([
    'cgroup_write /sys/fs/cgroup/cpuset/a/web1/cpuset.cpus 2',
    'cgroup_write /sys/fs/cgroup/cpuset/a/cpuset.mems 0',
    'cgroup_write /sys/fs/cgroup/cpuset/a/web1/cpuset.mems 0',
  ]);
});

test('when devices are confined on v1 then the rules of config.json come before the defaults', () => {
  const devices = [{ allow: true, type: 'c', major: 10, minor: 229, access: 'rw' } as const];
  const lines = host({ devices }, hybrid).filter((line) => line.includes('/devices.'));
  expect(lines.slice(0, 3)).toEqual([
    'cgroup_write /sys/fs/cgroup/devices/a/web1/devices.deny a',
    'cgroup_write /sys/fs/cgroup/devices/a/web1/devices.allow c 10:229 rw',
    'cgroup_write /sys/fs/cgroup/devices/a/web1/devices.allow c *:* m',
  ]);
});

test('when everything is allowed then one line says so', () => {
  const devices = [{ allow: true, type: 'a', major: null, minor: null, access: 'rwm' } as const];
  expect(host({ devices }, hybrid).filter((line) => line.includes('/devices.'))).toEqual([
    'cgroup_write /sys/fs/cgroup/devices/a/web1/devices.allow a',
  ]);
  expect(host({ devices }, v2).filter((line) => line.startsWith('cgroup_devices'))).toEqual([]);
});

test('when the caller is in a user namespace then there are no device rules', () => {
  expect(host({}, hybrid, { inUserns: true }).filter((line) => line.includes('/devices.'))).toEqual([]);
  expect(host({}, v2, { inUserns: true }).filter((line) => line.startsWith('cgroup_devices'))).toEqual([]);
});

test('when the host is hybrid then the spawner joins each v1 cgroup and init is cloned into the cgroup2 one', () => {
  expect(spawner({}, hybrid)).toEqual([
    'cgroup_join /sys/fs/cgroup/memory/a/web1/tasks',
    'cgroup_join /sys/fs/cgroup/devices/a/web1/tasks',
    'cgroup_join /sys/fs/cgroup/pids/a/web1/tasks',
    'cgroup_join /sys/fs/cgroup/cpu,cpuacct/a/web1/tasks',
    'cgroup_join /sys/fs/cgroup/systemd/a/web1/tasks',
    'dir_open /sys/fs/cgroup/unified/a/web1 1667723888 cgroup',
  ]);
  expect(cgroupSlot(configOf({}), factsOf(hybrid), request)).toBe('cgroup');
  expect(cgroupSlot(configOf({}), factsOf({ ...hybrid, mode: 'v1', unified: null }), request)).toBeNull();
});

test('when pids are limited then it is written by a leaf of its own', () => {
  const config = configOf({ pids: 7n });
  expect(cgroupHost(config, factsOf(hybrid), request).map(text).join('\n')).not.toContain('pids.max');
  expect(cgroupLate(config, factsOf(hybrid), request).map(text)).toEqual([
    'cgroup_write /sys/fs/cgroup/pids/a/web1/pids.max 7',
  ]);
});

test('when the spec is older than 1.3 then pids.limit 0 means no limit', () => {
  const late = (ociVersion: string) =>
    cgroupLate(configOf({ pids: 0n, ociVersion }), factsOf(v2), request).map(text);
  expect(late('1.0.2-dev')).toEqual(['cgroup_write /sys/fs/cgroup/a/web1/pids.max max']);
  expect(late('1.3.0')).toEqual(['cgroup_write /sys/fs/cgroup/a/web1/pids.max 0']);
});

test('when the host is v2 then controllers are enabled in every parent that lacks them', () => {
  const [mkdirA, mkdirB, ...rest] = host({ memory: { limit: 64n } }, v2);
  expect([mkdirA, mkdirB]).toEqual(['cgroup_mkdir /sys/fs/cgroup/a', 'cgroup_mkdir /sys/fs/cgroup/a/web1']);
  expect(rest).toEqual([
    'cgroup_write /sys/fs/cgroup/a/cgroup.subtree_control +memory +cpu +pids | EBUSY EINVAL ENOENT EOPNOTSUPP: ' +
      'cgroup_write /sys/fs/cgroup/a/cgroup.subtree_control +memory',
    'cgroup_write /sys/fs/cgroup/a/web1/memory.max 64',
    expect.stringMatching(/^cgroup_devices \/sys\/fs\/cgroup\/a\/web1 \d+ insns$/),
  ]);
});

test('when parents have all controllers then none is written', () => {
  const cgroup = {
    ...v2,
    existing: ['/sys/fs/cgroup/a'],
    subtreeControl: { ...v2.subtreeControl, '/sys/fs/cgroup/a': ['cpu', 'memory', 'pids'] },
  };
  expect(host({}, cgroup).filter((line) => line.includes('subtree_control'))).toEqual([]);
});

test('when a limit needs a controller the host has not got then the error names the limit', () => {
  const error = errorOf(() => host({ cpu: { cpus: '0' } }, v2));
  expect(error.data).toMatchObject({
    code: 'teu.config.cgroup',
    field: { pointer: '/linux/resources/cpu/cpus' },
  });
});

test('when there are no cgroups then only limits and device rules are an error', () => {
  const none: CgroupFacts = { ...v2, mode: 'none', unified: null };
  expect(errorOf(() => host({}, none)).data.field?.pointer).toBe('/linux/resources/devices');
  expect(host({}, none, { euid: 1000 })).toEqual([]);
  expect(spawner({}, none)).toEqual([]);
});

test('when a rootless caller may not write cgroups and asks for no limits then there are no cgroup steps', () => {
  const unwritable = [...hybrid.hierarchies.map(({ mountpoint }) => mountpoint), '/sys/fs/cgroup/unified'];
  const cgroup = { ...hybrid, unwritable };
  const path = null;
  expect(host({ path }, cgroup, { euid: 1000 })).toEqual([]);
  expect(spawner({ path }, cgroup, { euid: 1000 })).toEqual([]);
  expect(cgroupSlot(configOf({ path }), factsOf(cgroup, { euid: 1000 }), request)).toBeNull();
});

test('when a rootless caller may not write cgroups and asks for a limit then the error names it', () => {
  const cgroup = { ...hybrid, unwritable: ['/sys/fs/cgroup/memory'] };
  const error = errorOf(() => host({ path: null, memory: { limit: 1n } }, cgroup, { euid: 1000 }));
  expect(error.data).toMatchObject({
    code: 'teu.config.cgroup',
    field: { pointer: '/linux/resources/memory/limit' },
    call: { name: 'mkdir', errno: 13 },
  });
});

test('when a rootless caller may not write where config.json places the container then the error says so', () => {
  const cgroup = { ...v2, unwritable: ['/sys/fs/cgroup'] };
  const error = errorOf(() => host({ path: '/a/web1' }, cgroup, { euid: 1000 }));
  expect(error.data).toMatchObject({
    code: 'teu.config.cgroup',
    field: { pointer: '/linux/cgroupsPath' },
    call: { name: 'mkdir', errno: 13 },
  });
});

test('when only some controllers are delegated then those are enabled below, with limits or without', () => {
  const cgroup: CgroupFacts = {
    ...v2,
    existing: ['/sys/fs/cgroup/a'],
    unwritable: ['/sys/fs/cgroup'],
    subtreeControl: { '/sys/fs/cgroup': ['memory', 'pids'], '/sys/fs/cgroup/a': [] },
  };
  const writes = host({}, cgroup, { euid: 1000 }).filter((line) => line.includes('subtree_control'));
  expect(writes.map((line) => line.split(' | ')[0])).toEqual([
    'cgroup_write /sys/fs/cgroup/a/cgroup.subtree_control +memory +pids',
  ]);
});

test('when the cgroup is unfit then nothing is planned, and the error says why and what helps', () => {
  const dir = '/sys/fs/cgroup/a';
  for (const why of ['frozen', 'threaded', 'populated', 'inner'] as const) {
    const { data } = errorOf(() => host({}, { ...v2, unfit: { dir, why } }));
    expect(data).toMatchObject({ code: 'teu.config.cgroup', field: { pointer: '/linux/cgroupsPath' } });
    expect(data.message).toContain(dir);
    expect(data.hint).toMatch(/cgroup\.(freeze|type|procs)|controllers/);
  }
});

test('when a field is left out then there is a warning for it', () => {
  const config = configOf({ memory: { kernel: 1n } });
  expect(cgroupWarnings(config, factsOf(v2), request).map(({ pointer }) => pointer)).toEqual([
    '/linux/resources/memory/kernel',
  ]);
  expect(cgroupWarnings(config, factsOf(hybrid), request)).toEqual([]);
});

test('when no cgroup is wanted then nothing is made, and each limit is a warning', () => {
  const disabled = { ...request, noCgroup: true };
  const config = configOf({
    memory: { limit: 1n << 26n },
    pids: 5n,
    devices: [{ allow: false, type: 'a', major: null, minor: null, access: 'rwm' }],
  });
  for (const cgroup of [hybrid, v2, { ...v2, unfit: { dir: '/sys/fs/cgroup/a', why: 'frozen' as const } }]) {
    const facts = factsOf(cgroup);
    for (const leaf of [cgroupHost, cgroupLate, cgroupSpawner])
      expect(leaf(config, facts, disabled)).toEqual([]);
    expect(cgroupSlot(config, facts, disabled)).toBeNull();
    const pointers = cgroupWarnings(config, facts, disabled).map(({ pointer }) => pointer);
    expect(pointers).toEqual([
      '/linux/cgroupsPath',
      '/linux/resources/memory/limit',
      '/linux/resources/pids/limit',
    ]);
  }
});

const barred: CgroupFacts = { ...v2, existing: [], unwritable: ['/sys/fs/cgroup'] };
const everyDevice = { allow: false, type: 'a', major: null, minor: null, access: 'rwm' } as const;

test('when --rootless is true then root goes on without device rules, and a limit is an error', () => {
  const asked = { ...request, rootless: true };
  const config = configOf({ path: null, devices: [everyDevice] });
  expect(cgroupHost(config, factsOf(barred), asked)).toEqual([]);
  const pointerOf = (error: TeuError) => error.data.field?.pointer;
  expect(pointerOf(errorOf(() => cgroupHost(config, factsOf(barred), request)))).toBe(
    '/linux/resources/devices',
  );
  const limited = configOf({ path: null, memory: { limit: 1n << 26n }, pids: 5n });
  const error = errorOf(() => cgroupHost(limited, factsOf(barred), asked));
  expect(pointerOf(error)).toBe('/linux/resources/memory/limit');
  expect(error.data.detail).toEqual(['no limit was applied; cannot be set: memory.limit, pids.limit']);
});

test('when --rootless is false then a cgroup that may not be had is an error without a limit too', () => {
  const strict = { ...request, rootless: false };
  const error = errorOf(() => cgroupHost(configOf({ path: null }), factsOf(barred), strict));
  expect(error.data.field?.pointer).toBe('/linux/cgroupsPath');
});
