import { resumeContainer } from '../run/pause.ts';
import { type Handler, rootOf } from './context.ts';
import { onEach, selectContainers } from './select.ts';

/** Lets the processes of paused containers run again. */
export const resume: Handler<'resume'> = ({ operands }, context) => {
  const dirs = selectContainers(rootOf(context), operands, false);
  onEach(dirs, context.log, resumeContainer);
};
