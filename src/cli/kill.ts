import { killContainer } from '../run/kill.ts';
import { type Handler, rootOf } from './context.ts';
import { selectContainers } from './select.ts';
import { parseSignal } from './signal.ts';

/** Sends a signal, TERM unless told otherwise. The signal is checked before anything is looked at. */
export const kill: Handler<'kill'> = ({ operands, options }, context) => {
  const signal = parseSignal(operands[1] ?? 'TERM');
  for (const dir of selectContainers(rootOf(context), operands[0] ?? '', options.regex))
    killContainer(dir, signal, options.all);
};
