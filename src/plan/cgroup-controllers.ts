/** cgroup v2: controllers are enabled for children in cgroup.subtree_control of every parent. Pure. cgroups(7) */

import { dirsBelow } from '../cgroup/paths.ts';
import type { ResourceWrite } from '../cgroup/resources-common.ts';
import { TeuError } from '../errors/types.ts';
import type { Facts } from '../facts/types.ts';
import type { Pointer, Step, StepOf } from '../wire/types.ts';
import { notApplied } from './cgroup-refused.ts';
import { type CgroupTarget, coreFiles, type Tree } from './cgroup-target.ts';

const EACCES = 13;
const cgroupsPath = '/linux/cgroupsPath';

/** Enabled where possible even when no limit asks, as the peers do: engines read their statistics. */
const forStatistics = ['cpuset', 'cpu', 'io', 'memory', 'hugetlb', 'pids', 'rdma', 'misc'];

/** Those that systemd knows it enables itself, in its slices too; of the others it knows nothing and leaves them alone. */
const notOfSystemd = ['hugetlb', 'rdma', 'misc'];

/**
 * What a parent answers that may not have a controller: it holds processes, is threaded, or its own parent did not
 * get it.
 */
const refusals = ['EBUSY', 'EINVAL', 'ENOENT', 'EOPNOTSUPP'];

const enable = (controllers: readonly string[]): string => controllers.map((name) => `+${name}`).join(' ');

function write(dir: string, value: string, from: Pointer): StepOf<'cgroup_write'> {
  return { op: 'cgroup_write', actor: 'host', from, file: `${dir}/cgroup.subtree_control`, value };
}

function notDelegated(
  dir: string,
  { dir: wantedIn }: Tree,
  absent: readonly string[],
  need: ResourceWrite,
  target: CgroupTarget,
): TeuError {
  const { delegationHint } = require('../errors/delegation.ts') as typeof import('../errors/delegation.ts');
  const { controller: name } = need;
  const owner = target.cgroup.owners?.[dir];
  return new TeuError({
    code: 'teu.config.cgroup',
    message: `cannot enable the cgroup controller ${name} below ${dir}`,
    field: { file: '', line: 0, column: 0, pointer: need.from, value: null },
    call: { name: 'open', errno: EACCES },
    hint: delegationHint({ name, lackingAt: dir, wantedIn, ...(owner === undefined ? {} : { owner }) }),
    detail: notApplied(target, ({ controller }) => absent.includes(controller)),
  });
}

/** One parent. Enabling takes a machine-wide lock, so nothing is written that is enabled already. */
function enableIn(
  dir: string,
  tree: Tree,
  needs: readonly ResourceWrite[],
  target: CgroupTarget,
  optionals: readonly string[],
): readonly Step[] {
  const { subtreeControl, unwritable } = target.cgroup;
  const absent = (name: string): boolean => !(subtreeControl[dir] ?? []).includes(name);
  const needed = [...new Set(needs.map((one) => one.controller))].filter(absent);
  const [need] = needs.filter((one) => needed.includes(one.controller));
  if (unwritable?.includes(dir)) {
    if (need !== undefined) throw notDelegated(dir, tree, needed, need, target);
    return [];
  }
  const wanted = optionals.filter((name) => tree.controllers.includes(name) && absent(name));
  const optional = wanted.filter((name) => !needed.includes(name));
  const from = need?.from ?? cgroupsPath;
  if (optional.length === 0) return needed.length === 0 ? [] : [write(dir, enable(needed), from)];
  // A blank line enables nothing and succeeds: the controllers nobody asked for may stay away.
  const rest = needed.length === 0 ? '\n' : enable(needed);
  const otherwise = { onErrno: refusals, step: write(dir, rest, from) };
  return [{ ...write(dir, enable([...needed, ...optional]), from), otherwise }];
}

/**
 * From the mount root down to the directory above the container's. They must exist by then. With the systemd manager
 * only what a limit needs and systemd has no word for, as runc does.
 */
export function controllerSteps(tree: Tree, target: CgroupTarget, facts: Facts): readonly Step[] {
  if (facts.cgroup.mode !== 'v2') return [];
  const all = [...target.resources.writes, ...target.resources.late];
  const isOurs = (name: string): boolean => facts.systemd === undefined || notOfSystemd.includes(name);
  const needs = all.filter(({ controller }) => controller !== coreFiles && isOurs(controller));
  const optionals = facts.systemd === undefined ? forStatistics : [];
  const parents = [tree.mountpoint, ...dirsBelow(tree.mountpoint, tree.dir).slice(0, -1)];
  const { subtreeControl, unwritable } = facts.cgroup;
  // Below a parent that is not ours there is what it has enabled. One too many in a write and none is enabled.
  let { controllers } = tree;
  const steps: Step[] = [];
  for (const dir of parents) {
    steps.push(...enableIn(dir, { ...tree, controllers }, needs, target, optionals));
    if (unwritable?.includes(dir))
      controllers = controllers.filter((name) => subtreeControl[dir]?.includes(name));
  }
  return steps;
}
