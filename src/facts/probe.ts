/** The only prober of the host: reads what a plan for this config depends on, and nothing else. Under 0.5 ms. */

import type { Config } from '../config/types.ts';
import { TeuError } from '../errors/types.ts';
import * as lib from '../native/lib.ts';
import { probeCgroup } from './cgroup.ts';
import { type Host, lazy } from './host.ts';
import { probeFilesystems, probeKernel, probeLastCap, probeNamespaces } from './kernel.ts';
import { probeLsm } from './lsm.ts';
import type { Facts } from './types.ts';
import { probeUser } from './user.ts';

const ENOTDIR = 20;

/** config.md#root: relative to the bundle. TeuError `teu.config.root` when there is no such directory. */
function rootfsPath(host: Host, bundle: string, path: string): string {
  const asked = path.startsWith('/') ? path : `${bundle}/${path}`;
  try {
    const real = host.realpath(asked);
    if (host.stat(real)?.kind === 'dir') return real;
    throw new lib.SysError('open', ENOTDIR, asked);
  } catch (error) {
    if (!(error instanceof lib.SysError)) throw error;
    throw new TeuError({
      code: 'teu.config.root',
      message: `cannot open the root filesystem ${asked}`,
      field: { file: '', line: 0, column: 0, pointer: '/root/path', value: JSON.stringify(path) },
      call: { name: error.call, errno: error.errno },
    });
  }
}

/**
 * Facts for a plan. `bundle` is absolute. What few plans need is read when it is asked for, once. TeuError
 * `teu.config.root` without a rootfs directory; SysError when /proc is not readable. Asking for `kernel` or `arch`:
 * TeuError `teu.host` on an unknown architecture.
 */
export function probeFacts(config: Config, bundle: string, id: string, host: Host = lib): Facts {
  const user = probeUser(host);
  const kernel = lazy(() => probeKernel(host));
  const lsm = lazy(() => probeLsm(host));
  const namespaces = lazy(() => probeNamespaces(host));
  const filesystems = lazy(() => probeFilesystems(host));
  return {
    lastCap: probeLastCap(host),
    user,
    cgroup: probeCgroup(host, config.linux.cgroupsPath, id, user.euid === 0 && !user.inUserns),
    missingCalls: host.probeCalls(),
    rootfs: rootfsPath(host, bundle, config.root.path),
    get kernel() {
      return kernel().kernel;
    },
    get arch() {
      return kernel().arch;
    },
    get lsm() {
      return lsm();
    },
    get namespaces() {
      return namespaces();
    },
    get filesystems() {
      return filesystems();
    },
  };
}
