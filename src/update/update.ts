/** update: new limits for the cgroup of a container that lives. config-linux.md#control-groups */

import { fileOf, type Place, placesOf } from '../cgroup/places.ts';
import { type ResourceWrite, zeroPidsIsLimit } from '../cgroup/resources-common.ts';
import { filesToRead, updateWrites } from '../cgroup/resources-update.ts';
import { loadResources, ownPlace } from '../config/load-resources.ts';
import type { Resources } from '../config/types.ts';
import { refusedWrite } from '../diagnose/cgroup.ts';
import { placed } from '../errors/placed.ts';
import { TeuError } from '../errors/types.ts';
import { probeCgroup } from '../facts/cgroup.ts';
import * as lib from '../native/lib.ts';
import { small } from '../native/small.ts';
import { loadLive, notRunning } from '../run/live.ts';
import type { LogSink } from '../run/request.ts';
import type { ContainerDir } from '../state/dir.ts';
import type { State } from '../state/file.ts';
import { lockContainer } from '../state/lock.ts';
import type { ProcessId } from '../state/process.ts';
import type { StepOf } from '../wire/types.ts';
import type { RdtChange } from './rdt.ts';

export interface UpdateRequest {
  /** linux.resources as JSON; absent and 0 leave a value alone. */
  readonly text: string;
  /** What the text is called in errors. */
  readonly file: string;
  readonly rdt: RdtChange;
  readonly log: LogSink;
  /** Of the request itself. */
  readonly warnings: readonly string[];
  /** The container as it was before the caller was waited for, null where nobody was. */
  readonly seen: ProcessId | null;
}

/** libsystemd is teu-core's to load: for before the first effect, and before stdin, which can be read once. */
export function leaveScope({ scope }: State): void {
  if (scope !== undefined) small?.leave(null);
}

/** Another one has taken the name meanwhile. */
const isOther = (a: ProcessId, b: ProcessId): boolean => a.pid !== b.pid || a.startTime !== b.startTime;

function stepOf(places: readonly Place[], write: ResourceWrite): StepOf<'cgroup_write'> {
  const file = fileOf(places, write.controller, write.file);
  if (file !== null) return { op: 'cgroup_write', actor: 'host', from: write.from, file, value: write.value };
  throw new TeuError({
    code: 'teu.config.cgroup',
    message: `cannot use the cgroup controller ${write.controller}: the container has no cgroup in it`,
    field: { file: '', line: 0, column: 0, pointer: write.from, value: null },
  });
}

/** Undone when a later one fails: file -> what it held. */
type Before = Map<string, string>;

/** Values of one line can be put back; of those with a line for each device only the device's own could. */
function remember(file: string, before: Before): void {
  const text = lib.tryReadText(file)?.trimEnd();
  if (text !== undefined && text !== '' && !text.includes('\n') && !before.has(file)) before.set(file, text);
}

function writeStep(step: StepOf<'cgroup_write'>, wrapped: string): void {
  try {
    lib.writeText(step.file, step.value, { existing: true });
  } catch (error) {
    if (!(error instanceof lib.SysError)) throw error;
    const { stepError } = require('../errors/step.ts') as typeof import('../errors/step.ts');
    const none = { step: 0, item: -1, value: 0n, startNanos: 0n, endNanos: 0n } as const;
    const outcome = { ...none, state: 'failed', call: error.call, errno: error.errno } as const;
    throw new TeuError(stepError(step, outcome, wrapped, wrappedName, refusedWrite(step, lib)));
  }
}

/** As the executor does with `otherwise`: another file or value where the kernel has not got the first. */
function perform(places: readonly Place[], write: ResourceWrite, before: Before, wrapped: string): void {
  const step = stepOf(places, write);
  remember(step.file, before);
  try {
    writeStep(step, wrapped);
  } catch (error) {
    const { otherwise } = write;
    const errno = error instanceof TeuError ? error.data.call?.errno : undefined;
    const { errnoSymbol } = require('../tables/errno.ts') as typeof import('../tables/errno.ts');
    if (otherwise === undefined || errno === undefined || !otherwise.onErrno.includes(errnoSymbol(errno)))
      throw error;
    const second = stepOf(places, { ...write, file: otherwise.file, value: otherwise.value });
    remember(second.file, before);
    writeStep(second, wrapped);
  }
}

/** The newest first: what bounds another value was raised before it. */
function putBack(before: Before, log: LogSink): void {
  for (const [file, text] of [...before].reverse()) {
    try {
      lib.writeText(file, text, { existing: true });
    } catch (error) {
      if (!(error instanceof lib.SysError)) throw error;
      log.warn(`cannot put back ${text} in ${file}: errno ${error.errno}`);
    }
  }
}

function readCurrent(places: readonly Place[], resources: Resources, version: 'v1' | 'v2') {
  const current: Record<string, string> = {};
  for (const [controller, name] of filesToRead(resources, version)) {
    const file = fileOf(places, controller, name);
    const text = file === null ? null : lib.tryReadText(file);
    if (text !== null) current[name] = text;
  }
  return current;
}

/** Marks places in the text with a config.json around it. */
const wrappedName = '';

/** Errors that know a pointer alone get their place in the text of the resources. */
function locatedHere<T>(wrapped: string, file: string, make: () => T): T {
  try {
    return placed(wrapped, wrappedName, make);
  } catch (error) {
    if (!(error instanceof TeuError) || error.data.field?.file !== wrappedName) throw error;
    throw new TeuError({ ...error.data, field: ownPlace(error.data.field, file) });
  }
}

/** The configuration is read for this alone. */
function changeClass(dir: ContainerDir, { bundle }: State, change: RdtChange): void {
  if (change.l3CacheSchema === null && change.memBwSchema === null) return;
  const { storedBundle } = require('../run/stored-config.ts') as typeof import('../run/stored-config.ts');
  const { updateRdt } = require('./rdt.ts') as typeof import('./rdt.ts');
  updateRdt(storedBundle(dir, bundle).config.linux.intelRdt, dir.id, change);
}

/**
 * Writes new limits, under the container's lock. All of them or none: when the kernel refuses one, those before it are
 * put back. TeuError `teu.state` when the container does not run; `teu.config.*` and `teu.step` name the field.
 */
export function updateContainer(dir: ContainerDir, request: UpdateRequest): void {
  const { text, file, rdt, log, seen } = request;
  using _lock = lockContainer(dir);
  const state = loadLive(dir);
  if (seen !== null && isOther(seen, state)) throw notRunning();
  leaveScope(state);
  for (const message of request.warnings) log.warn(message);
  const { resources, warnings, wrapped } = loadResources(text, file, state.ociVersion);
  for (const { path, message } of warnings) log.warn(`${path}: ${message}`);
  if (resources.devices.length > 0) log.warn('/devices: update does not change device rules');
  const { euid } = lib.ids();
  const cgroup = probeCgroup(lib, null, dir.id, euid === 0);
  const places = placesOf(state.cgroups, cgroup);
  const version = cgroup.mode === 'v2' ? 'v2' : 'v1';
  const plan = locatedHere(wrapped, file, () =>
    updateWrites(resources, readCurrent(places, resources, version), {
      version,
      zeroPidsIsLimit: zeroPidsIsLimit(state.ociVersion),
      hugepageSizes: cgroup.hugepageSizes,
    }),
  );
  for (const { pointer, message } of plan.warnings) log.warn(`${pointer}: ${message}`);
  const before: Before = new Map();
  try {
    for (const write of [...plan.writes, ...plan.late])
      locatedHere(wrapped, file, () => perform(places, write, before, wrapped));
    const { scope } = state;
    if (scope !== undefined) {
      const { updateUnit } = require('./unit.ts') as typeof import('./unit.ts');
      for (const write of locatedHere(wrapped, file, () => updateUnit(scope, plan, places)))
        perform(places, write, before, wrapped);
    }
    changeClass(dir, state, rdt);
  } catch (error) {
    putBack(before, log);
    throw error;
  }
}
