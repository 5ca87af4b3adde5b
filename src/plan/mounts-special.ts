/**
 * proc, sysfs, mqueue: views of one namespace, which only its owner may mount anew. Where a user namespace is not the
 * owner, the host's is bound instead, as `runc spec --rootless` writes it.
 */

import type { Config, NamespaceType } from '../config/types.ts';
import type { Facts } from '../facts/types.ts';
import type { Alternative, SlotName, Step } from '../wire/types.ts';
import { attributeSteps, type MountPlace, mountPlaces } from './mount-place.ts';
import { needsMount2, newMountOf, newMountStep } from './mounts-new.ts';
import { hasUserNamespace, isConfined, namespaceState, spawnerWillDo } from './shape.ts';
import { step } from './step.ts';
import type { Leaf } from './types.ts';

interface View {
  readonly namespace: NamespaceType;
  readonly hostPath: string;
  /**
   * The namespace may be new and the mount refused all the same: by an engine's network namespace with another
   * owner, or where the host's sysfs is not fully visible (a container in a container).
   */
  readonly mayBeRefused: boolean;
}

const views: Readonly<Record<string, View>> = {
  // No second try for proc and mqueue: the host's would show processes and queues of others.
  proc: { namespace: 'pid', hostPath: '/proc', mayBeRefused: false },
  sysfs: { namespace: 'network', hostPath: '/sys', mayBeRefused: true },
  mqueue: { namespace: 'ipc', hostPath: '/dev/mqueue', mayBeRefused: false },
};

export const isKernelView = (type: string): boolean => Object.hasOwn(views, type);

/** Recursive: a user namespace may not uncover what the host has mounted there. */
const bound = (place: MountPlace, { hostPath }: View): Step =>
  step('mount_clone', 'init', place.from, { source: hostPath, recursive: 1, noFollow: 0, slot: place.slot });

/**
 * The attributes go to every mount of the bound tree: below /sys lies the host's cgroup tree, which must not be
 * writable where /sys is not (CVE-2023-25809).
 */
const boundAttributes = (place: MountPlace): readonly Step[] =>
  attributeSteps(place, { set: place.options.own.set, clear: 0n }, true);

/** mqueue knows no context option: its root is labelled, as runc does. */
const queueLabel = ({ type, label, slot }: MountPlace, facts: Facts): readonly Step[] =>
  type === 'mqueue' && label !== null && facts.lsm.selinux
    ? [step('mount_label', 'init', '/linux/mountLabel', { mount: slot, label })]
    : [];

const filesystemOf = ({ slot }: MountPlace): SlotName => `${slot}.fs`;

function newFilesystem(place: MountPlace): Step {
  const { fstype, source, data, superFlags: sbFlags } = newMountOf(place);
  return step('fs_new', 'spawner', place.from, { fstype, source, data, sbFlags, slot: filesystemOf(place) });
}

const mountOfEarly = (place: MountPlace): Step =>
  step('fs_mount', 'init', place.from, {
    fs: filesystemOf(place),
    attrs: place.options.own.set,
    slot: place.slot,
  });

/**
 * The kernel compares a new sysfs with that of every other network namespace, so the spawner makes it while the host makes
 * the cgroups. Its mount is made by init, in the order of the list, which is that of mountinfo. Not by mount(2), which is
 * both at once, and not of a namespace still to be joined.
 */
function isMadeEarly(place: MountPlace, config: Config, facts: Facts): boolean {
  if (place.type !== 'sysfs' || needsMount2(newMountOf(place), facts)) return false;
  if (namespaceState(config, 'mount') !== 'new' || namespaceState(config, 'network') === 'joined')
    return false;
  return spawnerWillDo(config, facts);
}

const isNew = ({ options: { bind, remount, copyLink } }: MountPlace): boolean =>
  bind === 'no' && !remount && !copyLink;

/** For init to inherit. */
export const earlyViews: Leaf = (config, facts) => {
  const steps: Step[] = [];
  for (const place of mountPlaces(config))
    if (isMadeEarly(place, config, facts) && isNew(place)) steps.push(newFilesystem(place));
  return steps;
};

export function kernelViewSteps(place: MountPlace, config: Config, facts: Facts): readonly Step[] {
  const view = views[place.type] as View;
  const isForeign = hasUserNamespace(config) && namespaceState(config, view.namespace) === 'inherited';
  if (isForeign) return [bound(place, view), ...boundAttributes(place)];
  const mayBind = view.mayBeRefused && isConfined(config, facts);
  const otherwise: Alternative | undefined = mayBind
    ? { onErrno: ['EPERM'], step: bound(place, view) }
    : undefined;
  const made = isMadeEarly(place, config, facts)
    ? mountOfEarly(place)
    : newMountStep(place, newMountOf(place), facts, otherwise);
  return [made, ...queueLabel(place, facts), ...(mayBind ? boundAttributes(place) : [])];
}
