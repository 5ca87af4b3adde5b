/** Where the managers of systemd are looked for, and how values go over the bus. */
import { expect, test } from 'bun:test';
import { busAddresses } from '../../../src/cgroup/systemd-bus.ts';
import { managerKind } from '../../../src/facts/systemd.ts';
import { completeType } from '../../../src/native/types.ts';

test('the bus first, then the socket of the manager', () => {
  expect(busAddresses('system', {})).toEqual([
    { address: 'unix:path=/run/dbus/system_bus_socket', isBroker: true },
    { address: 'unix:path=/run/systemd/private', isBroker: false },
  ]);
  expect(busAddresses('user', { XDG_RUNTIME_DIR: '/run/user/1000' })).toEqual([
    { address: 'unix:path=/run/user/1000/bus', isBroker: true },
    { address: 'unix:path=/run/user/1000/systemd/private', isBroker: false },
  ]);
});

test('an address in the environment is the address, and the only one', () => {
  const environment = {
    DBUS_SYSTEM_BUS_ADDRESS: 'unix:path=/a',
    DBUS_SESSION_BUS_ADDRESS: 'unix:path=/b',
    XDG_RUNTIME_DIR: '/c',
  };
  expect(busAddresses('system', environment)).toEqual([{ address: 'unix:path=/a', isBroker: true }]);
  expect(busAddresses('user', environment)).toEqual([{ address: 'unix:path=/b', isBroker: true }]);
});

test('a path is escaped as D-Bus wants it', () => {
  expect(busAddresses('user', { XDG_RUNTIME_DIR: '/ä b;c' })[0]?.address).toBe(
    'unix:path=/%c3%a4%20b%3bc/bus',
  );
});

test('nobody knows where the bus of a user without a runtime directory is', () => {
  for (const dir of [undefined, '', 'relative'])
    expect(busAddresses('user', dir === undefined ? {} : { XDG_RUNTIME_DIR: dir })).toEqual([]);
});

test('root asks the manager of the system, others their own', () => {
  const root = { euid: 0, inUserns: false };
  expect(managerKind(root, null, { XDG_RUNTIME_DIR: '/x', USER: 'me' })).toBe('system');
  expect(managerKind({ euid: 1000, inUserns: false }, null, {})).toBe('user');
});

test('root of a user namespace is the user who made it, unless he says that he is root', () => {
  const inside = { euid: 0, inUserns: true };
  expect(managerKind(inside, null, { XDG_RUNTIME_DIR: '/x', USER: 'me' })).toBe('user');
  expect(managerKind(inside, null, { XDG_RUNTIME_DIR: '/x', USER: 'root' })).toBe('system');
  expect(managerKind(inside, null, { USER: 'me' })).toBe('system');
});

test('--rootless decides', () => {
  expect(managerKind({ euid: 0, inUserns: false }, true, {})).toBe('user');
  expect(managerKind({ euid: 1000, inUserns: false }, false, {})).toBe('system');
});

test('complete types are told apart', () => {
  expect([0, 1, 2, 7].map((at) => completeType('ssa(sv)a(sa(sv))', at))).toEqual([
    's',
    's',
    'a(sv)',
    'a(sa(sv))',
  ]);
});
