import { expect, test } from 'bun:test';
import { mounts } from '../../../src/plan/mounts.ts';
import { mountAttr } from '../../../src/tables/mount-flags.ts';
import { allIds, chainOps, configOf, factsOf, stepsOf } from './fixture.ts';

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
  for (const type of ['proc', 'sysfs', 'mqueue']) expect(stepsFor(type)[0]?.op).toBe('mount_new');
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
