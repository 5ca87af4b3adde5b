import { expect, test } from 'bun:test';
import type { TeuError } from '../../../src/errors/types.ts';
import type { CgroupFacts } from '../../../src/facts/types.ts';
import { cgroupMountSteps } from '../../../src/plan/mounts-cgroup.ts';
import { configOf, factsOf, hybrid, mountOf, request, text, v2 } from './cgroup-fixture.ts';

const two: CgroupFacts = {
  ...hybrid,
  hierarchies: hybrid.hierarchies.filter(({ name }) => name.startsWith('cpu,') || name === 'systemd'),
};
const steps = (
  facts: CgroupFacts,
  cgroupNamespace: boolean | string,
  mount = mountOf('cgroup', 'nosuid', 'noexec', 'nodev', 'ro'),
  path: string | null = '/a/web1',
) => cgroupMountSteps(mount, 3, configOf({ cgroupNamespace, path }), factsOf(facts), request, 'm3').map(text);

test('when there is no cgroup namespace then each v1 hierarchy is the own directory of the container', () => {
  expect(steps(two, false)).toEqual([
    'mount_new tmpfs tmpfs mode=755 14 0 m3',
    'mount_attach m3 root /sys/fs/cgroup 1 1 0',
    'mount_clone /sys/fs/cgroup/cpu,cpuacct/a/web1 0 0 m3.cpu,cpuacct',
    'mount_attrs m3.cpu,cpuacct 15 0 0 0',
    'mount_attach m3.cpu,cpuacct m3 cpu,cpuacct 1 0 0',
    'mount_clone /sys/fs/cgroup/systemd/a/web1 0 0 m3.systemd',
    'mount_attrs m3.systemd 15 0 0 0',
    'mount_attach m3.systemd m3 systemd 1 0 0',
    'symlink m3 cpu,cpuacct cpu 0',
    'symlink m3 cpu,cpuacct cpuacct 0',
    'mount_attrs m3 1 0 0 0',
  ]);
});

test('when there is a cgroup namespace then each v1 hierarchy is a new mount', () => {
  expect(steps(two, true).filter((line) => line.startsWith('mount_new'))).toEqual([
    'mount_new tmpfs tmpfs mode=755 14 0 m3',
    'mount_new cgroup cgroup cpu,cpuacct 15 0 m3.cpu,cpuacct',
    'mount_new cgroup systemd none,name=systemd 15 0 m3.systemd',
  ]);
});

test('when the mount is writable then only the own directory is, and the tmpfs is left as it is', () => {
  const lines = steps(two, false, mountOf('cgroup', 'nosuid', 'rw'));
  expect(lines[3]).toBe('mount_attrs m3.cpu,cpuacct 2 1 0 0');
  expect(lines.at(-1)).toBe('symlink m3 cpu,cpuacct cpuacct 0');
});

test('when v2 has a cgroup namespace then cgroup2 is mounted anew', () => {
  expect(steps(v2, true)).toEqual([
    'mount_new cgroup2 cgroup  15 0 m3',
    'mount_attach m3 root /sys/fs/cgroup 1 0 0',
  ]);
});

test('when a cgroup namespace is joined then the options of the host go with the new mount', () => {
  const { unified } = v2;
  if (unified === null) throw new Error('v2 has no cgroup2 mount');
  const facts = { ...v2, unified: { ...unified, options: ['nsdelegate', 'memory_recursiveprot'] } };
  const mount = (namespace: string | true) => steps(facts, namespace)[0];
  expect(mount('/proc/1/ns/cgroup')).toBe('mount_new cgroup2 cgroup nsdelegate,memory_recursiveprot 15 0 m3');
  expect(mount(true)).toBe('mount_new cgroup2 cgroup  15 0 m3');
});

test('when v2 has no cgroup namespace then the own directory of the host mount is cloned', () => {
  expect(steps(v2, false, mountOf('cgroup', 'rw'))).toEqual([
    'mount_clone /sys/fs/cgroup/a/web1 0 0 m3',
    'mount_attrs m3 0 1 0 0',
    'mount_attach m3 root /sys/fs/cgroup 1 0 0',
  ]);
});

test('when a rootless container has no cgroup of its own then the caller is shown read-only', () => {
  const facts = { ...v2, unwritable: ['/sys/fs/cgroup'] };
  expect(steps(facts, false, mountOf('cgroup2', 'rw'), null).slice(0, 2)).toEqual([
    'mount_clone /sys/fs/cgroup/x 0 0 m3',
    'mount_attrs m3 1 0 0 0',
  ]);
});

test('when the host has no cgroup2 then a mount of it without a namespace is an error with its pointer', () => {
  const facts: CgroupFacts = { ...hybrid, mode: 'v1', unified: null };
  try {
    steps(facts, false, mountOf('cgroup2'));
    throw new Error('no error');
  } catch (error) {
    expect((error as TeuError).data).toMatchObject({
      code: 'teu.config.mount',
      field: { pointer: '/mounts/3' },
    });
  }
});

test('when propagation is asked for then the mount gets it', () => {
  expect(steps(v2, true, mountOf('cgroup', 'rslave'))[1]).toBe(`mount_attrs m3 0 0 ${0x80000} 0`);
});
