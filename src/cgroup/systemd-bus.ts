/** Where a manager of systemd is reached, and what an error of that way means. sd_bus_open_system(3), systemctl(1) */

import { type ErrorData, TeuError } from '../errors/types.ts';
import { stat } from '../native/lib.ts';
import type { BusError } from '../native/types.ts';

export type ManagerKind = 'system' | 'user';

export interface BusAddress {
  readonly address: string;
  /** A bus; else the manager's own socket. */
  readonly isBroker: boolean;
}

const percent = (char: string): string =>
  [...new TextEncoder().encode(char)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');

/** As D-Bus wants paths in an address. */
const unixPath = (path: string): string => `unix:path=${path.replace(/[^A-Za-z0-9_/.-]/g, percent)}`;

type Environment = Readonly<Record<string, string | undefined>>;

const runtimeDir = ({ XDG_RUNTIME_DIR: dir }: Environment): string | null =>
  dir?.startsWith('/') ? dir : null;

/**
 * In the order in which they are tried: the address that the environment names, and no other then; else the bus, and
 * without one the socket of the manager itself, as systemctl does. Empty: nobody knows where the user's is.
 */
export function busAddresses(
  kind: ManagerKind,
  environment: Environment = process.env,
): readonly BusAddress[] {
  const named =
    kind === 'system' ? environment.DBUS_SYSTEM_BUS_ADDRESS : environment.DBUS_SESSION_BUS_ADDRESS;
  if (named) return [{ address: named, isBroker: true }];
  const dir = runtimeDir(environment);
  if (kind === 'user' && dir === null) return [];
  const [bus, own] =
    kind === 'system'
      ? ['/run/dbus/system_bus_socket', '/run/systemd/private']
      : [`${dir}/bus`, `${dir}/systemd/private`];
  return [
    { address: unixPath(bus), isBroker: true },
    { address: unixPath(own), isBroker: false },
  ];
}

const isBooted = (): boolean => stat('/run/systemd/system', { follow: false })?.kind === 'dir';

const otherwise = 'or use --cgroup-manager cgroupfs';

function connectHint(kind: ManagerKind, addresses: readonly BusAddress[]): string {
  if (!isBooted())
    return `systemd does not run on this machine (/run/systemd/system is not there): use --cgroup-manager cgroupfs`;
  if (addresses.length === 0)
    return `neither DBUS_SESSION_BUS_ADDRESS nor XDG_RUNTIME_DIR is set: begin a session (loginctl enable-linger gives one), ${otherwise}`;
  const tried = addresses.map(({ address }) => address).join(', ');
  const who = kind === 'system' ? 'dbus' : "the user's systemd (user@.service)";
  return `tried ${tried}: start ${who}, ${otherwise}`;
}

const ETIMEDOUT = 110;

function hintOf(kind: ManagerKind, { call, errno, remote, detail }: BusError): string | null {
  const addresses = busAddresses(kind);
  if (call === 'dlopen') return `libsystemd.so.0 is needed (Debian: libsystemd0), ${otherwise}: ${detail}`;
  if (errno === ETIMEDOUT && call === 'connect')
    return `the bus ${addresses[0]?.address} takes connections and does not answer: is dbus-daemon stopped?`;
  if (errno === ETIMEDOUT)
    return `the systemd of the ${kind} did not answer in time: is it stopped, or busy?`;
  if (call === 'connect') return connectHint(kind, addresses);
  if (remote.endsWith('.UnitExists'))
    return 'a unit of this name is active: stop it (systemctl stop), or take another name in cgroupsPath';
  if (/\.(AccessDenied|InteractiveAuthorizationRequired)$/.test(remote))
    return 'polkit or the bus does not let this user ask the system manager: a user has a manager of its own';
  return null;
}

/** The error of a call that did not succeed. */
export function busFailure(
  kind: ManagerKind,
  message: string,
  error: BusError,
  field?: ErrorData['field'],
): TeuError {
  const hint = hintOf(kind, error);
  const evidence = error.remote === '' ? error.detail : `${error.remote}: ${error.detail}`;
  return new TeuError({
    code: 'teu.host',
    message,
    ...(field === undefined ? {} : { field }),
    ...(error.errno === 0 ? {} : { call: { name: error.call, errno: error.errno } }),
    ...(hint === null ? {} : { hint }),
    ...(evidence === '' || error.call === 'dlopen' ? {} : { detail: [evidence] }),
  });
}
