/** Which cgroup trees the container goes into, and what will be written there: what the cgroup leaves share. Pure. */

import { cgroupDirs, dirsBelow } from '../cgroup/paths.ts';
import { type ResourcePlan, type ResourceWarning, zeroPidsIsLimit } from '../cgroup/resources-common.ts';
import { resourceWrites } from '../cgroup/resources.ts';
import type { Config } from '../config/types.ts';
import { TeuError } from '../errors/types.ts';
import type { CgroupFacts, Facts } from '../facts/types.ts';
import type { Pointer } from '../wire/types.ts';
import { absent, absentRemedy, fieldName, notApplied, ownedBy, remedy } from './cgroup-refused.ts';
import type { Request } from './types.ts';

const EACCES = 13;

/** One mounted tree and the container's directory in it. */
export interface Tree {
  readonly mountpoint: string;
  readonly dir: string;
  readonly unified: boolean;
  /** v1: of the hierarchy. v2: all it could have; hybrid's cgroup2 tree: none, it only holds the processes. */
  readonly controllers: readonly string[];
  /** The directory that keeps an unprivileged caller out, or null. */
  readonly barred: string | null;
}

export interface CgroupTarget {
  /** Those the container enters. */
  readonly trees: readonly Tree[];
  /** Those it would enter if the caller might. */
  readonly barred: readonly Tree[];
  readonly resources: ResourcePlan;
  readonly cgroup: CgroupFacts;
  /** False when the caller wants no cgroup: all trees are barred then, and nothing is an error. */
  readonly managed: boolean;
}

/** mkdir and joining need the deepest directory that exists. */
function barrier(mountpoint: string, dir: string, cgroup: CgroupFacts): string | null {
  if (cgroup.unwritable === undefined || cgroup.unwritable.length === 0) return null;
  const deepest = dirsBelow(mountpoint, dir).findLast((one) => cgroup.existing.includes(one)) ?? mountpoint;
  return cgroup.unwritable.includes(deepest) ? deepest : null;
}

/** `cgroup.max.depth` and its like belong to no controller. */
export const coreFiles = 'cgroup';

/** Controllers without a file in cgroup.controllers: always there. */
const builtIn = ['devices', 'freezer', coreFiles];

/** Under systemd it is the place of the scope. */
function pathOf({ linux: { cgroupsPath } }: Config, { systemd }: Facts, id: string): string | null {
  if (systemd === undefined) return cgroupsPath;
  const { scopePlace } = require('../cgroup/unit-name.ts') as typeof import('../cgroup/unit-name.ts');
  return scopePlace(cgroupsPath, id, systemd).path;
}

function trees(config: Config, facts: Facts, id: string): readonly Tree[] {
  const { cgroup } = facts;
  const { v1, unified } = cgroupDirs(pathOf(config, facts, id), id, cgroup);
  const all: Omit<Tree, 'barred'>[] = v1.map(({ hierarchy: { mountpoint, controllers }, dir }) => {
    return { mountpoint, dir, unified: false, controllers };
  });
  if (unified !== null) {
    const controllers = cgroup.mode === 'v2' ? [...(cgroup.unified?.controllers ?? []), ...builtIn] : [];
    all.push({ mountpoint: unified.mountpoint, dir: unified.dir, unified: true, controllers });
  }
  const isBarred = facts.systemd === undefined;
  return all.map((tree) => ({
    ...tree,
    barred: isBarred ? barrier(tree.mountpoint, tree.dir, cgroup) : null,
  }));
}

/** The kernel refuses device rules inside of user namespaces; there the missing mknod confines. As runc and crun. */
export const mayConfineDevices = (facts: Facts): boolean => facts.user.euid === 0 && !facts.user.inUserns;

/** Five leaves of a plan ask for the same. */
const known = new WeakMap<
  Facts,
  { readonly config: Config; readonly asked: Asked; readonly target: CgroupTarget }
>();

type Asked = Pick<Request, 'id' | 'noCgroup' | 'rootless'>;

const isAlike = (a: Asked, b: Asked): boolean =>
  a.id === b.id && a.noCgroup === b.noCgroup && a.rootless === b.rootless;

/**
 * Rootless without delegation: cgroups that may not be written are left out, which is an error only when
 * a limit needs them (treeOf) or config.json names the place.
 */
export function cgroupTarget(config: Config, facts: Facts, asked: Asked): CgroupTarget {
  const before = known.get(facts);
  if (before?.config === config && isAlike(before.asked, asked)) return before.target;
  const target = asked.noCgroup ? noTarget(config, facts, asked.id) : makeTarget(config, facts, asked);
  known.set(facts, { config, asked, target });
  return target;
}

type Unfit = NonNullable<CgroupFacts['unfit']>;

/** Whoever enters a frozen cgroup stops there, and who waits for him too; the rest is cgroups(7). */
const unfitTexts: Readonly<Record<Unfit['why'], readonly [place: string, fault: string, fix: string]>> = {
  frozen: ['a frozen cgroup', 'is frozen', 'write 0 to its cgroup.freeze, or THAWED to its freezer.state'],
  threaded: [
    'a threaded cgroup',
    'is no domain but threaded, and a process starts in a domain only',
    'cgroup.type tells; a cgroup never becomes a domain again, so name another one',
  ],
  populated: [
    'a cgroup that is not empty',
    'holds processes',
    'its cgroup.procs, and those below it, list them; limits and signals of the container would hit them too',
  ],
  inner: [
    'a cgroup that has given its controllers to its children',
    'has controllers in cgroup.subtree_control',
    'a cgroup has either processes of its own or controllers for its children: name one below it',
  ],
};

/** config-linux.md#cgroups-path: MAY consider a path invalid, and then MUST generate an error. */
function refuseUnfit({ unfit }: CgroupFacts, cgroupsPath: string | null): void {
  if (unfit === undefined) return;
  const [place, fault, hint] = unfitTexts[unfit.why];
  const value = cgroupsPath === null ? null : JSON.stringify(cgroupsPath);
  throw new TeuError({
    code: 'teu.config.cgroup',
    message: `cannot place the container in ${place}: ${unfit.dir} ${fault}`,
    field: { file: '', line: 0, column: 0, pointer: '/linux/cgroupsPath', value },
    hint,
  });
}

/**
 * A place that was asked for is the place, or an error (config-linux.md#cgroups-path: MUST consistently attach). With
 * --rootless=false any place is.
 */
function refuseBarred(cgroupsPath: string | null, all: readonly Tree[], { rootless }: Asked): void {
  const tree = all.find((one) => one.barred !== null);
  const isAsked = (cgroupsPath !== null && cgroupsPath !== '') || rootless === false;
  if (!isAsked || tree === undefined) return;
  throw new TeuError({
    code: 'teu.config.cgroup',
    message: `cannot make the cgroup ${tree.dir}`,
    field: { file: '', line: 0, column: 0, pointer: '/linux/cgroupsPath', value: null },
    call: { name: 'mkdir', errno: EACCES },
    hint: `${tree.barred} may not be written by this user: without ${rootless === false ? '--rootless=false' : 'cgroupsPath'} and limits no cgroup would be needed`,
  });
}

/** Has values that bound each other. */
const hasBounds = ({ controllers }: Tree): boolean =>
  controllers.includes('memory') || controllers.includes('cpu');

function planResources({ linux, ociVersion }: Config, { cgroup }: Facts, all: readonly Tree[]): ResourcePlan {
  const { existing } = cgroup;
  return resourceWrites(linux.resources, {
    version: cgroup.mode === 'v2' ? 'v2' : 'v1',
    existing: existing.length > 0 && all.some((tree) => hasBounds(tree) && existing.includes(tree.dir)),
    zeroPidsIsLimit: zeroPidsIsLimit(ociVersion),
    get hugepageSizes() {
      return cgroup.hugepageSizes;
    },
  });
}

function makeTarget(config: Config, facts: Facts, asked: Asked): CgroupTarget {
  refuseUnfit(facts.cgroup, config.linux.cgroupsPath);
  const all = trees(config, facts, asked.id);
  refuseBarred(config.linux.cgroupsPath, all, asked);
  return {
    trees: all.filter((tree) => tree.barred === null),
    barred: all.filter((tree) => tree.barred !== null),
    resources: planResources(config, facts, all),
    cgroup: facts.cgroup,
    managed: true,
  };
}

/**
 * As for a user who may write none of the trees. What the caller has switched off is a warning for each limit, as crun
 * goes on too; device rules, which every engine sends, are left out without a word.
 */
function noTarget(config: Config, facts: Facts, id: string): CgroupTarget {
  const barred = trees(config, facts, id).map((tree) => ({ ...tree, barred: tree.mountpoint }));
  const { writes, late, warnings } = planResources(config, facts, barred);
  const path = config.linux.cgroupsPath ? ['/linux/cgroupsPath'] : [];
  const pointers = [...new Set([...path, ...[...writes, ...late].map(({ from }) => from)])];
  const ignored = pointers.map((pointer) => {
    return { pointer, message: `${fieldName(pointer)} is left out: no cgroup is made` };
  });
  return {
    trees: [],
    barred,
    resources: { writes: [], late: [], warnings: [...warnings, ...ignored] },
    cgroup: facts.cgroup,
    managed: false,
  };
}

function missing(controller: string, pointer: Pointer, target: CgroupTarget): TeuError {
  const field = { file: '', line: 0, column: 0, pointer, value: null };
  const tree = target.barred.find(({ controllers }) => controllers.includes(controller));
  if (tree === undefined)
    return new TeuError({
      code: 'teu.config.cgroup',
      message: `cannot use the cgroup controller ${controller}: ${absent(controller, target)}`,
      field,
      hint: absentRemedy(controller, target.cgroup),
    });
  return new TeuError({
    code: 'teu.config.cgroup',
    message: `cannot use the cgroup controller ${controller} in ${tree.dir}`,
    field,
    call: { name: 'mkdir', errno: EACCES },
    hint: `${tree.barred}${ownedBy(target.cgroup.owners?.[tree.barred ?? ''])} may not be written by this user: ${remedy(target.cgroup)}`,
    detail: notApplied(target, (write) => !hasTree(target, write.controller)),
  });
}

export const hasTree = ({ trees }: CgroupTarget, controller: string): boolean =>
  trees.some(({ controllers }) => controllers.includes(controller));

/** The tree with a controller. TeuError `teu.config.cgroup` names the field that needs it. */
export function treeOf(target: CgroupTarget, controller: string, pointer: Pointer): Tree {
  const tree = target.trees.find(({ controllers }) => controllers.includes(controller));
  if (tree === undefined) throw missing(controller, pointer, target);
  return tree;
}

/** Fields of /linux/resources that cannot act on this host and that the spec lets a runtime leave out. */
export const cgroupWarnings = (config: Config, facts: Facts, asked: Asked): readonly ResourceWarning[] =>
  cgroupTarget(config, facts, asked).resources.warnings;
