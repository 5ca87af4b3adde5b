/** The containers that operands name: by their IDs, or all that a regular expression matches; and what is done to each. */

import { TeuError } from '../errors/types.ts';
import type { Log } from '../log.ts';
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

/** Throws teu.usage for a bad ID or expression, before anything is done. An expression may match none. */
export function selectContainers(
  root: string,
  operands: readonly string[],
  isRegex: boolean,
): ContainerDir[] {
  if (!isRegex) return operands.map((id) => containerDir(root, id));
  const expressions = operands.map(expressionOf);
  return listContainers(root).filter((dir) => expressions.some((one) => one.test(dir.id)));
}

/** Acts on every one, whatever becomes of the others: the first error is thrown at the end, more of them are warnings. */
export function onEach(dirs: readonly ContainerDir[], log: Log, act: (dir: ContainerDir) => void): void {
  let first: TeuError | null = null;
  for (const dir of dirs) {
    try {
      act(dir);
    } catch (error) {
      if (!(error instanceof TeuError)) throw error;
      if (first === null) first = new TeuError({ ...error.data, id: dir.id });
      else log.warn(`${dir.id}: ${error.message}`);
    }
  }
  if (first !== null) throw first;
}
