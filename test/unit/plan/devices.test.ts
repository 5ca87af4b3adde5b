import { expect, test } from 'bun:test';
import { devices } from '../../../src/plan/devices.ts';
import { deviceLinksSteps } from '../../../src/plan/links.ts';
import { chainOps, configOf, factsOf, only, stepsOf, userNamespace } from './fixture.ts';

const fuse = { path: '/dev/fuse', type: 'c', major: 10, minor: 229, fileMode: 0o640, uid: 1, gid: 2 };
const paths = (steps: ReturnType<typeof stepsOf>): readonly string[] =>
  steps.map((step) => ('path' in step ? String(step.path) : ''));

test('the defaults come first, then those of the config', () => {
  const steps = stepsOf(devices, configOf({ linux: { devices: [fuse] } }));
  expect(paths(steps)).toEqual([
    '/dev/null',
    '/dev/zero',
    '/dev/full',
    '/dev/random',
    '/dev/urandom',
    '/dev/tty',
    '/dev/fuse',
  ]);
  expect(steps.at(-1)).toMatchObject({ mode: 0o020640, uid: 1, gid: 2, keep: 0, from: '/linux/devices/0' });
});

test('a default steps back for a device of the config, and an existing default is kept', () => {
  const own = { path: '/dev/null', type: 'c', major: 1, minor: 3, fileMode: 0o600 };
  const nulls = only(stepsOf(devices, configOf({ linux: { devices: [own] } })), 'device_node').filter(
    ({ path }) => path === '/dev/null',
  );
  expect(nulls.map(({ mode, keep }) => [mode, keep])).toEqual([[0o020600, 0]]);
  expect(only(stepsOf(devices, configOf()), 'device_node')[0]?.keep).toBe(1);
});

test('where mknod is refused the node of the host is bound', () => {
  const [step] = stepsOf(devices, configOf());
  expect(chainOps(step)).toEqual(['device_node', 'device_bind']);
  expect(step?.otherwise?.onErrno).toEqual(['EPERM']);
});

test('in a user namespace nobody tries mknod', () => {
  expect(stepsOf(devices, configOf({ linux: userNamespace }))[0]?.op).toBe('device_bind');
  expect(stepsOf(devices, configOf(), factsOf({ user: { inUserns: true } }))[0]?.op).toBe('device_bind');
});

test('a fifo has no numbers and nothing to be bound from', () => {
  const fifo = { path: '/run/pipe', type: 'p', major: 7, minor: 9 };
  const step = stepsOf(devices, configOf({ linux: { ...userNamespace, devices: [fifo] } })).at(-1);
  expect(step).toMatchObject({ op: 'device_node', mode: 0o010666, major: 0, minor: 0 });
  expect(step?.otherwise).toBeUndefined();
});

test('nothing is made in a /dev that is bound from the host', () => {
  const config = configOf({ mounts: [{ destination: '/dev/', source: '/dev', options: ['rbind'] }] });
  expect(stepsOf(devices, config)).toEqual([]);
  expect(stepsOf(deviceLinksSteps, config)).toEqual([]);
});

test('ptmx is always a link, replacing what an image has there', () => {
  const ptmx = { path: '/dev/ptmx', type: 'c', major: 5, minor: 2 };
  const config = configOf({ linux: { devices: [ptmx] } });
  expect(paths(stepsOf(devices, config))).not.toContain('/dev/ptmx');
  const links = only(stepsOf(deviceLinksSteps, config), 'symlink');
  expect(links.map(({ path, target, replace }) => [path, target, replace])).toContainEqual([
    '/dev/ptmx',
    'pts/ptmx',
    1,
  ]);
  expect(links.filter(({ replace }) => replace === 0)).toHaveLength(5);
});
