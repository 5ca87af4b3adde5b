/**
 * What config.json may say and this version cannot do yet. Each is refused by name, so that no
 * property is ignored in silence; values that set nothing (absent, empty, zero) pass, because
 * engines send them. The table shrinks to nothing as properties arrive.
 */

import { valueAt } from './pointer.ts';
import type { Problem } from './problem.ts';
import type { RawConfig } from './schema.ts';
import { sectionOf } from './sections.ts';

export const unsupportedFields = ['/vm'] as const;

export function unsupportedProblems(raw: RawConfig): Problem[] {
  return unsupportedFields
    .filter((pointer) => setsSomething(valueAt(raw, pointer)))
    .map((pointer) => unsupported(pointer, pointer.slice(1).replaceAll('/', '.')));
}

function unsupported(path: string, what: string): Problem {
  const message = `${what} is not supported yet`;
  return { severity: 'error', code: 'teu.config.unsupported', path, message, spec: sectionOf(path) };
}

/** Zero, false, the empty string and what holds nothing else mean "unset" in the Go bindings. */
function setsSomething(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  if (typeof value === 'object' && value !== null) return Object.values(value).some(setsSomething);
  return Boolean(value);
}
