/** What a create writes about its container: state.json, plan.json and the config.json it was made from. */

import type { Bundle } from '../config/types.ts';
import type { Facts } from '../facts/types.ts';
import type { Status } from '../hooks/state.ts';
import { writeText } from '../native/lib.ts';
import { type ContainerDir, configPath, planPath } from '../state/dir.ts';
import { type State, saveState, stateVersion, timestamp } from '../state/file.ts';
import { startTimeOf } from '../state/process.ts';
import { version } from '../version.ts';
import type { Encoded } from '../wire/encode.ts';
import type { Plan } from '../wire/types.ts';
import { journalOf } from './journal.ts';
import type { Session } from './session.ts';
import { storePlan } from './stored-plan.ts';

export interface Birth {
  readonly dir: ContainerDir;
  readonly bundle: Bundle;
  readonly facts: Facts;
  readonly plan: Plan;
  readonly encoded: Encoded;
  /** As cgroupsOf says. */
  readonly cgroups: readonly string[];
  readonly session: Session;
}

/** The container's own cgroups: the deepest directories the plan makes or joins. */
export function cgroupsOf(plan: Plan): string[] {
  const made = journalOf(plan).flatMap((entry) => (entry.undo === 'cgroup' ? [entry.path] : []));
  const joined: string[] = [];
  for (const step of plan.steps) {
    if (step.op === 'cgroup_join') joined.push(step.file.slice(0, step.file.lastIndexOf('/')));
    if (step.op === 'dir_open' && step.slot === 'cgroup') joined.push(step.path);
  }
  return joined.length > 0 ? joined : made;
}

function scopeOf(plan: Plan): Pick<State, 'scope'> {
  const step = plan.steps.find(({ op }) => op === 'scope_start');
  if (step?.op !== 'scope_start') return {};
  return { scope: { unit: step.unit, manager: step.manager === 'user' ? 'user' : 'system' } };
}

/** What damage to the journal must not make a delete forget, and what it must not take for the container's own. */
function foundOf({ plan, cgroups }: Birth): Pick<State, 'foundCgroups'> {
  const made = new Set<string>();
  for (const step of plan.steps) if (step.op === 'cgroup_mkdir') made.add(step.path);
  const foundCgroups = cgroups.filter((path) => !made.has(path));
  return foundCgroups.length > 0 ? { foundCgroups } : {};
}

function stateOf(birth: Birth, status: Status): State {
  const { config } = birth.bundle;
  const { pid } = birth.session;
  return {
    teuState: stateVersion,
    teuVersion: version,
    id: birth.dir.id,
    ociVersion: config.ociVersion,
    bundle: birth.bundle.dir,
    rootfs: birth.facts.rootfs,
    status,
    pid,
    startTime: startTimeOf(pid),
    created: timestamp(),
    annotations: Object.fromEntries(config.annotations),
    cgroups: birth.cgroups,
    ownPids: config.linux.namespaces.some((namespace) => namespace.type === 'pid' && namespace.path === null),
    poststop: config.hooks.poststop,
    ...scopeOf(birth.plan),
    ...foundOf(birth),
    callersKeyring: !birth.plan.steps.some(({ op }) => op === 'session_keyring'),
  };
}

/** What `start` will need, where one will come; what `exec` may need, because the bundle may change or go. */
function storeSources({ dir, plan, encoded, bundle }: Birth, willStart: boolean): void {
  if (willStart) writeText(planPath(dir), storePlan(plan, encoded));
  writeText(configPath(dir), bundle.text);
}

/** The effect of state_save steps. The first one also stores what the later verbs will need. */
export function stateSaver(birth: Birth, willStart: boolean): (status: string) => void {
  let first: State | null = null;
  return (status) => {
    if (first === null) storeSources(birth, willStart);
    first ??= stateOf(birth, status as Status);
    saveState(birth.dir, { ...first, status: status as Status });
  };
}
