/** Numbers of schedulers, memory policies and masks, in words. */

import { memoryPolicyFlags, memoryPolicyModes } from '../tables/memory-policy.ts';
import { personalityDomains } from '../tables/personality.ts';
import { ioPriorityClasses, ioPriorityShift, schedulerPolicies } from '../tables/scheduling.ts';

const nameOf = (table: Readonly<Record<string, number>>, number: number): string =>
  Object.keys(table).find((name) => table[name] === number) ?? String(number);

export const policyText = (policy: number): string => nameOf(schedulerPolicies, policy);
export const personalityText = (domain: number): string => nameOf(personalityDomains, domain);

export const ioPriorityText = (priority: number): string =>
  `${nameOf(ioPriorityClasses, priority >> ioPriorityShift)} ${priority & ((1 << ioPriorityShift) - 1)}`;

export function memoryPolicyText(mode: number): string {
  const flags = Object.entries(memoryPolicyFlags).filter(([, bit]) => (mode & bit) !== 0);
  const plain = flags.reduce((rest, [, bit]) => rest & ~bit, mode);
  return [nameOf(memoryPolicyModes, plain), ...flags.map(([name]) => name)].join(' ');
}

/** The bits of a mask as a list: 0-3,7. */
export function bitText(mask: Uint8Array): string {
  const isSet = (bit: number): boolean => (((mask[bit >> 3] ?? 0) >> (bit & 7)) & 1) === 1;
  const ranges: string[] = [];
  for (let bit = 0; bit < mask.length * 8; bit++) {
    if (!isSet(bit)) continue;
    const first = bit;
    while (isSet(bit + 1)) bit++;
    ranges.push(first === bit ? `${bit}` : `${first}-${bit}`);
  }
  return ranges.join(',');
}
