/** How leaves write a step, and how a plan finds the registers its steps name. */

import { layoutFor } from '../wire/layout.ts';
import type { Alternative, OpArgs, OpName, Ops, Pointer, SlotName, SlotUse, Step } from '../wire/types.ts';

/** One step. Typed by the ops table: a forgotten field or a wrong actor does not compile. */
export function step<O extends OpName>(
  op: O,
  actor: Ops[O]['actors'][number],
  from: Pointer,
  args: OpArgs<O>,
  otherwise?: Alternative,
): Step {
  const plain = { op, actor, from, ...args };
  return (otherwise ? { ...plain, otherwise } : plain) as unknown as Step;
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

function addSlots(one: Step, names: Set<SlotName>): void {
  const args = one as unknown as Readonly<Record<string, SlotName | null>>;
  const { slots } = layoutFor(one.op);
  for (let i = 0; i < slots.length; i++) {
    const slot = args[slots[i] as string];
    if (typeof slot === 'string') names.add(slot);
  }
}

/** Names of the registers a step reads or sets. */
export function slotsOf(one: Step): readonly SlotName[] {
  const names = new Set<SlotName>();
  addSlots(one, names);
  return [...names];
}

/** Every register of the plan, numbered by first use. A loop, not a pipeline: every create pays for it. */
export function slotUses(steps: readonly Step[]): readonly SlotUse[] {
  const names = new Set<SlotName>();
  for (const step of steps)
    for (let one: Step | undefined = step; one !== undefined; one = one.otherwise?.step) addSlots(one, names);
  const uses: SlotUse[] = [];
  for (const name of names) uses.push({ id: uses.length, name });
  return uses;
}
