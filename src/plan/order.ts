/** Steps that only say who waits for whom. */

import { actors } from '../wire/actors.ts';
import type { Actor, Step } from '../wire/types.ts';
import { step } from './step.ts';

/** The director waits until the actor has done everything handed to it. */
export const awaitActor =
  (actor: Actor): (() => readonly Step[]) =>
  () => [step('await', 'host', '', { whom: actors.indexOf(actor) })];
