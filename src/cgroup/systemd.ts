/**
 * The calls to systemd's manager that make, change and end the scope of a container. org.freedesktop.systemd1(5)
 *
 * Nothing here waits without a limit, and nothing is frozen meanwhile: a manager or a bus that hangs is an error.
 */

import { TeuError } from '../errors/types.ts';
import { type BusCall, BusError, type BusValue } from '../native/types.ts';
import { Bus, type Reply } from '../native/sd-bus.ts';
import { busAddresses, busFailure, type ManagerKind } from './systemd-bus.ts';
import { parseProperty } from './unit-property.ts';

export { BusError } from '../native/types.ts';
export type { ManagerKind } from './systemd-bus.ts';

/** A bus that lives answers a handshake at once; a manager may be busy; a job waits for those before it (runc: 30 s). */
const connectMs = 5_000;
const callMs = 10_000;
const jobMs = 30_000;
/** What is cleaned up after an error has had its time. */
const cleanupMs = 2_000;

const manager = {
  destination: 'org.freedesktop.systemd1',
  path: '/org/freedesktop/systemd1',
  interface: 'org.freedesktop.systemd1.Manager',
} as const;

/** Signals that are kept: id, job, unit, result. */
const wanted = { JobRemoved: 'uoss' };

interface Connection {
  readonly kind: ManagerKind;
  readonly bus: Bus;
  /** A broker passes on the signals that it was asked for. */
  isSubscribed: boolean;
  readonly isBroker: boolean;
  /** A call has gone unanswered: what follows is not waited for as long. */
  isDeaf: boolean;
}

/** One for each process; its descriptor is CLOEXEC and ends with it. */
let open: Connection | null = null;

const EACCES = 13;
const isAbsent = (error: unknown): boolean =>
  error instanceof BusError && error.call === 'connect' && [2, 111, EACCES].includes(error.errno);

function connect(kind: ManagerKind): Connection {
  if (open?.kind === kind) return open;
  const addresses = busAddresses(kind);
  for (const [index, { address, isBroker }] of addresses.entries()) {
    try {
      const bus = Bus.open(address, isBroker, wanted, connectMs);
      open = { kind, bus, isSubscribed: !isBroker, isBroker, isDeaf: false };
      return open;
    } catch (error) {
      // Without a broker the manager's own socket will do.
      if (isAbsent(error) && index + 1 < addresses.length) continue;
      throw error;
    }
  }
  throw new BusError({ call: 'connect', errno: 2 });
}

function request(at: Connection, call: BusCall, returns: string, timeoutMs = callMs): Reply {
  try {
    return at.bus.call(call, returns, at.isDeaf ? cleanupMs : timeoutMs);
  } catch (error) {
    if (error instanceof BusError && error.remote === '') at.isDeaf = true;
    throw error;
  }
}

const ask = (
  at: Connection,
  member: string,
  signature: string,
  values: readonly BusValue[],
  returns: string,
) => request(at, { ...manager, member, signature, values }, returns);

function subscribe(at: Connection): void {
  if (at.isSubscribed) return;
  const rule = `type='signal',sender='${manager.destination}',interface='${manager.interface}',member='JobRemoved',path='${manager.path}'`;
  const broker = 'org.freedesktop.DBus';
  const call = { destination: broker, path: '/org/freedesktop/DBus', interface: broker, member: 'AddMatch' };
  request(at, { ...call, signature: 's', values: [rule] }, '');
  at.isSubscribed = true;
}

/** Waits until the job that `reply` names is over; how it ended. */
function jobResult(at: Connection, member: string, reply: Reply): string {
  const [job] = reply.values;
  const isIt = (signal: { sender: string; values: readonly (string | number)[] }) =>
    signal.sender === reply.sender && signal.values[1] === job;
  const { values } = at.bus.signal(member, isIt, at.isDeaf ? cleanupMs : jobMs);
  return String(values[3]);
}

/** TeuError in place of a BusError. `message`: what could not be done. */
function told<T>(kind: ManagerKind, message: string, perform: () => T): T {
  try {
    return perform();
  } catch (error) {
    if (error instanceof BusError) throw busFailure(kind, message, error);
    throw error;
  }
}

function getProperty(at: Connection, path: string, owner: string, name: string): string {
  const call = { ...manager, path, interface: 'org.freedesktop.DBus.Properties', member: 'Get' };
  return String(request(at, { ...call, signature: 'ss', values: [owner, name] }, 'v').values[0]);
}

/** A property of the manager itself. */
const property = (at: Connection, name: string): string =>
  getProperty(at, manager.path, manager.interface, name);

/** Version, and the cgroup it manages ('' for the root). TeuError `teu.host` when it does not answer. */
export const askManager = (kind: ManagerKind): { readonly version: number; readonly controlGroup: string } =>
  told(kind, `cannot ask the systemd of the ${kind}`, () => {
    const at = connect(kind);
    return {
      version: Number.parseInt(property(at, 'Version'), 10) || 0,
      controlGroup: property(at, 'ControlGroup').replace(/\/$/, ''),
    };
  });

type Variant = readonly [name: string, value: readonly [type: string, value: BusValue]];

const variants = (texts: readonly string[]): readonly Variant[] =>
  texts.map(parseProperty).map(({ name, type, value }) => [name, [type, value]] as const);

const unitExists = 'org.freedesktop.systemd1.UnitExists';
const noSuchUnit = 'org.freedesktop.systemd1.NoSuchUnit';
const isRemote = (error: unknown, name: string): boolean =>
  error instanceof BusError && error.remote === name;

function startOnce(at: Connection, unit: string, properties: readonly Variant[]): string {
  const values = [unit, 'replace', properties, []];
  const reply = ask(at, 'StartTransientUnit', 'ssa(sv)a(sa(sv))', values, 'o');
  return jobResult(at, 'StartTransientUnit', reply);
}

/** A failed unit of that name keeps it until somebody says that its failure was seen. */
function startAgain(at: Connection, unit: string, properties: readonly Variant[], error: unknown): string {
  if (!isRemote(error, unitExists)) throw error;
  resetFailed(at, unit);
  return startOnce(at, unit, properties);
}

function resetFailed(at: Connection, unit: string): void {
  try {
    ask(at, 'ResetFailedUnit', 's', [unit], '');
  } catch (error) {
    if (!isRemote(error, noSuchUnit)) throw error;
  }
}

/**
 * Starts a transient unit and waits until it has started. `properties`: lines of unit-property.ts, with `process`, a pidfd
 * where `byPidfd` and otherwise a pid. BusError; TeuError `teu.host` when the job does not succeed.
 */
export function startScope(
  kind: ManagerKind,
  unit: string,
  properties: readonly string[],
  process: { readonly number: number; readonly byPidfd: boolean },
): void {
  const at = connect(kind);
  const members: Variant = process.byPidfd
    ? ['PIDFDs', ['ah', [process.number]]]
    : ['PIDs', ['au', [process.number]]];
  const all = [...variants(properties), members];
  subscribe(at);
  let result: string;
  try {
    result = startOnce(at, unit, all);
  } catch (error) {
    result = startAgain(at, unit, all, error);
  }
  if (result === 'done') return;
  throw new TeuError({
    code: 'teu.host',
    message: `cannot start the unit ${unit}: its job ended with ${JSON.stringify(result)}`,
    hint: `systemctl status ${unit} and the journal of systemd say more`,
  });
}

/** Changes properties until the unit ends; the kernel has them when it returns. BusError. */
export function setProperties(kind: ManagerKind, unit: string, properties: readonly string[]): void {
  const at = connect(kind);
  ask(at, 'SetUnitProperties', 'sba(sv)', [unit, true, variants(properties)], '');
  // The manager writes them after its answer, and before it takes the next call.
  property(at, 'Version');
}

/** Moves processes into the unit's cgroup, or `below` it (`` or /name), which the caller might not. BusError. */
export function attachProcesses(
  kind: ManagerKind,
  unit: string,
  below: string,
  pids: readonly number[],
): void {
  ask(connect(kind), 'AttachProcessesToUnit', 'ssau', [unit, below, pids], '');
}

/** What became of a unit: it is no more, or the name is that of a unit with another description. */
export type Stopped = 'gone' | 'foreign';

/** Null: there is no such unit. */
function description(at: Connection, unit: string): string | null {
  try {
    const path = String(ask(at, 'GetUnit', 's', [unit], 'o').values[0]);
    return getProperty(at, path, 'org.freedesktop.systemd1.Unit', 'Description');
  } catch (error) {
    if (isRemote(error, noSuchUnit) || isRemote(error, 'org.freedesktop.DBus.Error.UnknownObject'))
      return null;
    throw error;
  }
}

/**
 * Stops the unit that has this description, and has its failure forgotten; `end` ends its processes at once before. One
 * that is not there is no error, one of others is left alone. TeuError `teu.host`.
 */
export const stopScope = (kind: ManagerKind, unit: string, owner: string, end: () => void): Stopped =>
  told(kind, `cannot stop the unit ${unit}`, () => {
    const at = connect(kind);
    const found = description(at, unit);
    if (found === null) return 'gone';
    if (found !== owner) return 'foreign';
    end();
    subscribe(at);
    try {
      jobResult(at, 'StopUnit', ask(at, 'StopUnit', 'ss', [unit, 'replace'], 'o'));
    } catch (error) {
      if (!isRemote(error, noSuchUnit)) throw error;
    }
    resetFailed(at, unit);
    return 'gone';
  });

/** A call has gone unanswered: systemd will find out by itself what has ended. */
export const isDeaf = (): boolean => open?.isDeaf === true;
