import { expect, test } from 'bun:test';
import { defaultRules, deviceLine, deviceRules } from '../../../src/cgroup/devices.ts';
import type { DeviceRule } from '../../../src/config/types.ts';

const denyAll: DeviceRule = { allow: false, type: 'a', major: null, minor: null, access: 'rwm' };
const fuse: DeviceRule = { allow: true, type: 'c', major: 10, minor: 229, access: 'rwm' };
const lines = (rules: readonly DeviceRule[]): string[] => {
  return rules.map((rule) => `${deviceLine(rule).file} ${deviceLine(rule).value}`);
};

test('when config.json has rules then they are written before the defaults', () => {
  const all = lines(deviceRules([denyAll, fuse]));
  expect(all.slice(0, 3)).toEqual(['devices.deny a', 'devices.allow c 10:229 rwm', 'devices.allow c *:* m']);
  expect(all).toHaveLength(2 + defaultRules.length);
});

test('when config.json has no rule for all devices then everything is denied first', () => {
  expect(lines(deviceRules([]))[0]).toBe('devices.deny a');
  expect(lines(deviceRules([fuse])).slice(0, 2)).toEqual(['devices.deny a', 'devices.allow c 10:229 rwm']);
});

test('when a rule for all devices comes later then the rules before it are gone', () => {
  expect(lines(deviceRules([fuse, { ...denyAll, allow: true }]))[0]).toBe('devices.allow a');
});

test('when a rule comes from config.json then it names its field, even after a reset', () => {
  expect(
    deviceRules([fuse, denyAll, fuse])
      .slice(0, 2)
      .map((rule) => rule.from),
  ).toEqual(['/linux/resources/devices/1', '/linux/resources/devices/2']);
});

test('when numbers are absent then the line has wildcards', () => {
  expect(deviceLine({ allow: true, type: 'b', major: 8, minor: null, access: 'rw' }).value).toBe('b 8:* rw');
});
