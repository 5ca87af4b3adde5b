/** The sections of an explained plan: the order of birth in nine headings. */

import type { OpName, Step } from '../wire/types.ts';

export const phases = [
  {
    title: 'The spawner',
    reason: "in the caller's namespaces, with the caller's rights: opens, and makes what needs no cgroup",
  },
  { title: 'Cgroups', reason: 'made by the host meanwhile; limits stand before anything is inside' },
  {
    title: 'Birth',
    reason: 'the spawner enters the cgroups, joins what there is, and clones init with what is new',
  },
  { title: 'Ids', reason: 'without its maps init can neither make files nor become root' },
  { title: 'Mounts', reason: "below the descriptor of the rootfs; the host's tree is still in sight" },
  { title: 'Hooks', reason: 'the rootfs is still at its path on the host' },
  { title: 'The root', reason: 'it changes first: what is fooled from here on reaches the container only' },
  {
    title: 'The process',
    reason: 'init becomes it; last of all come the limits, and the look back from outside',
  },
  { title: 'Start', reason: 'performed by start, or by run going on' },
] as const;

export type Phase = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;

/** The first op of a phase to come opens it; ops that are not here belong to the phase they are met in. */
const opens: Partial<Record<OpName, Phase>> = {
  cgroup_mkdir: 1,
  scope_start: 1,
  cgroup_write: 1,
  cgroup_devices: 1,
  cgroup_chown: 1,
  cgroup_join: 2,
  oom_score_adj: 2,
  userns_make: 2,
  ns_join: 2,
  clone_init: 2,
  id_map: 3,
  id_map_helper: 3,
  clone_mounter: 4,
  parent_death: 4,
  session: 4,
  pivot_root: 6,
  move_root: 6,
  chroot: 6,
  stdio_owner: 7,
  credentials: 7,
};

function openedByBirth(step: Step): Phase | undefined {
  if (step.op === 'hook_run') return 5;
  // Not the root file system of who has no mount namespace.
  return step.op === 'dir_open' && step.slot === 'cgroup' ? 2 : opens[step.op];
}

/** A further process has its cgroup already, and mounts nothing: it is inside as soon as it has joined. */
function openedByExec({ op, actor }: Step): Phase | undefined {
  if (actor === 'spawner') return 2;
  if (op === 'dir_open' && actor === 'init') return 6;
  return ['parent_death', 'session', 'chroot'].includes(op) ? undefined : opens[op];
}

/** Phases only go forward. */
export function phaseOf(step: Step, isStart: boolean, current: Phase | null, isExec: boolean): Phase {
  if (isStart) return 8;
  const opened = isExec ? openedByExec(step) : openedByBirth(step);
  return Math.max(current ?? 0, opened ?? 0) as Phase;
}
