/** `remount`: other attributes, and other data, for what is mounted there already. */

import type { Step } from '../wire/types.ts';
import type { Attributes } from './mount-options.ts';
import type { MountPlace } from './mount-place.ts';
import { step } from './step.ts';

const nothing: Attributes = { set: 0n, clear: 0n };

interface Change {
  readonly attributes?: Attributes;
  readonly propagation?: bigint;
  readonly recursive?: boolean;
  readonly data?: readonly string[];
}

const remount = (place: MountPlace, change: Change): Step =>
  step('mount_remount', 'init', place.from, {
    root: 'root',
    target: place.target,
    ...(change.attributes ?? nothing),
    propagation: change.propagation ?? 0n,
    recursive: change.recursive === true ? 1 : 0,
    data: change.data ?? [],
  });

/** A bind has no data of its own: that of its file system is not ours to change. Propagation as listed, last. */
export function remountSteps(place: MountPlace): readonly Step[] {
  const { own, deep, bind, data, propagation } = place.options;
  const hasDeep = deep.set !== 0n || deep.clear !== 0n;
  return [
    remount(place, { attributes: own, data: bind === 'no' ? data : [] }),
    ...(hasDeep ? [remount(place, { attributes: deep, recursive: true })] : []),
    ...propagation.map(({ type, recursive }) => remount(place, { propagation: type, recursive })),
  ];
}
