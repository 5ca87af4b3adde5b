/** What systemd is told of device rules: a list that allows no less than they do. */
import { expect, test } from 'bun:test';
import { deviceRules } from '../../../src/cgroup/devices.ts';
import { unitDevices } from '../../../src/cgroup/unit-devices.ts';
import type { DeviceRule } from '../../../src/config/types.ts';

const all = { type: 'a', major: null, minor: null, access: 'rwm' } as const;
const rule = (
  allow: boolean,
  type: 'c' | 'b',
  major: number | null,
  minor: number | null,
  access = 'rwm',
): DeviceRule => ({ allow, type, major, minor, access });

function told(...rules: readonly DeviceRule[]): [policy: unknown, list: Map<string, string>] {
  const [policy, list] = unitDevices(deviceRules(rules));
  return [policy?.value, new Map(list?.value as [string, string][])];
}

test('everything is denied but the rules and the default devices', () => {
  const [policy, list] = told(
    { ...all, allow: false },
    rule(true, 'c', 10, 229),
    rule(true, 'b', 8, null, 'wr'),
  );
  expect(policy).toBe('strict');
  expect(list.get('/dev/char/10:229')).toBe('rwm');
  expect(list.get('block-8')).toBe('rw');
  expect(list.get('/dev/char/1:3')).toBe('rwm');
  expect(list.get('char-136')).toBe('rwm');
  expect(list.get('char-*')).toBe('m');
});

test('no rules at all deny everything too', () => {
  expect(told()[0]).toBe('strict');
});

test('where all is allowed, systemd has no list, and exceptions are left to the program of the container', () => {
  for (const rules of [[], [rule(false, 'c', 1, 11)]]) {
    const [policy, list] = told({ ...all, allow: true }, ...rules);
    expect([policy, list.size]).toEqual(['auto', 0]);
  }
});

test('accesses of one device are joined, and a later denial takes nothing from the list', () => {
  const [, list] = told(
    rule(true, 'c', 1, 11, 'r'),
    rule(true, 'c', 1, 11, 'w'),
    rule(false, 'c', 1, 11, 'w'),
  );
  expect(list.get('/dev/char/1:11')).toBe('rw');
});

test('a minor number of every major cannot be said: all majors are', () => {
  expect(told(rule(true, 'b', null, 5, 'r'))[1].get('block-*')).toBe('rm');
});
