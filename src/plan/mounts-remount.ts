/** `remount`: other attributes, and other data, for what is mounted there already. */

import type { Step } from '../wire/types.ts';
import type { Attributes } from './mount-options.ts';
import type { MountPlace } from './mount-place.ts';
import { step } from './step.ts';

const remount = (
  place: MountPlace,
  { set, clear }: Attributes,
  recursive: boolean,
  data: readonly string[],
): Step =>
  step('mount_remount', 'init', place.from, {
    root: 'root',
    target: place.target,
    set,
    clear,
    recursive: recursive ? 1 : 0,
    data,
  });

/** A bind has no data of its own: that of its file system is not ours to change. */
export function remountSteps(place: MountPlace): readonly Step[] {
  const { own, deep, bind, data } = place.options;
  const hasDeep = deep.set !== 0n || deep.clear !== 0n;
  return [
    remount(place, own, false, bind === 'no' ? data : []),
    ...(hasDeep ? [remount(place, deep, true, [])] : []),
  ];
}
