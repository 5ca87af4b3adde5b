/** From the launcher's world to the director's: what create, run and exec begin with. */

import { TeuError } from '../errors/types.ts';
import { attach, plan as sealPlan, send } from '../native/executor.ts';
import { close } from '../native/lib.ts';
import type { Encoded } from '../wire/encode.ts';
import { messages } from '../wire/protocol.ts';
import type { CreateRequest, Launch, RunRequest } from './request.ts';
import { newSession, type Session } from './session.ts';

/** Throws teu.usage for a descriptor that --preserve-fds names and that is not open. */
export function checkLaunch(r: Pick<CreateRequest, 'launch' | 'preserveFds'>): void {
  const bad = r.launch.badDescriptor;
  if (bad === null) return;
  throw new TeuError({
    code: 'teu.usage',
    message: `cannot preserve descriptor ${bad.fd}: it is not open (--preserve-fds ${r.preserveFds})`,
    call: { name: 'fcntl', errno: bad.errno },
  });
}

/** Seals the plan, hands it to the spawner, and prepares the executor of this process. */
export function handOver(launch: Launch, encoded: Encoded): Session {
  attach(launch.ring, launch.environ, {
    nofileSoft: launch.nofile.soft,
    nofileHard: launch.nofile.hard,
    umask: launch.umask,
  });
  const fd = sealPlan(encoded.bytes);
  try {
    send(launch.spawnerSocket, { type: messages.plan, from: 0, to: 0, value: 0, pid: 0, fd });
  } finally {
    close(fd);
  }
  return newSession(launch.spawnerSocket, launch.initSocket);
}

const usage = (message: string): TeuError => new TeuError({ code: 'teu.usage', message });

/** True when the director keeps the pty for the supervisor; false: no terminal, or a console socket takes it. */
export function keepsTerminal(r: Pick<RunRequest, 'consoleSocket' | 'detach'>, terminal: boolean): boolean {
  if (r.consoleSocket !== null && !(terminal && r.detach))
    throw usage('cannot use a console socket if teu will not detach or allocate a tty');
  if (terminal && r.detach && r.consoleSocket === null)
    throw usage('cannot allocate a tty if teu will detach without a console socket');
  return terminal && !r.detach;
}
