/** How leaves write a step, and how a plan finds the registers its steps name. */

import { ops } from '../wire/ops.ts';
import type { Alternative, OpArgs, OpName, Ops, Pointer, SlotName, SlotUse, Step } from '../wire/types.ts';

/** One step. Typed by the ops table: a forgotten field or a wrong actor does not compile. */
export function step<O extends OpName>(
  op: O,
  actor: Ops[O]['actors'][number],
  from: Pointer,
  args: OpArgs<O>,
  otherwise?: Alternative,
): Step {
  return { op, actor, from, ...args, ...(otherwise ? { otherwise } : {}) } as unknown as Step;
}

/** The step and its alternatives, in the order they are tried. */
export function chainOf(first: Step): readonly Step[] {
  const chain = [first];
  for (let one = first; one.otherwise !== undefined; ) {
    one = one.otherwise.step;
    chain.push(one);
  }
  return chain;
}

/** Names of the registers a step reads or sets. */
export function slotsOf(one: Step): readonly SlotName[] {
  const args = one as unknown as Readonly<Record<string, unknown>>;
  return Object.entries(ops[one.op].fields)
    .filter(([, kind]) => kind === 'slot' || kind === 'slot?')
    .map(([field]) => args[field])
    .filter((value): value is SlotName => typeof value === 'string');
}

/** Every register of the plan, numbered by first use. */
export function slotUses(steps: readonly Step[]): readonly SlotUse[] {
  const names = new Set(steps.flatMap(chainOf).flatMap(slotsOf));
  return [...names].map((name, id) => ({ id, name }));
}
