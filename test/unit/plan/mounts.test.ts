import { expect, test } from 'bun:test';
import { earlySources, sourceCloner } from '../../../src/plan/mounts-bind.ts';
import { mounterSteps } from '../../../src/plan/mounter-steps.ts';
import { mounts } from '../../../src/plan/mounts.ts';
import { readonlyTmpfs } from '../../../src/plan/mounts-tmpfs.ts';
import { mountAttr, mountFlag } from '../../../src/tables/mount-flags.ts';
import type { Step } from '../../../src/wire/types.ts';
import { allIds, configOf, factsOf, only, planOf, rootless, stepsOf, userNamespace } from './fixture.ts';

const ownIdOnly = {
  ...userNamespace,
  uidMappings: [{ containerID: 0, hostID: 1000, size: 1 }],
  gidMappings: [{ containerID: 0, hostID: 1000, size: 1 }],
};
const bind = (...options: readonly string[]) => ({ destination: '/data', source: '/srv/data', options });
const ops = (steps: readonly Step[]): readonly string[] => steps.map(({ op }) => op);
const mountSteps = (mount: object, linux?: object): readonly Step[] =>
  stepsOf(mounts, configOf({ mounts: [mount], ...(linux ? { linux } : {}) }));

test('a bind is cloned, gets its attributes, and is attached: nothing in between', () => {
  const steps = mountSteps(bind('bind', 'ro'));
  expect(steps).toMatchObject([
    { op: 'mount_clone', source: '/srv/data', recursive: 0, from: '/mounts/0/source' },
    { op: 'mount_attrs', set: mountAttr.RDONLY, clear: 0n, recursive: 0 },
    { op: 'mount_attach', target: '/data', create: 1, keep: 0 },
  ]);
});

test('rbind takes the mounts below along, and its attributes stay with the top', () => {
  const steps = mountSteps(bind('rbind', 'nosuid'));
  expect(only(steps, 'mount_clone')[0]?.recursive).toBe(1);
  expect(only(steps, 'mount_attrs')[0]?.recursive).toBe(0);
});

test('a recursive option applies to the mounts below', () => {
  const [deep] = only(mountSteps(bind('rbind', 'rro')), 'mount_attrs');
  expect(deep).toMatchObject({ set: mountAttr.RDONLY, recursive: 1 });
});

test('a bind says nothing about attributes that its options do not name', () => {
  expect(ops(mountSteps(bind('bind', 'mode=700', 'defaults')))).toEqual(['mount_clone', 'mount_attach']);
});

test('rw clears read-only, which the kernel refuses where the flag is locked', () => {
  expect(only(mountSteps(bind('bind', 'rw')), 'mount_attrs')[0]).toMatchObject({
    set: 0n,
    clear: mountAttr.RDONLY,
  });
});

test('of contradicting options the last one counts', () => {
  expect(only(mountSteps(bind('bind', 'rw', 'ro')), 'mount_attrs')[0]).toMatchObject({
    set: mountAttr.RDONLY,
    clear: 0n,
  });
});

test('propagation is set on the detached mount, each option in its turn', () => {
  const steps = only(mountSteps(bind('bind', 'rprivate', 'shared')), 'mount_attrs');
  expect(steps.map(({ propagation, recursive }) => [propagation, recursive])).toEqual([
    [mountFlag.PRIVATE, 1],
    [mountFlag.SHARED, 0],
  ]);
});

test('a relative source is taken from the bundle, a relative destination from the root', () => {
  const steps = mountSteps({ destination: 'data', source: 'hosts', options: ['bind'] });
  expect(only(steps, 'mount_clone')[0]?.source).toBe('/bundle/hosts');
  expect(only(steps, 'mount_attach')[0]?.target).toBe('/data');
});

test('unknown options go to the file system, in order', () => {
  const steps = mountSteps({ destination: '/t', type: 'tmpfs', options: ['size=1m', 'nosuid', 'mode=700'] });
  expect(only(steps, 'mount_new')[0]).toMatchObject({
    data: ['size=1m', 'mode=700'],
    attrs: mountAttr.NOSUID,
  });
});

test('a new file system is read-only by its mount and by its superblock', () => {
  const steps = mountSteps({ destination: '/a', type: 'ramfs', options: ['ro'] });
  expect(only(steps, 'mount_new')[0]).toMatchObject({ attrs: mountAttr.RDONLY, sbFlags: mountFlag.RDONLY });
});

test('without a mode a tmpfs takes that of the directory it covers', () => {
  const tmpfs = (...options: readonly string[]) => mountSteps({ destination: '/t', type: 'tmpfs', options });
  expect(ops(tmpfs())).toEqual(['mount_new', 'mount_mode', 'mount_attach']);
  expect(ops(tmpfs('mode=755'))).toEqual(['mount_new', 'mount_attach']);
  expect(ops(tmpfs('tmpcopyup'))).toEqual(['mount_new', 'mount_copyup', 'mount_mode', 'mount_attach']);
});

test('a read-only tmpfs is written to first: its descriptor is kept and sealed at the end', () => {
  const config = configOf({ mounts: [{ destination: '/t', type: 'tmpfs', options: ['ro', 'mode=755'] }] });
  const steps = stepsOf(mounts, config);
  expect(only(steps, 'mount_new')[0]).toMatchObject({ attrs: 0n, sbFlags: 0n });
  expect(only(steps, 'mount_attach')[0]?.keep).toBe(1);
  expect(stepsOf(readonlyTmpfs, config)).toMatchObject([{ op: 'mount_attrs', set: mountAttr.RDONLY }]);
});

test('remount changes what is there, and the data of a bind is left alone', () => {
  expect(mountSteps(bind('remount', 'bind', 'ro', 'size=1m'))).toMatchObject([
    { op: 'mount_remount', target: '/data', set: mountAttr.RDONLY, data: [] },
  ]);
});

test('a file system that parses its options itself gets a second try with mount(2)', () => {
  const [ext4] = mountSteps({ destination: '/x', type: 'ext4', source: '/dev/sda', options: ['a=1', 'b'] });
  expect(ext4?.otherwise).toMatchObject({
    onErrno: ['EINVAL', 'EOPNOTSUPP'],
    step: { op: 'mount_legacy', data: 'a=1,b', slot: 'mount0' },
  });
  expect(mountSteps({ destination: '/t', type: 'tmpfs' })[0]?.otherwise).toBeUndefined();
});

test('what fsconfig(2) cannot say is said to mount(2) at once', () => {
  const long = `lowerdir=/${'x'.repeat(300)}`;
  const old = factsOf({ kernel: { release: '6.1.0', major: 6, minor: 1 } });
  const config = (options: readonly string[]) =>
    configOf({ mounts: [{ destination: '/o', type: 'overlay', options }] });
  expect(ops(stepsOf(mounts, config([long]), old))).toEqual(['mount_legacy', 'mount_attach']);
  expect(ops(stepsOf(mounts, config(['silent'])))).toEqual(['mount_legacy', 'mount_attach']);
  expect(ops(stepsOf(mounts, config([]), factsOf({ missingCalls: ['fsopen'] })))[0]).toBe('mount_legacy');
});

test('long lists of layers are added one by one where the kernel can', () => {
  const layers = Array.from({ length: 9 }, (_, i) => `/layers/${i}${'x'.repeat(40)}`);
  const [overlay] = only(
    mountSteps({
      destination: '/o',
      type: 'overlay',
      options: [`lowerdir=${layers.join(':')}`, 'index=off'],
    }),
    'mount_new',
  );
  expect(overlay?.data).toEqual([...layers.map((layer) => `lowerdir+=${layer}`), 'index=off']);
});

test('without a user namespace init clones each source just before it is attached', () => {
  expect(sourceCloner(configOf(), factsOf())).toBe('init');
});

test('root has the mounter clone the sources of a new user namespace', () => {
  const config = configOf({ mounts: [bind('rbind')], linux: userNamespace });
  expect(stepsOf(mounterSteps, config)).toMatchObject([
    { op: 'clone_mounter', actor: 'spawner' },
    { op: 'mount_clone', actor: 'mounter', source: '/srv/data', recursive: 1, slot: 'mount0' },
    { op: 'mount_send', actor: 'mounter', mount: 'mount0' },
    { op: 'mounter_run', actor: 'spawner' },
  ]);
  expect(ops(stepsOf(mounts, config))).toEqual(['await_mounter', 'mount_attach']);
  expect(stepsOf(mounterSteps, configOf({ linux: userNamespace }))).toEqual([]);
});

test('a caller without privileges has init clone the sources before it changes its ids', () => {
  const config = configOf({ mounts: [bind('bind')], linux: ownIdOnly });
  expect(ops(stepsOf(earlySources, config, rootless))).toEqual(['mount_clone']);
  expect(ops(stepsOf(mounts, config, rootless))).toEqual(['mount_attach']);
});

test('without a mount namespace nothing is mounted: it would be on the host', () => {
  const config = configOf({ mounts: [bind('bind')], linux: { namespaces: [{ type: 'pid' }] } });
  expect(stepsOf(mounts, config)).toEqual([]);
});

test('an annotation of crun chooses the option that says the label', () => {
  const facts = factsOf({ lsm: { apparmor: false, selinux: true } });
  const tmpfs = { destination: '/t', type: 'tmpfs', source: 'tmpfs' };
  const dataOf = (annotations: object) =>
    only(
      stepsOf(mounts, configOf({ mounts: [tmpfs], annotations, linux: { mountLabel: 'l:s0' } }), facts),
      'mount_new',
    )[0]?.data;
  expect(dataOf({})).toEqual(['context=l:s0']);
  expect(dataOf({ 'run.oci.mount_context_type': 'rootcontext' })).toEqual(['rootcontext=l:s0']);
});

test('a link at the source is made again where copy-symlink asks for it', () => {
  const config = configOf({ mounts: [bind('bind', 'copy-symlink')] });
  const facts = factsOf({ sourceLinks: { '/srv/data': '../real' } });
  expect(stepsOf(mounts, config, facts)).toMatchObject([
    { op: 'symlink', target: '../real', path: '/data', replace: 2, from: '/mounts/0/source' },
  ]);
  expect(ops(stepsOf(mounts, config))).toEqual(['mount_clone', 'mount_attach']);
});

test('the first step that a mapping needs is made once, and before the spawner joins anything', () => {
  const mapped = {
    ...bind('bind', 'idmap'),
    uidMappings: allIds.uidMappings,
    gidMappings: allIds.gidMappings,
  };
  const namespaces = [{ type: 'mount' }, { type: 'user', path: '/proc/1/ns/user' }];
  const config = configOf({ mounts: [mapped, { ...mapped, destination: '/b' }], linux: { namespaces } });
  const order = ops(planOf(config)).filter((op) =>
    ['userns_make', 'clone_mounter', 'ns_join', 'clone_init', 'mount_idmap', 'mounter_run'].includes(op),
  );
  expect(order).toEqual([
    'userns_make',
    'clone_mounter',
    'ns_join',
    'clone_init',
    'mount_idmap',
    'mount_idmap',
    'mounter_run',
  ]);
});

test('a caller without privileges is told that it cannot map ids, with the pointer of what asks for it', () => {
  const config = configOf({ mounts: [bind('bind', 'idmap')], linux: ownIdOnly });
  expect(() => planOf(config, rootless)).toThrow(
    expect.objectContaining({
      data: expect.objectContaining({ field: expect.objectContaining({ pointer: '/mounts/0/options/1' }) }),
    }),
  );
});
