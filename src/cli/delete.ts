import { small } from '../native/small.ts';
import { deleteContainer } from '../run/delete.ts';
import { type Handler, launchOf, rootOf } from './context.ts';
import { onEach, selectContainers } from './select.ts';

/**
 * Removes containers. Engines delete what was created and never started; the specification forbids it
 * (runtime.md#delete), and TEU_STRICT_DELETE=1 asks for that reading.
 */
export const deleteVerb: Handler<'delete'> = ({ operands, options }, context) => {
  // One of several may have a unit of systemd, and the call would begin anew after others are gone.
  if (options.regex || operands.length > 1) small?.leave(null);
  const request = {
    force: options.force,
    strict: process.env.TEU_STRICT_DELETE === '1',
    launch: launchOf(),
    log: context.log,
  };
  const dirs = selectContainers(rootOf(context), operands, options.regex);
  onEach(dirs, context.log, (dir) => deleteContainer(dir, request));
};
