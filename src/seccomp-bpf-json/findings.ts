/** What the author of a profile should know although it can be compiled. */

import type { ArchUse } from './sections.ts';
import type { ParsedProfile, ParsedRule } from './rules.ts';
import type { Finding } from './types.ts';

/** Rules that another rule without conditions leaves nothing to decide; one that says the same is no news. */
function shadowed({ defaultValue, many, names, rules }: ParsedProfile, findings: Finding[]): void {
  for (const [row, list] of many) {
    let decider: ParsedRule | undefined;
    for (const index of list) {
      const rule = rules[index] as ParsedRule;
      if (decider === undefined && rule.value !== defaultValue && rule.conjunctions.length === 0)
        decider = rule;
    }
    if (decider === undefined) continue;
    for (const index of list) {
      const { value } = rules[index] as ParsedRule;
      if (value === decider.value || value === defaultValue) continue;
      findings.push({
        severity: 'warning',
        code: 'shadowed-rule',
        path: `/syscalls/${index}`,
        message: `never decides about ${names[row]}: /syscalls/${decider.index} has no conditions`,
      });
    }
  }
}

/** Architectures for which the profile names no call at all: there is nothing but the default action. */
function empty(arches: readonly ArchUse[], { named, syscalls }: ParsedProfile, findings: Finding[]): void {
  if (syscalls.length === 0) return;
  for (const { row, name, path } of arches) {
    const numbers = row.numbers();
    let isEmpty = true;
    for (let i = 0; i < named.length && isEmpty; i++) isEmpty = (numbers[named[i] as number] as number) < 0;
    if (!isEmpty || path === null) continue;
    const message = `the profile names no system call of ${name}`;
    findings.push({ severity: 'warning', code: 'no-syscall', path, message });
  }
}

/** Adds to the findings of the profile. */
export function addFindings(parsed: ParsedProfile, arches: readonly ArchUse[]): void {
  if (parsed.many.size > 0) shadowed(parsed, parsed.findings);
  empty(arches, parsed, parsed.findings);
}
