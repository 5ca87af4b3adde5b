/** tmpfs: keeps the mode of what it covers, may start with its contents, becomes read-only last. */

import { TeuError } from '../errors/types.ts';
import type { Facts } from '../facts/types.ts';
import { mountAttr, mountFlag } from '../tables/mount-flags.ts';
import type { Step } from '../wire/types.ts';
import { attachSteps, isReadonlyTmpfs, type MountPlace, mountPlaces } from './mount-place.ts';
import { newMountOf, newMountStep } from './mounts-new.ts';
import { hasMountNamespace } from './shape.ts';
import { step } from './step.ts';
import type { Leaf } from './types.ts';

const hasMode = ({ options }: MountPlace): boolean => options.data.some((item) => item.startsWith('mode='));

/** Needs the covered directory in sight: before the mount is attached. */
function inheritSteps(place: MountPlace): readonly Step[] {
  const args = { mount: place.slot, root: 'root', target: place.target };
  return [
    ...(place.options.copyUp ? [step('mount_copyup', 'init', place.from, args)] : []),
    // Without mode=, /run of an image stays 0755 and its /tmp 1777 (runc 1.3.4, crun 1.29: regressions here).
    ...(hasMode(place) ? [] : [step('mount_mode', 'init', place.from, args)]),
  ];
}

/** mount(2) attaches at once: what was covered can no longer be looked at. */
function legacySteps(place: MountPlace, made: Step): readonly Step[] {
  if (place.options.copyUp)
    throw new TeuError({
      code: 'teu.host',
      message: `cannot copy up ${place.target}: fsopen(2) is missing or filtered`,
      field: { file: '', line: 0, column: 0, pointer: place.from, value: null },
    });
  return [made, ...attachSteps(place)];
}

export function tmpfsSteps(place: MountPlace, facts: Facts): readonly Step[] {
  const mount = newMountOf(place);
  const writable = {
    ...mount,
    attrs: mount.attrs & ~mountAttr.RDONLY,
    superFlags: mount.superFlags & ~mountFlag.RDONLY,
  };
  const made = newMountStep(place, writable, facts);
  if (made.op === 'mount_legacy') return legacySteps(place, made);
  return [made, ...inheritSteps(place), ...attachSteps(place)];
}

/** By the descriptor kept since it was attached, so that no path is looked up again. */
export const readonlyTmpfs: Leaf = (config) =>
  hasMountNamespace(config)
    ? mountPlaces(config)
        .filter(isReadonlyTmpfs)
        .map(({ from, slot }) =>
          step('mount_attrs', 'init', from, {
            mount: slot,
            set: mountAttr.RDONLY,
            clear: 0n,
            propagation: 0n,
            recursive: 0,
          }),
        )
    : [];
