/** Steps that only say who waits for whom. */

import { actors } from '../wire/actors.ts';
import type { Actor, Step } from '../wire/types.ts';
import { step } from './step.ts';

/** The director waits until the actor has done everything handed to it. */
export const awaitActor =
  (actor: Actor): (() => readonly Step[]) =>
  () => [step('await', 'host', '', { whom: actors.indexOf(actor) })];

/**
 * The wait for the birth of init, moved down behind the steps that init performs by itself: it is handed them before it is
 * born, and begins without a turn of the director. The filter is compiled before the director waits, too.
 */
export function birthAwaited(steps: readonly Step[]): readonly Step[] {
  const at = steps.findIndex((step) => step.op === 'await' && actors[step.whom] === 'spawner');
  let end = at + 1;
  while (end < steps.length && steps[end]?.actor === 'init') end++;
  const wait = steps[at];
  if (wait === undefined || end === at + 1) return steps;
  if (steps[end]?.op === 'filter_send') end++;
  return [...steps.slice(0, at), ...steps.slice(at + 1, end), wait, ...steps.slice(end)];
}
