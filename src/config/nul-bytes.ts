/** Strings with a NUL byte would be cut short by the kernel: what is then set is not what was said. */

import { childPointer } from './pointer.ts';
import type { Problem } from './problem.ts';

export function nulProblems(raw: unknown, text: string): Problem[] {
  if (!text.includes('\\u0000')) return [];
  return nulPointers(raw, '').map((path) => ({
    severity: 'error',
    code: 'teu.config.nul',
    path,
    message: 'the text has a NUL byte',
    spec: null,
  }));
}

/** Annotations never reach the kernel, so they may hold anything. */
function nulPointers(value: unknown, pointer: string): string[] {
  if (typeof value === 'string') return value.includes('\0') ? [pointer] : [];
  if (typeof value !== 'object' || value === null || pointer === '/annotations') return [];
  return Object.entries(value).flatMap(([key, each]) => {
    const child = childPointer(pointer, key);
    return key.includes('\0') ? [child] : nulPointers(each, child);
  });
}
