/** The steps that systemd performs for the director, and their inverse. */

import { killCgroup } from '../cgroup/remove.ts';
import { busFailure } from '../cgroup/systemd-bus.ts';
import {
  BusError,
  attachProcesses,
  type ManagerKind,
  setProperties,
  startScope,
  stopScope,
  isDeaf,
} from '../cgroup/systemd.ts';
import { fieldAt } from '../errors/fieldOf.ts';
import { type ErrorData, TeuError } from '../errors/types.ts';
import { parseOwnCgroups } from '../facts/cgroup.ts';
import { close, pidfdOpen, readText } from '../native/lib.ts';
import type { StepOf } from '../wire/types.ts';
import type { HostContext } from './host-ops.ts';
import type { JournalEntry } from './journal.ts';

const SIGKILL = 9;

const kindOf = (manager: string): ManagerKind => (manager === 'user' ? 'user' : 'system');

interface Said {
  readonly properties: readonly string[];
  readonly fields: readonly string[];
  readonly from: string;
}

/** The property that systemd names in its refusal. */
export const namedProperty = <P extends { readonly name: string }>(
  properties: readonly P[],
  { remote, detail }: BusError,
): P | undefined =>
  remote === '' ? undefined : properties.find(({ name }) => new RegExp(`\\b${name}\\b`).test(detail));

/** The field of that property; else it is about the unit. */
function pointerOf({ properties, fields, from }: Said, error: BusError): string {
  const named = properties.map((text, index) => ({
    name: text.slice(0, text.indexOf(' ')),
    field: fields[index],
  }));
  return namedProperty(named, error)?.field || from;
}

function fieldOf({ program }: HostContext, pointer: string): ErrorData['field'] {
  const source = program.sourceOf?.(pointer);
  const text = source?.text ?? program.configText;
  return fieldAt(text, source?.pointer ?? pointer, source?.file ?? program.configFile) ?? undefined;
}

/** TeuError with the field, where a call over D-Bus did not succeed. */
function performed(
  context: HostContext,
  step: Said & { readonly manager: string },
  what: string,
  perform: () => void,
): void {
  try {
    perform();
  } catch (error) {
    if (!(error instanceof BusError)) throw error;
    throw busFailure(kindOf(step.manager), what, error, fieldOf(context, pointerOf(step, error)));
  }
}

/** Limits would go to another cgroup than the process. */
function checkPlace(pid: number, { unit, cgroup }: StepOf<'scope_start'>): void {
  const own = parseOwnCgroups(readText(`/proc/${pid}/cgroup`));
  // On a v1 host systemd tracks processes in a hierarchy of its own; a hybrid one has both.
  const found = own.get('name=systemd') ?? own.get('');
  if (found === cgroup) return;
  throw new TeuError({
    code: 'teu.host',
    message: `cannot use the unit ${unit}: systemd has put it into the cgroup ${found ?? 'of nobody'}`,
    detail: [`expected ${cgroup}`],
  });
}

/** The scope around the spawner, which waits for its first step meanwhile. */
export function startScopeOf(context: HostContext, step: StepOf<'scope_start'>): void {
  const pid = context.spawner ?? 0;
  const pidfd = step.byPidfd === 1 ? pidfdOpen(pid) : -1;
  const process = pidfd < 0 ? { number: pid, byPidfd: false } : { number: pidfd, byPidfd: true };
  try {
    performed(context, step, `cannot start the unit ${step.unit}`, () =>
      startScope(kindOf(step.manager), step.unit, step.properties, process),
    );
  } finally {
    if (pidfd >= 0) close(pidfd);
  }
  checkPlace(pid, step);
}

export const setPropertiesOf = (context: HostContext, step: StepOf<'scope_set'>): void =>
  performed(context, step, `cannot change the unit ${step.unit}`, () =>
    setProperties(kindOf(step.manager), step.unit, step.properties),
  );

/** The spawner is where its child will be born, before it asks the kernel for that. */
export const attachTo = (
  context: HostContext,
  { unit, manager, cgroup, from }: StepOf<'scope_attach'>,
): void =>
  performed(context, { manager, from, properties: [], fields: [] }, `cannot enter the unit ${unit}`, () =>
    attachProcesses(kindOf(manager), unit, cgroup, [context.spawner ?? 0]),
  );

type ScopeEntry = Extract<JournalEntry, { readonly undo: 'scope' }>;

/**
 * Ends the unit of a container whose own processes have ended, and what it left running. The cgroups that remain to be
 * removed: none when the name is another's. Where systemd cannot be asked, it collects the empty scope by itself when it
 * comes to: a warning.
 */
export function endScope(
  { unit, manager, path, description }: ScopeEntry,
  warn: (message: string) => void,
): string[] {
  // It has been told of a process that is dead by now, and makes no unit around it.
  if (isDeaf()) return [path];
  try {
    const stopped = stopScope(manager, unit, description, () => killCgroup([path], SIGKILL));
    return stopped === 'foreign' ? [] : [path];
  } catch (error) {
    if (!(error instanceof TeuError)) throw error;
    const { message, call, hint } = error.data;
    warn(`${message}${call === undefined ? '' : ` (${call.name}: errno ${call.errno})`}: ${hint ?? ''}`);
    return [path];
  }
}
