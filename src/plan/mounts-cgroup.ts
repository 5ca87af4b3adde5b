/**
 * Mounts of type `cgroup` and `cgroup2`. config-linux.md#control-groups, config.md#mounts
 *
 * Never a writable view of anything above the container's own cgroup (R13): a new mount shows the root of the cgroup
 * namespace, and where that is not the container's own, its own directory is cloned from the host's mount.
 *
 * v1 and hybrid: a tmpfs with one mount for each hierarchy, as runc makes it (the cgroup2 tree of a hybrid host is not
 * among them). It is attached before it is filled: kernels before 6.15 attach nothing to a detached mount.
 */

import { joinPath } from '../cgroup/paths.ts';
import type { Config, Mount } from '../config/types.ts';
import { TeuError } from '../errors/types.ts';
import type { Facts } from '../facts/types.ts';
import { mountAttr, mountFlag } from '../tables/mount-flags.ts';
import { mountOptions } from '../tables/mount-options.ts';
import type { Pointer, SlotName, Step } from '../wire/types.ts';
import { cgroupTarget, type Tree } from './cgroup-target.ts';
import { mount2, needsMount2, type NewMount } from './mounts-new.ts';
import { namespaceState } from './shape.ts';
import { step } from './step.ts';
import type { Request } from './types.ts';

const { RDONLY, NOSUID, NODEV, NOEXEC } = mountAttr;
const confined = NOSUID | NODEV | NOEXEC;

interface Attributes {
  readonly set: bigint;
  readonly clear: bigint;
  readonly propagation: bigint;
}

/** The last of contradicting options counts. What is no attribute has no meaning for these mounts. */
function attributesOf(options: readonly string[]): Attributes {
  let [set, clear, propagation] = [0n, 0n, 0n];
  for (const option of options) {
    const row = mountOptions[option];
    set = (set & ~(row?.clear ?? 0n)) | (row?.set ?? 0n);
    clear = (clear & ~(row?.set ?? 0n)) | (row?.clear ?? 0n);
    // There is nothing below: the recursive ones mean the same, and mount_setattr(2) does not know MS_REC.
    propagation = (row?.propagation ?? propagation) & ~mountFlag.REC;
  }
  return { set, clear, propagation };
}

/** Clones a directory of the host inside init's mount namespace and gives it the attributes. */
const cloneSteps = (from: Pointer, source: string, slot: SlotName, attrs: Attributes): readonly Step[] => [
  step('mount_clone', 'init', from, { source, recursive: 0, noFollow: 0, slot }),
  attrsStep(from, slot, attrs),
];

const attrsStep = (from: Pointer, mount: SlotName, attrs: Partial<Attributes>): Step =>
  step('mount_attrs', 'init', from, { mount, set: 0n, clear: 0n, propagation: 0n, ...attrs, recursive: 0 });

/** Where a mount goes: below a register. */
interface Spot {
  readonly from: Pointer;
  readonly slot: SlotName;
  readonly root: SlotName;
  readonly target: string;
}

type What = Omit<NewMount, 'superFlags'>;

/** By mount(2) where fsopen and its kin are missing: it attaches at once. */
function newMount({ root, ...spot }: Spot, what: What, facts: Facts): Step {
  const mount = { ...what, superFlags: 0n };
  if (needsMount2(mount, facts)) return mount2(spot, mount, root);
  return step('mount_new', 'init', spot.from, { ...what, sbFlags: 0n, slot: spot.slot });
}

/** `keep`: the slot is needed afterwards, as a place to attach to. */
const attach = (from: Pointer, mount: SlotName, root: SlotName, target: string, keep = 0): Step =>
  step('mount_attach', 'init', from, { mount, root, target, create: 1, keep, noFollow: 0 });

/** What the steps of one entry of config.mounts share. */
interface Place {
  readonly from: Pointer;
  readonly mount: Mount;
  readonly attrs: Attributes;
  /** The container has a cgroup namespace of its own, or of another container. */
  readonly namespaced: boolean;
  /**
   * It may be the initial one: there a new mount sets the options of the host's (kernel/cgroup/cgroup.c,
   * apply_cgroup_root_flags), and without nsdelegate delegation ends nowhere.
   */
  readonly joined: boolean;
  readonly slot: SlotName;
  /** Slot of the root filesystem. */
  readonly root: SlotName;
}

/** Where there is no cgroup of the container's own (rootless, no limits), the caller's is shown, read-only. */
const guarded = (tree: Tree | undefined, attrs: Attributes): Attributes =>
  tree === undefined || tree.barred === null
    ? attrs
    : { ...attrs, set: attrs.set | RDONLY, clear: attrs.clear & ~RDONLY };

const sourceDir = (tree: Tree, ownPath: string): string =>
  tree.barred === null ? tree.dir : joinPath(tree.mountpoint, ownPath);

function noUnifiedTree({ from, mount }: Place): TeuError {
  return new TeuError({
    code: 'teu.config.mount',
    message: `cannot mount cgroup2 at ${mount.destination}: this host has none, and without a cgroup namespace a new one would be the whole tree`,
    field: { file: '', line: 0, column: 0, pointer: from, value: null },
  });
}

function unifiedSteps(place: Place, facts: Facts, trees: readonly Tree[]): readonly Step[] {
  const { from, slot, root, mount, namespaced } = place;
  const tree = trees.find((one) => one.unified);
  const attrs = guarded(tree, place.attrs);
  const attached = attach(from, slot, root, mount.destination);
  if (namespaced) {
    const source = mount.source ?? 'cgroup2';
    const data = place.joined ? (facts.cgroup.unified?.options ?? []) : [];
    const spot = { from, slot, root, target: mount.destination };
    const fresh = newMount(spot, { fstype: 'cgroup2', source, data, attrs: attrs.set }, facts);
    if (attrs.propagation === 0n) return [fresh, attached];
    return [fresh, attrsStep(from, slot, { propagation: attrs.propagation }), attached];
  }
  if (tree === undefined) throw noUnifiedTree(place);
  const dir = sourceDir(tree, facts.cgroup.unified?.ownPath ?? '/');
  return [...cloneSteps(from, dir, slot, attrs), attached];
}

/** `name=systemd` has no controller, which fsconfig(2) wants to hear as well. Sources are those of runc. */
function hierarchyMount(controllers: readonly string[], readonly: bigint): What {
  const named = controllers.find((one) => one.startsWith('name='));
  const source = named === undefined ? 'cgroup' : named.slice('name='.length);
  const data = named !== undefined && controllers.length === 1 ? ['none', named] : controllers;
  return { fstype: 'cgroup', source, data, attrs: confined | readonly };
}

function hierarchySteps(place: Place, facts: Facts, trees: readonly Tree[]): readonly Step[] {
  const steps: Step[] = [];
  const wanted = { ...place.attrs, propagation: 0n };
  for (const { controllers, name, mountpoint, ownPath } of facts.cgroup.hierarchies) {
    const tree = trees.find((one) => one.mountpoint === mountpoint);
    if (tree === undefined) continue;
    const slot = `${place.slot}.${name}`;
    const attrs = guarded(tree, wanted);
    if (place.namespaced)
      steps.push(
        newMount(
          { from: place.from, slot, root: place.slot, target: name },
          hierarchyMount(controllers, attrs.set & RDONLY),
          facts,
        ),
      );
    else steps.push(...cloneSteps(place.from, sourceDir(tree, ownPath), slot, attrs));
    steps.push(attach(place.from, slot, place.slot, name));
  }
  return steps;
}

/** cpu -> cpu,cpuacct: programs look for each controller under its own name. */
function linkSteps({ from, slot }: Place, facts: Facts): readonly Step[] {
  const steps: Step[] = [];
  for (const { controllers, name } of facts.cgroup.hierarchies) {
    if (controllers.length === 1) continue;
    for (const path of controllers)
      if (path !== name && !path.startsWith('name='))
        steps.push(step('symlink', 'init', from, { root: slot, target: name, path, replace: 0 }));
  }
  return steps;
}

function v1Steps(place: Place, facts: Facts, trees: readonly Tree[]): readonly Step[] {
  const { from, slot, root, mount, attrs } = place;
  const last = { set: attrs.set & RDONLY, propagation: attrs.propagation };
  return [
    newMount(
      { from, slot, root, target: mount.destination },
      { fstype: 'tmpfs', source: 'tmpfs', data: ['mode=755'], attrs: confined },
      facts,
    ),
    attach(from, slot, root, mount.destination, 1),
    ...hierarchySteps(place, facts, trees),
    ...linkSteps(place, facts),
    ...(last.set === 0n && last.propagation === 0n ? [] : [attrsStep(from, slot, last)]),
  ];
}

/**
 * The steps of config.mounts[index], a mount of type `cgroup` or `cgroup2`, complete with attaching it below the
 * rootfs slot `root`. `slot` gets the mount; on v1 those of the hierarchies are `<slot>.<name>`.
 */
export function cgroupMountSteps(
  mount: Mount,
  index: number,
  config: Config,
  facts: Facts,
  request: Request,
  slot: SlotName,
  root: SlotName = 'root',
): readonly Step[] {
  const target = cgroupTarget(config, facts, request);
  const trees = [...target.trees, ...target.barred];
  const attrs = attributesOf(mount.options);
  const state = namespaceState(config, 'cgroup');
  const [namespaced, joined] = [state !== 'inherited', state === 'joined'];
  const place: Place = { from: `/mounts/${index}`, mount, attrs, namespaced, joined, slot, root };
  const v2 = facts.cgroup.mode === 'v2' || mount.type === 'cgroup2';
  return v2 ? unifiedSteps(place, facts, trees) : v1Steps(place, facts, trees);
}
