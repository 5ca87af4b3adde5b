/**
 * Device rules as DevicePolicy and DeviceAllow of the unit. Pure. systemd.resource-control(5)
 *
 * systemd knows a list of what is allowed and nothing else. It gets a list that allows no less than the rules do; the
 * container's own program (devices-bpf.ts) decides exactly, and the kernel asks both. On cgroup v1, where there is one list
 * and not two programs, systemd writes its own when it reloads.
 */

import { allowsEverything, type PlacedRule } from './devices.ts';
import { resourcesPointer } from './resources-common.ts';
import type { UnitProperty } from './unit-property.ts';

const groups = { c: 'char', b: 'block' } as const;

/** A path, or the group of a major number: `*` stands for all. Minors of all majors cannot be said: their majors are. */
function specifier({ type, major, minor }: PlacedRule): string | null {
  if (type === 'a') return null;
  const group = groups[type];
  if (major === null) return `${group}-*`;
  return minor === null ? `${group}-${major}` : `/dev/${group}/${major}:${minor}`;
}

/** Each access once, in the order of systemd: rwm. */
const ordered = (access: string): string => [...'rwm'].filter((letter) => access.includes(letter)).join('');

function allowed(rules: readonly PlacedRule[]): readonly (readonly [string, string])[] {
  const list = new Map<string, string>();
  for (const rule of rules) {
    const path = rule.allow ? specifier(rule) : null;
    if (path !== null) list.set(path, ordered(`${list.get(path) ?? ''}${rule.access}`));
  }
  return [...list];
}

/** `rules` complete, oldest first (deviceRules). Where they begin by allowing all, so does systemd. */
export function unitDevices(rules: readonly PlacedRule[]): readonly UnitProperty[] {
  const from = `${resourcesPointer}/devices`;
  const isOpen = allowsEverything(rules) || rules.findLast((rule) => rule.type === 'a')?.allow === true;
  return [
    { name: 'DevicePolicy', type: 's', value: isOpen ? 'auto' : 'strict', from },
    { name: 'DeviceAllow', type: 'a(ss)', value: isOpen ? [] : allowed(rules), from },
  ];
}
