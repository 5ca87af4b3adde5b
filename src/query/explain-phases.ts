/** The sections of an explained plan: the order of birth in eight headings. */

import type { OpName, Step } from '../wire/types.ts';

export const phases = [
  { title: 'Cgroups', reason: 'limits stand before anything is inside' },
  {
    title: 'The spawner',
    reason: "in the caller's namespaces, with the caller's rights: opens, joins, clones",
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

export type Phase = 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7;

/** The first op of a phase to come opens it; ops that are not here belong to the phase they are met in. */
const opens: Partial<Record<OpName, Phase>> = {
  cgroup_mkdir: 0,
  scope_start: 0,
  cgroup_write: 0,
  cgroup_devices: 0,
  cgroup_chown: 0,
  proc_open_host: 1,
  id_map: 2,
  id_map_helper: 2,
  clone_mounter: 3,
  parent_death: 3,
  session: 3,
  pivot_root: 5,
  move_root: 5,
  chroot: 5,
  stdio_owner: 6,
  credentials: 6,
};

/** A further process mounts nothing: it is inside as soon as it has joined. */
function openedByExec({ op, actor }: Step): Phase | undefined {
  if (op === 'dir_open' && actor === 'init') return 5;
  return ['parent_death', 'session', 'chroot'].includes(op) ? undefined : opens[op];
}

/** Phases only go forward. */
export function phaseOf(step: Step, isStart: boolean, current: Phase | null, isExec: boolean): Phase {
  if (isStart) return 7;
  const opened = step.op === 'hook_run' ? 4 : isExec ? openedByExec(step) : opens[step.op];
  return Math.max(current ?? 0, opened ?? 0) as Phase;
}
