import { pauseContainer } from '../run/pause.ts';
import { containerOf, type Handler } from './context.ts';

/** Freezes every process of a container. */
export const pause: Handler<'pause'> = ({ operands }, context) =>
  void pauseContainer(containerOf(context, operands[0]));
