import { small } from '../native/small.ts';
import { deleteContainer } from '../run/delete.ts';
import { type Handler, launchOf, rootOf } from './context.ts';
import { selectContainers } from './select.ts';

/**
 * Removes containers. Engines delete what was created and never started; the specification forbids it
 * (runtime.md#delete), and TEU_STRICT_DELETE=1 asks for that reading.
 */
export const deleteVerb: Handler<'delete'> = ({ operands, options }, context) => {
  // One of several may have a unit of systemd, and the call would begin anew after others are gone.
  if (options.regex) small?.leave(null);
  const request = {
    force: options.force,
    strict: process.env.TEU_STRICT_DELETE === '1',
    launch: launchOf(),
    log: context.log,
  };
  for (const dir of selectContainers(rootOf(context), operands[0] ?? '', options.regex))
    deleteContainer(dir, request);
};
