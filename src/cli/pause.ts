import { pauseContainer } from '../run/pause.ts';
import { type Handler, rootOf } from './context.ts';
import { onEach, selectContainers } from './select.ts';

/** Freezes every process of containers. */
export const pause: Handler<'pause'> = ({ operands }, context) => {
  const dirs = selectContainers(rootOf(context), operands, false);
  onEach(dirs, context.log, pauseContainer);
};
