/**
 * sd_notify(3) for a container whose caller waits for it (NOTIFY_SOCKET, a unit of Type=notify): the payload has a
 * socket of its own, below the state directory, and READY=1 from it goes on to the caller. As runc does; loaded only
 * where there is a NOTIFY_SOCKET.
 */

import type { Log } from '../log.ts';
import type { Bundle, Config } from '../config/types.ts';
import { close, mkdir, pidfdOpen, SysError, stat, unlink } from '../native/lib.ts';
import { notifyBind, notifyWait } from '../native/notify.ts';

/** Where the container finds it: runc's place. */
const inside = '/run/notify';
const socketName = 'notify.sock';
const variable = `NOTIFY_SOCKET=${inside}/${socketName}`;
const directoryMode = 0o755;

const directoryOf = (stateDir: string): string => `${stateDir}/notify`;

/** An engine that sees to it itself has said so in the environment of the process. */
const isCaredFor = ({ process, mounts }: Config): boolean =>
  (process?.env ?? []).some((entry) => entry.startsWith('NOTIFY_SOCKET=')) ||
  mounts.some(({ destination }) => destination === inside);

const wantsNotify = (config: Config): boolean =>
  config.process !== null &&
  !isCaredFor(config) &&
  config.linux.namespaces.some(({ type }) => type === 'mount');

/** The mount and the variable come last, so that pointers stay true. */
function withNotify(config: Config, stateDir: string): Config {
  if (config.process === null) return config;
  const mount = {
    destination: inside,
    type: 'bind',
    source: directoryOf(stateDir),
    options: ['bind', 'nosuid', 'noexec', 'nodev', 'ro'],
    uidMappings: [],
    gidMappings: [],
  };
  const process = { ...config.process, env: [...config.process.env, variable] };
  return { ...config, process, mounts: [...config.mounts, mount] };
}

/** The bundle to plan with; null where nothing is to be forwarded. */
export const notifiedBundle = (bundle: Bundle, stateDir: string): Bundle | null =>
  wantsNotify(bundle.config) ? { ...bundle, config: withNotify(bundle.config, stateDir) } : null;

/** The directory that is mounted; the socket comes when there is somebody to listen. SysError. */
export const makeNotifyDirectory = (stateDir: string): void =>
  void mkdir(directoryOf(stateDir), directoryMode);

/** The listening socket, which the caller owns. SysError. */
export function openNotify(stateDir: string): number {
  const path = `${directoryOf(stateDir)}/${socketName}`;
  unlink(path); // of a start that failed
  return notifyBind(path);
}

export interface Waiting {
  readonly socket: number;
  readonly pidfd: number;
  readonly pid: number;
}

/** For `start`; null for a container that was created without a NOTIFY_SOCKET. The caller owns the descriptors. */
export function waitingFor(stateDir: string, pid: number): Waiting | null {
  if (stat(directoryOf(stateDir)) === null) return null;
  return { socket: openNotify(stateDir), pidfd: pidfdOpen(pid), pid };
}

/**
 * Waits until the process is ready, and says so to `host`, or until it has ended. The container runs by now: a
 * `host` that does not listen is a warning. Closes the socket; the pidfd stays the caller's.
 */
export function forwardNotify({ socket, pidfd, pid }: Waiting, host: string, log: Pick<Log, 'warn'>): void {
  try {
    notifyWait(socket, pidfd, pid, host);
  } catch (error) {
    if (!(error instanceof SysError)) throw error;
    log.warn(`cannot tell ${host} that the container is ready: errno ${error.errno}`);
  } finally {
    close(socket);
  }
}
