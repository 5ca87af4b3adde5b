/** Properties the spec does not know are ignored (config.md#extensibility), but a misspelt one deserves a word. */

import { configShape } from './gen/shape.ts';
import { nearestName } from './nearest.ts';
import { childPointer } from './pointer.ts';
import type { Problem } from './problem.ts';
import { type Shape, shapeChild } from './shape.ts';

export function unknownNames(value: unknown, shape: Shape = configShape, pointer = ''): Problem[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, each]) => {
    const path = childPointer(pointer, key);
    const known = shapeChild(shape, key);
    if (known !== undefined) return unknownNames(each, known, path);
    return shape.p === undefined ? [] : [unknownName(key, Object.keys(shape.p), path)];
  });
}

/** Go's decoder matches names without regard to case, so runc takes what the spec says is another name. */
function unknownName(name: string, known: readonly string[], path: string): Problem {
  const sameLetters = known.find((each) => each.toLowerCase() === name.toLowerCase());
  const near = sameLetters ?? nearestName(name, known);
  return {
    severity: 'warning',
    code: sameLetters === undefined ? 'teu.config.unknown-name' : 'teu.config.name-case',
    path,
    message: `unknown property, ignored${near === null ? '' : `; did you mean ${near}`}`,
    spec: 'config.md#extensibility',
  };
}
