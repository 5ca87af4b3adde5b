import { describeContainer } from '../query/state.ts';
import { containerOf, type Handler, print } from './context.ts';

/** Prints the state (runtime.md#query-state) and what runc adds. Takes no lock: hooks may call it. */
export const state: Handler<'state'> = ({ operands }, context) => {
  const found = describeContainer(containerOf(context, operands[0]));
  print(`${JSON.stringify(found, null, 2)}\n`);
};
