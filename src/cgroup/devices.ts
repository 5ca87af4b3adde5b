/**
 * Device rules of a container: those of config.json, then what every container gets. Pure.
 * config-linux.md#allowed-device-list
 *
 * The last rule that names a device and an access decides. Rules of config.json come first, so that they are
 * the first lines of devices.list (the runtime-tools suite compares by position); the defaults only allow.
 */

import type { DeviceRule } from '../config/types.ts';
import type { Pointer } from '../wire/types.ts';
import { resourcesPointer } from './resources-common.ts';

export interface PlacedRule extends DeviceRule {
  readonly from: Pointer;
}

type Numbers = readonly [type: 'c' | 'b', major: number | null, minor: number | null, access: string];

/** As runc: any node may be made (not opened), and the devices of config-linux.md#default-devices. */
const alwaysAllowed: readonly Numbers[] = [
  ['c', null, null, 'm'],
  ['b', null, null, 'm'],
  ['c', 1, 3, 'rwm'], // null
  ['c', 1, 8, 'rwm'], // random
  ['c', 1, 7, 'rwm'], // full
  ['c', 5, 0, 'rwm'], // tty
  ['c', 1, 5, 'rwm'], // zero
  ['c', 1, 9, 'rwm'], // urandom
  ['c', 136, null, 'rwm'], // pts/*, and so the console
  ['c', 5, 2, 'rwm'], // ptmx
  ['c', 10, 200, 'rwm'], // net/tun: runc 1.2.0 took it away and 1.2.4 gave it back
];

export const defaultRules: readonly PlacedRule[] = alwaysAllowed.map(([type, major, minor, access]) => ({
  allow: true,
  type,
  major,
  minor,
  access,
  from: '',
}));

const denyAll: PlacedRule = { allow: false, type: 'a', major: null, minor: null, access: 'rwm', from: '' };

/**
 * The complete list, oldest first, beginning with a rule for all devices: type `a` forgets what was before it
 * (as the v1 kernel does, whatever numbers and access it has), and without one everything is denied, as in runc.
 */
export function deviceRules(config: readonly DeviceRule[]): readonly PlacedRule[] {
  let rules: PlacedRule[] = [denyAll];
  for (let index = 0; index < config.length; index++) {
    const rule = config[index] as DeviceRule;
    const from = `${resourcesPointer}/devices/${index}`;
    if (rule.type === 'a') rules = [{ ...denyAll, allow: rule.allow, from }];
    else rules.push({ ...rule, from });
  }
  rules.push(...defaultRules);
  return rules;
}

const number = (value: number | null): string => (value === null ? '*' : `${value}`);

/** A rule as the line that devices.allow or devices.deny takes; admin-guide/cgroup-v1/devices.rst. */
export function deviceLine(rule: DeviceRule): { readonly file: string; readonly value: string } {
  const file = rule.allow ? 'devices.allow' : 'devices.deny';
  if (rule.type === 'a') return { file, value: 'a' };
  return { file, value: `${rule.type} ${number(rule.major)}:${number(rule.minor)} ${rule.access}` };
}

/** True when the list allows every device whatever it is: no default needs to be added and nothing be denied. */
export const allowsEverything = (rules: readonly DeviceRule[]): boolean =>
  !rules.some((rule) => !rule.allow) && rules.some((rule) => rule.type === 'a');
