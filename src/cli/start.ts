import { TeuError } from '../errors/types.ts';
import type { Status } from '../hooks/state.ts';
import { close } from '../native/lib.ts';
import type { Waiting } from '../notify/notify.ts';
import { notifying, notifySocket } from '../notify/socket.ts';
import { startProcess } from '../run/start.ts';
import type { ContainerDir } from '../state/dir.ts';
import { loadState, type State, saveState } from '../state/file.ts';
import { lockContainer } from '../state/lock.ts';
import { statusOf } from '../state/status.ts';
import { containerOf, type Handler, launchOf } from './context.ts';

const SIGKILL = 9;

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

/** Under the container's lock. What is left to wait for is returned: others need the lock meanwhile. */
function startLocked(dir: ContainerDir): Waiting | null {
  using _lock = lockContainer(dir);
  const state = loadCreated(dir);
  const waiting = notifying()?.waitingFor(dir.path, state.pid) ?? null;
  startProcess({
    id: dir.id,
    stateDir: dir.path,
    pid: state.pid,
    configFile: `${state.bundle}/config.json`,
    launch: launchOf(),
    kill: () => {
      const { killContainer } = require('../run/kill.ts') as typeof import('../run/kill.ts');
      killContainer(dir, SIGKILL, false);
    },
    saveState: (status) => saveState(dir, { ...state, status: status as Status }),
  });
  return waiting;
}

/** Starts the process of a created container; where the caller asks for it, returns when it is ready. */
export const start: Handler<'start'> = ({ operands }, context) => {
  const waiting = startLocked(containerOf(context, operands[0]));
  const host = notifySocket();
  if (waiting === null || host === null) return;
  notifying()?.forwardNotify(waiting, host, context.log);
  close(waiting.pidfd);
};
