/**
 * What config.json may say and a runtime for containers of the host's kernel cannot do. Each is refused by name and
 * with its reason, so that no property is ignored in silence; values that set nothing (absent, empty, zero) pass,
 * because engines send them.
 */

import { valueAt } from './pointer.ts';
import type { Problem } from './problem.ts';
import type { RawConfig } from './schema.ts';
import { sectionOf } from './sections.ts';

const reasons = {
  '/vm': 'virtual machines are for another kind of runtime: this one shares the kernel of the host',
} as const;

export const unsupportedFields = Object.keys(reasons) as readonly (keyof typeof reasons)[];

export function unsupportedProblems(raw: RawConfig): Problem[] {
  return unsupportedFields
    .filter((pointer) => setsSomething(valueAt(raw, pointer)))
    .map((path) => ({
      severity: 'error',
      code: 'teu.config.unsupported',
      path,
      message: reasons[path],
      spec: sectionOf(path),
    }));
}

/** Zero, false, the empty string and what holds nothing else mean "unset" in the Go bindings. */
function setsSomething(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  if (typeof value === 'object' && value !== null) return Object.values(value).some(setsSomething);
  return Boolean(value);
}
