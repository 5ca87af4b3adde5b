import { expect, test } from 'bun:test';
import { chooseRoot, type RootInputs } from '../../../src/state/root.ts';

const root: RootInputs = {
  euid: 0,
  runtimeDir: undefined,
  user: 'root',
  inUserns: () => false,
  isPrivate: () => false,
};
const pathFor = (inputs: Partial<RootInputs>): string => chooseRoot({ ...root, ...inputs }).path;

test('when root calls then the root is /run/teu', () => {
  expect(pathFor({})).toBe('/run/teu');
  expect(pathFor({ runtimeDir: '/run/user/0' })).toBe('/run/teu');
});

test('when conmon passes an empty XDG_RUNTIME_DIR then it counts as unset', () => {
  expect(pathFor({ runtimeDir: '' })).toBe('/run/teu');
  expect(pathFor({ euid: 1000, runtimeDir: '', isPrivate: () => true })).toBe('/run/user/1000/teu');
});

test('when a user calls then the root is below his runtime directory', () => {
  expect(pathFor({ euid: 1000, runtimeDir: '/run/user/1000' })).toBe('/run/user/1000/teu');
});

test('when rootless podman calls as root of its user namespace then the root is the user one', () => {
  const podman = { runtimeDir: '/run/user/1000', user: 'anna', inUserns: () => true };
  expect(pathFor(podman)).toBe('/run/user/1000/teu');
  expect(pathFor({ ...podman, user: 'root' })).toBe('/run/teu');
  expect(pathFor({ ...podman, inUserns: () => false })).toBe('/run/teu');
});

test('when XDG_RUNTIME_DIR is relative then it is not followed', () => {
  expect(pathFor({ euid: 1000, runtimeDir: 'run' })).toBe('/tmp/teu-1000');
});

test('when a user has no runtime directory then the one in /tmp is to be checked', () => {
  expect(chooseRoot({ ...root, euid: 1000 })).toEqual({ path: '/tmp/teu-1000', inPublicPlace: true });
});
