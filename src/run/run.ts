/** run: create and start in one plan; in the foreground the core then gives way to the native supervisor. */

import { TeuError } from '../errors/types.ts';
import { notifying, notifySocket } from '../notify/socket.ts';
import { readBundle } from './bundle.ts';
import { type Born, bringUp } from './create.ts';
import { keepsTerminal } from './hand-over.ts';
import type { RunRequest } from './request.ts';
import { closeSession } from './session.ts';
import { supervise } from './supervise.ts';

/** Whoever waits for readiness waits for this call to return; then nothing of ours is left. */
function endDetached(r: RunRequest, { session, notify }: Born): void {
  const host = notifySocket();
  const waiting = { socket: notify, pidfd: session.pidfd, pid: session.pid };
  if (notify >= 0 && host !== null) notifying()?.forwardNotify(waiting, host, r.log);
  closeSession(session);
}

/** Detached: returns when the payload runs. In the foreground it does not return: the supervisor takes this process over. */
export function runContainer(r: RunRequest): void {
  const bundle = readBundle(r.bundle, r.configPath);
  if (bundle.config.process === null)
    throw new TeuError({
      code: 'teu.config.required',
      message: 'cannot run a container whose configuration has no process (/process)',
    });
  const born = bringUp('run', r, bundle, keepsTerminal(r, bundle.config.process?.terminal ?? false));
  if (r.detach) endDetached(r, born);
  else supervise(r, born, bundle.config);
}
