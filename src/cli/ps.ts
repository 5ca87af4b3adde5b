import { containerPids, psTable } from '../query/ps.ts';
import { loadState, type State } from '../state/file.ts';
import { statusOf } from '../state/status.ts';
import { notRunning } from '../run/kill.ts';
import { type Context, containerOf, type Handler, print } from './context.ts';

function loadRunning(context: Context, id: string | undefined): State {
  const dir = containerOf(context, id);
  const state = loadState(dir);
  const status = statusOf(dir, state);
  if (state !== null && status !== 'stopped' && status !== 'creating') return state;
  throw notRunning();
}

/** Lists the processes of a container; engines read JSON, an array of pids, from stdout and stderr together. */
export const ps: Handler<'ps'> = ({ operands, options }, context) => {
  const [id, ...psOptions] = operands;
  const pids = containerPids(loadRunning(context, id));
  print(options.format === 'json' ? `${JSON.stringify(pids)}\n` : psTable(psOptions, pids));
};
