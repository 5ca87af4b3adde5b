/**
 * Cgroups of the container. Consumes /linux/cgroupsPath and /linux/resources; config-linux.md#control-groups.
 *
 * v1: the single-threaded spawner writes 0 to each `tasks` file, v2 (and the cgroup2 tree of a hybrid host): init
 * is cloned into the directory. Never cgroup.procs: it waits for an RCU grace period, 7 to 15 ms.
 */

import { deviceProgram } from '../cgroup/devices-bpf.ts';
import { allowsEverything, deviceLine, deviceRules } from '../cgroup/devices.ts';
import { dirsBelow } from '../cgroup/paths.ts';
import type { ResourceWrite } from '../cgroup/resources-common.ts';
import type { Config } from '../config/types.ts';
import type { CgroupFacts, Facts } from '../facts/types.ts';
import type { Step, StepOf } from '../wire/types.ts';
import { magic } from '../tables/magic.ts';
import { controllerSteps } from './cgroup-controllers.ts';
import {
  type CgroupTarget,
  cgroupTarget,
  hasTree,
  mayConfineDevices,
  type Tree,
  treeOf,
} from './cgroup-target.ts';
import type { Leaf, Request } from './types.ts';

const pathPointer = '/linux/cgroupsPath';
const devicesPointer = '/linux/resources/devices';

/** Register of the directory that clone_init clones into. */
const slot = 'cgroup';

const write = (file: string, value: string, from: string): StepOf<'cgroup_write'> => ({
  op: 'cgroup_write',
  actor: 'host',
  from,
  file,
  value,
});

function writeStep(dir: string, one: ResourceWrite): Step {
  const step = write(`${dir}/${one.file}`, one.value, one.from);
  if (one.otherwise === undefined) return step;
  const { onErrno, file, value } = one.otherwise;
  return { ...step, otherwise: { onErrno, step: write(`${dir}/${file}`, value, one.from) } };
}

function addMkdirSteps(tree: Tree, { existing }: CgroupFacts, steps: Step[]): void {
  for (const path of dirsBelow(tree.mountpoint, tree.dir))
    if (!existing.includes(path)) steps.push({ op: 'cgroup_mkdir', actor: 'host', from: pathPointer, path });
}

/** A new v1 cpuset has no cpus and no mems and may hold no task: each gets its parent's, from the first that has some. */
function cpusetSteps(tree: Tree, cgroup: CgroupFacts): readonly Step[] {
  return ['cpuset.cpus', 'cpuset.mems'].flatMap((file) => {
    let inherited = cgroup.cpusetParents[`${tree.mountpoint}/${file}`] ?? '';
    const steps: Step[] = [];
    for (const dir of dirsBelow(tree.mountpoint, tree.dir)) {
      const own = cgroup.cpusetParents[`${dir}/${file}`];
      if (own) inherited = own;
      // Unread directories lie above the nearest one with a value, or do not exist yet.
      else if (inherited !== '' && (own === '' || !cgroup.existing.includes(dir)))
        steps.push(write(`${dir}/${file}`, inherited, pathPointer));
    }
    return steps;
  });
}

function deviceSteps(
  config: Config,
  facts: Facts,
  target: CgroupTarget,
  { rootless }: Request,
): readonly Step[] {
  if (!target.managed || !mayConfineDevices(facts)) return [];
  // As runc: whoever says that he has no rights over cgroups has none over devices either.
  if (rootless === true && !hasTree(target, 'devices')) return [];
  const rules = deviceRules(config.linux.resources.devices);
  const free = allowsEverything(rules);
  if (facts.cgroup.mode === 'v2') {
    const { dir } = treeOf(target, 'devices', devicesPointer);
    if (free && !facts.cgroup.existing.includes(dir)) return [];
    return [
      { op: 'cgroup_devices', actor: 'host', from: devicesPointer, path: dir, program: deviceProgram(rules) },
    ];
  }
  // Nothing to confine is nothing to do where devices cannot be confined.
  if (free && !hasTree(target, 'devices')) return [];
  const { dir } = treeOf(target, 'devices', devicesPointer);
  return (free ? rules.slice(0, 1) : rules).map((rule) => {
    const { file, value } = deviceLine(rule);
    return write(`${dir}/${file}`, value, rule.from);
  });
}

const scopes = () => require('./cgroup-scope.ts') as typeof import('./cgroup-scope.ts');

/** The trees in which systemd tracks processes; in the others of a v1 host it has made what it manages itself. */
const isOfSystemd = ({ unified, controllers }: Tree): boolean =>
  unified || controllers.includes('name=systemd');

/** Of v1; in v2 it is a controller as others are. */
const isCpuset = ({ unified, controllers }: Tree): boolean => !unified && controllers.includes('cpuset');

/** Makes the cgroups and writes every limit but the number of processes, before anything is in them. */
export const cgroupHost: Leaf = (config, facts, request) => {
  const target = cgroupTarget(config, facts, request);
  const { cgroup, systemd } = facts;
  const steps: Step[] = [];
  if (systemd !== undefined) steps.push(scopes().scopeStart(config, facts, request, systemd, target));
  for (const tree of target.trees) {
    // systemd has made its own, and enabled the controllers it knows on the way.
    if (systemd === undefined || !isOfSystemd(tree)) addMkdirSteps(tree, cgroup, steps);
    if (tree.unified) steps.push(...controllerSteps(tree, target, facts));
  }
  for (const one of target.resources.writes) {
    const tree = treeOf(target, one.controller, one.from);
    if (!isCpuset(tree)) steps.push(writeStep(tree.dir, one));
  }
  steps.push(...deviceSteps(config, facts, target, request));
  return steps;
};

/**
 * What a v1 cpuset is given, before anything is in it. The kernel looks through all that there are and lays out its
 * scheduling anew, so this is done while the spawner enters the other cgroups.
 */
export const cpusetHost: Leaf = (config, facts, request) => {
  const target = cgroupTarget(config, facts, request);
  const tree = target.trees.find(isCpuset);
  if (tree === undefined) return [];
  const steps = [...cpusetSteps(tree, facts.cgroup)];
  for (const one of target.resources.writes)
    if (tree.controllers.includes(one.controller)) steps.push(writeStep(tree.dir, one));
  return steps;
};

/**
 * pids.max, when init exists: the spawner (v1) and what it forks count, and with a small limit its clone of init
 * would be EAGAIN.
 */
export const cgroupLate: Leaf = (config, facts, request) => {
  const target = cgroupTarget(config, facts, request);
  const stepFor = (one: ResourceWrite): Step => writeStep(treeOf(target, one.controller, one.from).dir, one);
  const writes = target.resources.late.map(stepFor);
  const { systemd } = facts;
  if (systemd === undefined) return writes;
  const late = scopes().scopeLate(config, request, systemd, target);
  return late.length === 0 ? writes : [...late, ...scopes().coarse(target).map(stepFor), ...writes];
};

function enterStep(tree: Tree): Step {
  const common = { actor: 'spawner', from: pathPointer } as const;
  if (tree.unified) return { op: 'dir_open', ...common, path: tree.dir, magic: BigInt(magic.cgroup2), slot };
  return { op: 'cgroup_join', ...common, file: `${tree.dir}/tasks` };
}

/** Enters the v1 cgroups and opens the cgroup2 one for clone_init, before any cgroup namespace exists. */
export const cgroupSpawner: Leaf = (config, facts, request) => {
  const steps: Step[] = [];
  for (const tree of cgroupTarget(config, facts, request).trees)
    if (!isCpuset(tree)) steps.push(enterStep(tree));
  return steps;
};

export const cpusetSpawner: Leaf = (config, facts, request) =>
  cgroupTarget(config, facts, request).trees.filter(isCpuset).map(enterStep);

/** The `cgroup` argument of clone_init. */
export const cgroupSlot = (config: Config, facts: Facts, request: Request): string | null =>
  cgroupTarget(config, facts, request).trees.some((tree) => tree.unified) ? slot : null;
