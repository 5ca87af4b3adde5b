/** The options create and run share, checked and completed into one request. */

import { TeuError } from '../errors/types.ts';
import { realpath, SysError, stat } from '../native/lib.ts';
import { small } from '../native/small.ts';
import type { CreateRequest } from '../run/request.ts';
import { checkId } from '../state/id.ts';
import type { CallOf } from './call.ts';
import { absolute, type Context, launchOf, rootOf } from './context.ts';

/** The bundle directory, absolute and free of links. Throws teu.config.bundle when there is none. */
export function bundleDir(path: string | null): string {
  const asked = absolute(path ?? '.');
  let real: string;
  try {
    real = realpath(asked);
  } catch (error) {
    if (!(error instanceof SysError)) throw error;
    throw new TeuError({
      code: 'teu.config.bundle',
      message: `cannot open the bundle ${asked}`,
      call: { name: error.call, errno: error.errno },
    });
  }
  if (stat(real)?.kind === 'dir') return real;
  throw new TeuError({ code: 'teu.config.bundle', message: `the bundle ${asked} must be a directory` });
}

/** --config names a file of the caller; without it the bundle holds config.json (bundle.md). */
export const configPath = (bundle: string, config: string | null): string =>
  config === null ? `${bundle}/config.json` : absolute(config);

/** Who makes the cgroup. --systemd-cgroup is what engines say; said with another manager, it is contradicted. */
export function cgroupManager({ globals }: Context): {
  readonly noCgroup: boolean;
  readonly systemd: boolean;
} {
  const manager = globals['cgroup-manager'] ?? (globals['systemd-cgroup'] ? 'systemd' : 'cgroupfs');
  if (globals['systemd-cgroup'] && manager !== 'systemd')
    throw new TeuError({
      code: 'teu.usage',
      message: `cannot use --systemd-cgroup together with --cgroup-manager ${manager}`,
    });
  // libsystemd is teu-core's to load.
  if (manager === 'systemd') small?.leave(null);
  return { noCgroup: manager === 'disabled', systemd: manager === 'systemd' };
}

/** --rootless; null: auto. */
export function rootlessOf({ globals }: Context): boolean | null {
  const { rootless } = globals;
  return rootless === null || rootless === 'auto' ? null : rootless === 'true';
}

/** Descriptors of socket activation (sd_listen_fds(3)) come first; the count is meant for this process. */
export function listenFds(): number {
  const count = process.env.LISTEN_FDS ?? '';
  return /^[0-9]{1,4}$/.test(count) ? Number(count) : 0;
}

/** The variables again, for the payload, which is the first process of its pid namespace (as in runc). */
function listenEnvironment(): readonly string[] {
  const count = listenFds();
  if (count === 0) return [];
  const names = process.env.LISTEN_FDNAMES;
  return [`LISTEN_FDS=${count}`, 'LISTEN_PID=1', ...(names === undefined ? [] : [`LISTEN_FDNAMES=${names}`])];
}

/** A path of the caller, absolute. */
export const pathOf = (path: string | null): string | null => (path === null ? null : absolute(path));

/** Throws teu.usage for what is asked wrongly or not supported, teu.config.bundle for a missing bundle. */
export function createRequest(call: CallOf<'create'> | CallOf<'run'>, context: Context): CreateRequest {
  const { options, operands } = call;
  const id = operands[0] ?? '';
  checkId(id);
  const bundle = bundleDir(options.bundle);
  return {
    id,
    bundle,
    configPath: configPath(bundle, options.config),
    root: rootOf(context),
    consoleSocket: options['console-socket'],
    pidFile: pathOf(options['pid-file']),
    noPivot: options['no-pivot'],
    ...cgroupManager(context),
    rootless: rootlessOf(context),
    noNewKeyring: options['no-new-keyring'],
    pidfdSocket: pathOf(options['pidfd-socket']),
    preserveFds: options['preserve-fds'] + listenFds(),
    listenEnvironment: listenEnvironment(),
    launch: launchOf(),
    log: context.log,
  };
}
