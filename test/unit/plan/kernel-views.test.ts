import { describe, expect, test } from 'bun:test';
import { earlyViews } from '../../../src/plan/mounts-special.ts';
import { mounts } from '../../../src/plan/mounts.ts';
import { mountAttr, mountFlag } from '../../../src/tables/mount-flags.ts';
import { allIds, chainOps, configOf, factsOf, rootless, stepsOf } from './fixture.ts';

const stepsFor = (type: string, ...namespaces: readonly object[]) => {
  const mount = { destination: '/view', type, options: ['ro', 'nosuid'] };
  const isNew = namespaces.some((one) => 'type' in one && one.type === 'user' && !('path' in one));
  return stepsOf(
    mounts,
    configOf({
      mounts: [mount],
      linux: { namespaces: [{ type: 'mount' }, ...namespaces], ...(isNew ? allIds : {}) },
    }),
  );
};
const user = { type: 'user' };

test.each([
  ['proc', 'pid', '/proc'],
  ['sysfs', 'network', '/sys'],
  ['mqueue', 'ipc', '/dev/mqueue'],
])('%s is mounted anew with an own %s namespace, and bound from %s without', (type, namespace, path) => {
  expect(stepsFor(type, user, { type: namespace })[0]?.op).toBe('mount_new');
  expect(stepsFor(type, user)[0]).toMatchObject({ op: 'mount_clone', source: path, recursive: 1 });
});

test('without a user namespace the host may mount a view of its own namespaces', () => {
  for (const type of ['proc', 'mqueue']) expect(stepsFor(type)[0]?.op).toBe('mount_new');
});

describe('a sysfs without a user namespace', () => {
  const sysfs = { destination: '/sys', type: 'sysfs', options: ['ro'] };
  const of = (mount: object, ...namespaces: readonly object[]) =>
    configOf({ mounts: [mount], linux: { namespaces: [{ type: 'mount' }, ...namespaces] } });

  test('is made by the spawner, which works while the cgroups are made, and mounted by init', () => {
    for (const config of [of(sysfs, { type: 'network' }), of(sysfs)]) {
      expect(stepsOf(earlyViews, config)).toMatchObject([
        { op: 'fs_new', actor: 'spawner', fstype: 'sysfs', sbFlags: mountFlag.RDONLY, slot: 'mount0.fs' },
      ]);
      expect(stepsOf(mounts, config)).toMatchObject([
        { op: 'fs_mount', actor: 'init', fs: 'mount0.fs', attrs: mountAttr.RDONLY, slot: 'mount0' },
        { op: 'mount_attach', actor: 'init', mount: 'mount0', target: '/sys' },
      ]);
    }
  });

  test('is made by init where the spawner is in no network namespace of the container yet', () => {
    const config = of(sysfs, { type: 'network', path: '/run/netns/x' });
    expect(stepsOf(earlyViews, config)).toEqual([]);
    expect(stepsOf(mounts, config)[0]).toMatchObject({ op: 'mount_new', actor: 'init' });
  });

  test('is mounted by init where only mount(2) can do it', () => {
    const config = of(sysfs, { type: 'network' });
    const facts = factsOf({ missingCalls: ['fsopen'] });
    expect(stepsOf(earlyViews, config, facts)).toEqual([]);
    expect(stepsOf(mounts, config, facts)[0]).toMatchObject({ op: 'mount_legacy', actor: 'init' });
  });

  test('is left to init where others own the host', () => {
    const inside = factsOf({ user: { inUserns: true } });
    expect(stepsOf(earlyViews, of(sysfs, { type: 'network' }), inside)).toEqual([]);
    expect(stepsOf(earlyViews, of(sysfs, { type: 'network' }), rootless)).toEqual([]);
  });

  test('that is bound or remounted is no new one', () => {
    for (const options of [['bind'], ['remount', 'ro']])
      expect(stepsOf(earlyViews, of({ ...sysfs, source: '/sys', options }, { type: 'network' }))).toEqual([]);
  });
});

test('what comes along with a bound /sys is as read-only as it is', () => {
  expect(stepsFor('sysfs', user)[1]).toMatchObject({
    op: 'mount_attrs',
    set: mountAttr.RDONLY | mountAttr.NOSUID,
    recursive: 1,
  });
});

test("a refused sysfs becomes the host's: a network namespace may have another owner", () => {
  const [step] = stepsFor('sysfs', user, { type: 'network', path: '/run/netns/x' });
  expect(chainOps(step)).toEqual(['mount_new', 'mount_clone']);
  expect(step?.otherwise?.onErrno).toEqual(['EPERM']);
});

test("a refused proc stays refused: the host's would show processes of others", () => {
  const [step] = stepsFor('proc', user, { type: 'pid', path: '/ns/pid' });
  expect(chainOps(step)).toEqual(['mount_new']);
});

test('in a container of others sysfs may be refused without a user namespace of our own', () => {
  const config = configOf({ mounts: [{ destination: '/sys', type: 'sysfs' }] });
  const [step] = stepsOf(mounts, config, factsOf({ user: { inUserns: true } }));
  expect(chainOps(step)).toEqual(['mount_new', 'mount_clone']);
});
