import { TeuError } from '../errors/types.ts';
import type { Status } from '../hooks/state.ts';
import { startProcess } from '../run/start.ts';
import type { ContainerDir } from '../state/dir.ts';
import { loadState, type State, saveState } from '../state/file.ts';
import { lockContainer } from '../state/lock.ts';
import { statusOf } from '../state/status.ts';
import { containerOf, type Handler, launchOf } from './context.ts';

/** runc's sentences for what start refuses (runtime.md#start). */
const refusals: Readonly<Record<Exclude<Status, 'created'>, string>> = {
  creating: 'cannot start a container whose creation has not finished',
  running: 'cannot start an already running container',
  paused: 'cannot start a paused container',
  stopped: 'cannot start a container that has stopped',
};

function loadCreated(dir: ContainerDir): State {
  const state = loadState(dir);
  const status = statusOf(dir, state);
  if (state !== null && status === 'created') return state;
  throw new TeuError({
    code: 'teu.state',
    message: refusals[status === 'created' ? 'creating' : status],
  });
}

/** Starts the process of a created container, under the container's lock. */
export const start: Handler<'start'> = ({ operands }, context) => {
  const dir = containerOf(context, operands[0]);
  using _lock = lockContainer(dir);
  const state = loadCreated(dir);
  startProcess({
    id: dir.id,
    stateDir: dir.path,
    pid: state.pid,
    configFile: `${state.bundle}/config.json`,
    launch: launchOf(),
    saveState: (status) => saveState(dir, { ...state, status: status as Status }),
  });
};
