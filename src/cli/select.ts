/** The containers an operand names: one by its ID, or all that a regular expression matches. */

import { listContainers } from '../state/all.ts';
import { type ContainerDir, containerDir } from '../state/dir.ts';
import { usageError } from './call.ts';

function expressionOf(text: string): RegExp {
  try {
    return new RegExp(text);
  } catch {
    throw usageError(`${JSON.stringify(text)} is not a regular expression`);
  }
}

/** Throws teu.usage for a bad ID or expression. An expression may match none. */
export function selectContainers(root: string, operand: string, isRegex: boolean): ContainerDir[] {
  if (!isRegex) return [containerDir(root, operand)];
  const expression = expressionOf(operand);
  return listContainers(root).filter((dir) => expression.test(dir.id));
}
