/**
 * Bind mounts: decided by the options, not by the type (config.md#mounts). File system options on them are no
 * error; the kernel has no use for them.
 */

import { joinPath } from '../cgroup/paths.ts';
import type { Config } from '../config/types.ts';
import type { Facts } from '../facts/types.ts';
import type { Step } from '../wire/types.ts';
import { attributeSteps, type MountPlace, mountPlaces } from './mount-place.ts';
import { hasMountNamespace, hasUserNamespace, isPrivileged, namespaceState } from './shape.ts';
import { step } from './step.ts';
import type { Leaf, Request } from './types.ts';

export type SourceCloner = 'init' | 'init early' | 'mounter';

/**
 * Who clones the sources, always inside the container's mount namespace, so that locked flags hold.
 * - No user namespace: init, one by one, each just before it is attached (few descriptors at a time).
 * - A new one made by root: root of the container cannot enter every directory that the caller can, and init has no
 *   rights over files of unmapped owners even before it becomes that root. The mounter keeps the caller's.
 * - A joined one, or a caller without privileges: there is nobody with more rights than init before it changes its
 *   ids, so it clones all sources first.
 */
export function sourceCloner(config: Config, facts: Facts): SourceCloner {
  if (!hasUserNamespace(config)) return 'init';
  return namespaceState(config, 'user') === 'new' && isPrivileged(facts) ? 'mounter' : 'init early';
}

const isBind = ({ options }: MountPlace): boolean => options.bind !== 'no' && !options.remount;

/** Relative sources are taken from the bundle. */
const sourceOf = (place: MountPlace, request: Request): string => {
  const source = place.source ?? '';
  return source.startsWith('/') ? source : joinPath(request.bundle, `/${source}`);
};

const clone = (place: MountPlace, request: Request): Step =>
  step('mount_clone', 'init', `${place.from}/source`, {
    source: sourceOf(place, request),
    recursive: place.options.bind === 'rbind' ? 1 : 0,
    noFollow: place.options.noFollow ? 1 : 0,
    slot: place.slot,
  });

const bindPlaces = (config: Config): readonly MountPlace[] =>
  hasMountNamespace(config) ? mountPlaces(config).filter(isBind) : [];

/** Before init becomes root of the user namespace. */
export const earlySources: Leaf = (config, facts, request) =>
  sourceCloner(config, facts) === 'init early'
    ? bindPlaces(config).map((place) => clone(place, request))
    : [];

/** Beside init, which receives each source where it attaches it. */
export const mounterSources: Leaf = (config, facts, request) => {
  const places = sourceCloner(config, facts) === 'mounter' ? bindPlaces(config) : [];
  if (places.length === 0) return [];
  return [
    step('clone_mounter', 'spawner', '', {}),
    ...places.map((place) =>
      step('mount_send', 'mounter', `${place.from}/source`, {
        source: sourceOf(place, request),
        recursive: place.options.bind === 'rbind' ? 1 : 0,
        slot: place.slot,
      }),
    ),
  ];
};

/** The source, in its register, with its attributes: only what the options say changes, the rest stays as it is. */
export function bindSteps(
  place: MountPlace,
  config: Config,
  facts: Facts,
  request: Request,
): readonly Step[] {
  const cloner = sourceCloner(config, facts);
  const arrival =
    cloner === 'init'
      ? [clone(place, request)]
      : cloner === 'mounter'
        ? [step('await_mounter', 'init', `${place.from}/source`, { slot: place.slot })]
        : [];
  return [...arrival, ...attributeSteps(place, place.options.own, false)];
}
