import { resumeContainer } from '../run/pause.ts';
import { containerOf, type Handler } from './context.ts';

/** Lets the processes of a paused container run again. */
export const resume: Handler<'resume'> = ({ operands }, context) =>
  void resumeContainer(containerOf(context, operands[0]));
