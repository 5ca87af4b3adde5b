import { containerPids, psTable } from '../query/ps.ts';
import { loadLive } from '../run/live.ts';
import { containerOf, type Handler, print } from './context.ts';

/** Lists the processes of a container; engines read JSON, an array of pids, from stdout and stderr together. */
export const ps: Handler<'ps'> = ({ operands, options }, context) => {
  const [id, ...psOptions] = operands;
  const pids = containerPids(loadLive(containerOf(context, id)));
  print(options.format === 'json' ? `${JSON.stringify(pids)}\n` : psTable(psOptions, pids));
};
