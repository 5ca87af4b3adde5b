/** `remount`: other attributes, and other data, for what is mounted there already. */

import { mountAttr } from '../tables/mount-flags.ts';
import type { Step } from '../wire/types.ts';
import type { Attributes } from './mount-options.ts';
import { isReadonlyLater, type MountPlace, mountPlaces } from './mount-place.ts';
import { hasMountNamespace } from './shape.ts';
import { step } from './step.ts';
import type { Leaf } from './types.ts';

const nothing: Attributes = { set: 0n, clear: 0n };

interface Change {
  readonly attributes?: Attributes;
  readonly propagation?: bigint;
  readonly recursive?: boolean;
  readonly data?: readonly string[];
}

const writable = ({ set, clear }: Attributes): Attributes => ({ set: set & ~mountAttr.RDONLY, clear });

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
  const { deep, bind, data, propagation } = place.options;
  const own = isReadonlyLater(place) ? writable(place.options.own) : place.options.own;
  const hasDeep = deep.set !== 0n || deep.clear !== 0n;
  return [
    remount(place, { attributes: own, data: bind === 'no' ? data : [] }),
    ...(hasDeep ? [remount(place, { attributes: deep, recursive: true })] : []),
    ...propagation.map(({ type, recursive }) => remount(place, { propagation: type, recursive })),
  ];
}

/** When everything is in its place. */
export const readonlyRemounts: Leaf = (config) =>
  hasMountNamespace(config)
    ? mountPlaces(config)
        .filter(isReadonlyLater)
        .map((place) => remount(place, { attributes: { set: mountAttr.RDONLY, clear: 0n } }))
    : [];
