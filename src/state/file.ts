/** state.json: what later verbs must know of a container. Versioned, parsed strictly, replaced by rename. */

import type { Hook } from '../config/types.ts';
import { TeuError } from '../errors/types.ts';
import { type Status, statuses } from '../hooks/state.ts';
import { readRegular, SysError, stat, writeAtomic } from '../native/lib.ts';
import { type ContainerDir, statePath } from './dir.ts';
import { containerGone } from './lock.ts';
import { mustBeOurs } from './owner.ts';
import type { ProcessId } from './process.ts';

export const stateVersion = 1;

export interface State extends ProcessId {
  readonly teuState: typeof stateVersion;
  /** The version that wrote it. */
  readonly teuVersion: string;
  readonly id: string;
  readonly ociVersion: string;
  readonly bundle: string;
  /** Absolute host path. */
  readonly rootfs: string;
  /** How far the writer had come; what the container is now, status.ts finds out. */
  readonly status: Status;
  /** Init in the host's pid namespace; 0 before it is born. */
  readonly pid: number;
  /** RFC 3339. */
  readonly created: string;
  readonly annotations: Readonly<Record<string, string>>;
  /** The container's own cgroup in each hierarchy, absolute host paths. */
  readonly cgroups: readonly string[];
  /** False when it shares a pid namespace: the death of init does not end the others. */
  readonly ownPids: boolean;
  /** config.json may change after create; delete runs what it said then. */
  readonly poststop: readonly Hook[];
  /** Its cgroup is that of a unit of systemd. */
  readonly scope?: { readonly unit: string; readonly manager: 'system' | 'user' };
  /** Those of `cgroups` that were there before it, where there are such; the others are in the journal. */
  readonly foundCgroups?: readonly string[];
  /** It has the session keyring of its caller (--no-new-keyring), and so will what `exec` adds. */
  readonly callersKeyring?: boolean;
}

type Check = (value: unknown) => boolean;
const isText: Check = (value) => typeof value === 'string';
const isPath: Check = (value) => typeof value === 'string' && value.startsWith('/');
const isCount: Check = (value) => Number.isSafeInteger(value) && (value as number) >= 0;
const isFlag: Check = (value) => typeof value === 'boolean';
const isList =
  (item: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every(item);
const isRecord: Check = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
const isHook: Check = (value) => {
  if (!isRecord(value)) return false;
  const hook = value as Partial<Record<keyof Hook, unknown>>;
  const isEnv = hook.env === null || isList(isText)(hook.env);
  return (
    isPath(hook.path) &&
    isList(isText)(hook.args) &&
    isEnv &&
    (hook.timeout === null || isCount(hook.timeout))
  );
};

const isScope: Check = (value) => {
  const { unit, manager } = (isRecord(value) ? value : {}) as Partial<Record<string, unknown>>;
  return isText(unit) && (manager === 'system' || manager === 'user');
};

/** Absent from the state of older versions, or where there is no such thing. */
type Younger = 'callersKeyring' | 'foundCgroups' | 'scope';

const youngerChecks: Readonly<Record<Younger, Check>> = {
  callersKeyring: isFlag,
  foundCgroups: isList(isPath),
  scope: isScope,
};

const checks: Readonly<Record<Exclude<keyof State, Younger>, Check>> = {
  teuState: (value) => value === stateVersion,
  teuVersion: isText,
  id: isText,
  ociVersion: isText,
  bundle: isPath,
  rootfs: isPath,
  status: (value) => (statuses as readonly unknown[]).includes(value),
  pid: isCount,
  startTime: isCount,
  created: isText,
  annotations: (value) => isRecord(value) && Object.values(value as object).every(isText),
  cgroups: isList(isPath),
  ownPids: isFlag,
  poststop: isList(isHook),
};

const allChecks: readonly { readonly name: string; readonly check: Check; readonly isYounger: boolean }[] = [
  ...Object.entries(checks).map(([name, check]) => ({ name, check, isYounger: false })),
  ...Object.entries(youngerChecks).map(([name, check]) => ({ name, check, isYounger: true })),
];

/** Larger than any annotations seen; config.json itself is bounded by the same number. */
const maxStateBytes = 16 << 20;

const damaged = (dir: ContainerDir, why: string): TeuError =>
  new TeuError({
    code: 'teu.state',
    message: `cannot use ${statePath(dir)}: ${why}`,
    hint: `teu delete --force ${dir.id} removes what is left of the container`,
  });

/** Parses the text of state.json. Throws teu.state, naming the file, for anything but a complete state of this version. */
export function parseState(dir: ContainerDir, text: string): State {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw damaged(dir, 'it is not complete JSON');
  }
  if (!isRecord(value)) throw damaged(dir, 'it is not an object');
  const fields = value as Record<string, unknown>;
  if (isCount(fields.teuState) && fields.teuState !== stateVersion)
    throw damaged(dir, `it has version ${String(fields.teuState)}, this teu knows version ${stateVersion}`);
  // Every verb comes here: a loop, not an iterator.
  for (let i = 0; i < allChecks.length; i++) {
    const { name, check, isYounger } = allChecks[i] as (typeof allChecks)[number];
    const found = fields[name];
    if (found === undefined ? !isYounger : !check(found))
      throw damaged(dir, `${found === undefined ? 'no' : 'bad'} ${name} in it`);
  }
  if (fields.id !== dir.id) throw damaged(dir, `it is the state of ${JSON.stringify(fields.id)}`);
  return fields as unknown as State;
}

/** What stands there is no file of ours; or it is one, and we cannot have it now. */
function unreadable(dir: ContainerDir, { errno }: SysError): TeuError {
  if (notRegular.has(errno)) return damaged(dir, 'it is not a regular file');
  const call = { name: 'open', errno };
  return new TeuError({ code: 'teu.state', message: `cannot read ${statePath(dir)}`, call });
}

const notRegular = new Set([6, 21, 22, 40]); // ENXIO, EISDIR, EINVAL, ELOOP
const noFile = new Set([2, 20, 36]); // ENOENT, ENOTDIR, ENAMETOOLONG

/** As readState, for what is done because of it: throws teu.state for a directory of another user as well. */
export function loadState(dir: ContainerDir): State | null {
  mustBeOurs(dir);
  return readState(dir);
}

/**
 * The state as it was saved, to be looked at; null when the directory is there but create has not come that far. Throws
 * teu.state `container does not exist`, or what is wrong with the file.
 */
export function readState(dir: ContainerDir): State | null {
  let text: string;
  try {
    text = readRegular(statePath(dir), maxStateBytes);
  } catch (error) {
    if (!(error instanceof SysError)) throw error;
    if (!noFile.has(error.errno)) throw unreadable(dir, error);
    if (error.errno !== 2 || stat(dir.path, { follow: false }) === null) throw containerGone();
    return null;
  }
  return parseState(dir, text);
}

/** Replaces state.json by an atomic rename. */
export function saveState(dir: ContainerDir, state: State): void {
  writeAtomic(statePath(dir), `${JSON.stringify(state)}\n`, 0o600);
}

/** Now, RFC 3339 in UTC with microseconds (what the engine's clock has). */
export function timestamp(millis = performance.timeOrigin + performance.now()): string {
  const micros = Math.floor((millis % 1000) * 1000);
  return `${new Date(Math.floor(millis)).toISOString().slice(0, -4)}${String(micros).padStart(6, '0')}Z`;
}
