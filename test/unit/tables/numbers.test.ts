import { expect, test } from 'bun:test';
import { capabilities, capabilityBit } from '../../../src/tables/capabilities.ts';
import { defaultDevices, deviceTypeMode } from '../../../src/tables/devices.ts';
import { namespaces } from '../../../src/tables/namespaces.ts';
import { rlimits } from '../../../src/tables/rlimits.ts';

test('a capability has the number of linux/capability.h', () => {
  expect(capabilities.length).toBe(41);
  expect([
    capabilityBit('CAP_CHOWN'),
    capabilityBit('CAP_SYS_ADMIN'),
    capabilityBit('CAP_CHECKPOINT_RESTORE'),
  ]).toEqual([1n, 1n << 21n, 1n << 40n]);
  expect(capabilityBit('CAP_UNKNOWN')).toBe(0n);
});

test('a namespace has the flag of linux/sched.h, each its own', () => {
  expect(namespaces.user.flag).toBe(0x10000000n);
  const all = Object.values(namespaces).map(({ flag }) => flag);
  expect(all.reduce((sum, flag) => sum | flag, 0n)).toBe(0x7e020080n);
  expect(new Set(all).size).toBe(8);
});

test('a limit has the number of asm-generic/resource.h', () => {
  expect([rlimits.RLIMIT_NOFILE, rlimits.RLIMIT_AS, rlimits.RLIMIT_RTTIME]).toEqual([7, 9, 15]);
  expect(Object.keys(rlimits).length).toBe(16);
});

test('the default devices are those of the spec, readable and writable by all', () => {
  expect(defaultDevices.map(({ path, major, minor }) => `${path} ${major}:${minor}`)).toEqual([
    '/dev/null 1:3',
    '/dev/zero 1:5',
    '/dev/full 1:7',
    '/dev/random 1:8',
    '/dev/urandom 1:9',
    '/dev/tty 5:0',
  ]);
  expect(defaultDevices.every(({ fileMode }) => fileMode === 0o666)).toBe(true);
  expect(deviceTypeMode.u).toBe(deviceTypeMode.c);
});
