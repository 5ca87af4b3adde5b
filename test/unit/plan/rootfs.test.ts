import { expect, test } from 'bun:test';
import { TeuError } from '../../../src/errors/types.ts';
import { maskedPaths, maskNull, readonlyPaths } from '../../../src/plan/paths.ts';
import {
  enterRoot,
  hideWithoutTrace,
  mountTree,
  readonlyRoot,
  rootDirectory,
  rootPropagation,
} from '../../../src/plan/rootfs.ts';
import { chainOf } from '../../../src/plan/step.ts';
import { mountAttr, mountFlag } from '../../../src/tables/mount-flags.ts';
import { configOf, factsOf, only, request, stepsOf } from './fixture.ts';

const withPropagation = (rootfsPropagation: string) => configOf({ linux: { rootfsPropagation } });
const shared = { namespaces: [{ type: 'pid' }], maskedPaths: ['/proc/kcore'], readonlyPaths: ['/proc/sys'] };

test('the tree becomes a slave of the host: mounts come in, none go out', () => {
  for (const config of [configOf(), withPropagation('slave'), withPropagation('private')])
    expect(stepsOf(mountTree, config)).toMatchObject([
      { op: 'propagation', path: '/', propagation: mountFlag.SLAVE, recursive: 1 },
    ]);
});

test('with a shared rootfs only the mount that holds it is cut loose, wherever that is', () => {
  const [step] = stepsOf(mountTree, withPropagation('shared'));
  const chain = step === undefined ? [] : only(chainOf(step), 'propagation');
  expect(chain.map(({ path }) => path)).toEqual(['/bundle/rootfs', '/bundle', '/']);
  expect(
    chain.every(({ propagation, recursive }) => propagation === mountFlag.PRIVATE && recursive === 0),
  ).toBe(true);
  expect(chain.slice(0, -1).map(({ otherwise }) => otherwise?.onErrno)).toEqual([['EINVAL'], ['EINVAL']]);
});

test.each([
  ['shared', mountFlag.SHARED],
  ['slave', mountFlag.SLAVE],
  ['unbindable', mountFlag.UNBINDABLE],
])('the root itself becomes %s after it is entered', (name, propagation) => {
  expect(stepsOf(rootPropagation, withPropagation(name))).toMatchObject([
    { mount: 'root', propagation, recursive: 0 },
  ]);
});

test('private is what the root has been from the start', () => {
  expect(stepsOf(rootPropagation, withPropagation('private'))).toEqual([]);
  expect(stepsOf(rootPropagation, configOf())).toEqual([]);
});

test('the root is entered by pivot_root, or moved when there must be no pivot', () => {
  expect(stepsOf(enterRoot, configOf())).toMatchObject([{ op: 'pivot_root' }]);
  expect(stepsOf(enterRoot, configOf(), factsOf(), { noPivot: true })).toMatchObject([{ op: 'move_root' }]);
});

test('a private propagation without pivot_root is refused, as runc does', () => {
  expect(() => enterRoot(withPropagation('private'), factsOf(), { ...request, noPivot: true })).toThrow(
    TeuError,
  );
});

test('what move_root unmounts is cut off from a shared host first', () => {
  const steps = stepsOf(hideWithoutTrace, withPropagation('shared'), factsOf(), { noPivot: true });
  expect(
    only(steps, 'propagation').map(({ path, propagation, recursive }) => [path, propagation, recursive]),
  ).toEqual([
    ['/', mountFlag.SLAVE, 0],
    ['/proc', mountFlag.SLAVE, 1],
    ['/sys', mountFlag.SLAVE, 1],
  ]);
  expect(stepsOf(hideWithoutTrace, withPropagation('shared'))).toEqual([]);
  expect(stepsOf(hideWithoutTrace, configOf(), factsOf(), { noPivot: true })).toEqual([]);
});

test('the root becomes read-only by its descriptor', () => {
  const config = configOf({ root: { path: 'rootfs', readonly: true } });
  expect(stepsOf(readonlyRoot, config)).toMatchObject([
    { op: 'mount_attrs', mount: 'root', set: mountAttr.RDONLY, recursive: 0, from: '/root/readonly' },
  ]);
});

test('masks share one empty directory and one null device of the host', () => {
  const config = configOf({ linux: { namespaces: [{ type: 'mount' }], maskedPaths: ['/a', '/b'] } });
  expect(stepsOf(maskNull, config)).toHaveLength(1);
  const steps = stepsOf(maskedPaths, config);
  expect(only(steps, 'mount_new')).toHaveLength(1);
  expect(only(steps, 'mask_path').map(({ path, from }) => [path, from])).toEqual([
    ['/a', '/linux/maskedPaths/0'],
    ['/b', '/linux/maskedPaths/1'],
  ]);
});

test('nothing is planned for masks where there are none', () => {
  expect([...stepsOf(maskNull, configOf()), ...stepsOf(maskedPaths, configOf())]).toEqual([]);
});

test('each read-only path names its own field', () => {
  const config = configOf({ linux: { namespaces: [{ type: 'mount' }], readonlyPaths: ['/proc/sys'] } });
  expect(stepsOf(readonlyPaths, config)).toMatchObject([
    { path: '/proc/sys', from: '/linux/readonlyPaths/0' },
  ]);
});

test('without a mount namespace the root is a directory, opened by the spawner and entered by chroot', () => {
  const config = configOf({ linux: { namespaces: shared.namespaces } });
  expect(stepsOf(rootDirectory, config)).toMatchObject([
    { op: 'dir_open', actor: 'spawner', path: '/bundle/rootfs' },
  ]);
  expect(stepsOf(enterRoot, config)).toMatchObject([{ op: 'chroot' }]);
  expect(stepsOf(mountTree, config)).toEqual([]);
});
