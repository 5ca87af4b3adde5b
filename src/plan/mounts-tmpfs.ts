/** tmpfs: keeps the mode of what it covers, may start with its contents, becomes read-only last. */

import type { Config } from '../config/types.ts';
import type { Facts } from '../facts/types.ts';
import { mountAttr } from '../tables/mount-flags.ts';
import type { SlotName, Step } from '../wire/types.ts';
import { attachSteps, isReadonlyTmpfs, type MountPlace, mountPlaces } from './mount-place.ts';
import { bornSteps, newMountOf, newMountStep, writable } from './mounts-new.ts';
import { hasMountNamespace } from './shape.ts';
import { step } from './step.ts';
import type { Leaf } from './types.ts';

const hasMode = ({ options }: MountPlace): boolean => options.data.some((item) => item.startsWith('mode='));

/** `root`: the register below which the covered directory is found at `target`. */
function inheritSteps(place: MountPlace, root: SlotName, target: string): readonly Step[] {
  const args = { mount: place.slot, root, target };
  return [
    ...(place.options.copyUp ? [step('mount_copyup', 'init', place.from, args)] : []),
    // Without mode=, /run of an image stays 0755 and its /tmp 1777 (runc 1.3.4, crun 1.29: regressions here).
    ...(hasMode(place) ? [] : [step('mount_mode', 'init', place.from, args)]),
  ];
}

/** mount(2) attaches at once: what it covers is opened before, and looked at from there. */
function legacySteps(place: MountPlace, made: Step): readonly Step[] {
  const slot = `${place.slot}.under`;
  const inherited = inheritSteps(place, slot, '/');
  if (inherited.length === 0) return [made, ...attachSteps(place)];
  const args = { root: 'root', target: place.target, slot };
  return [step('mount_under', 'init', place.from, args), made, ...inherited, ...attachSteps(place)];
}

export function tmpfsSteps(place: MountPlace, config: Config, facts: Facts): readonly Step[] {
  const made = newMountStep(place, writable(newMountOf(place)), facts);
  if (made.op === 'mount_legacy') return legacySteps(place, made);
  const born = bornSteps(place, made, config);
  return [...born, ...inheritSteps(place, 'root', place.target), ...attachSteps(place)];
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
