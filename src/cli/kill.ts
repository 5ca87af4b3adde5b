import { killContainer } from '../run/kill.ts';
import { type Handler, rootOf } from './context.ts';
import { onEach, selectContainers } from './select.ts';
import { parseSignal } from './signal.ts';

/** Sends a signal, TERM unless told otherwise. The signal is checked before anything is looked at. */
export const kill: Handler<'kill'> = ({ operands, options }, context) => {
  const signal = parseSignal(operands[1] ?? 'TERM');
  const dirs = selectContainers(rootOf(context), operands.slice(0, 1), options.regex);
  onEach(dirs, context.log, (dir) => killContainer(dir, signal, options.all));
};
