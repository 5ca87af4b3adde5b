/** The two calls of libteu.so about sd_notify(3). */

import { check, declare } from './calls.ts';

const c = {
  bind: declare('int teu_notify_bind(const char *path)'),
  wait: declare('int teu_notify_wait(int sock, int pidfd, int pid, const char *host)'),
};

/** Binds the socket on which a container says that it is ready. The caller owns it. */
export const notifyBind = (path: string): number => check(c.bind(path), 'bind', path);

/** True: the process said so, and `host` was told; false: it ended before. */
export const notifyWait = (socket: number, pidfd: number, pid: number, host: string): boolean =>
  check(c.wait(socket, pidfd, pid, host), 'sendmsg', host) === 1;
