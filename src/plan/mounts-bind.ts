/**
 * Bind mounts: decided by the options, not by the type (config.md#mounts). File system options on them are no
 * error; the kernel has no use for them.
 */

import { joinPath } from '../cgroup/paths.ts';
import type { Config } from '../config/types.ts';
import type { Facts } from '../facts/types.ts';
import type { Step } from '../wire/types.ts';
import { attributeSteps, type MountPlace, mountPlaces } from './mount-place.ts';
import { awaited, sent } from './mounter.ts';
import { idmapSteps } from './mounts-idmap.ts';
import { hasMountNamespace, hasUserNamespace, isPrivileged, namespaceState } from './shape.ts';
import { step } from './step.ts';
import type { Leaf, Request } from './types.ts';

export type SourceCloner = 'init' | 'init early' | 'mounter';

/**
 * Who clones the sources, always inside the container's mount namespace, so that locked flags hold.
 * - No user namespace: init, one by one, each just before it is attached (few descriptors at a time).
 * - A new one made by root: root of the container cannot enter every directory that the caller can, and init has no
 *   rights over files of unmapped owners even before it becomes that root. The mounter keeps the caller's.
 * - A joined one, or a caller without privileges: init before it changes its ids has the rights of whoever started
 *   it, as far as they go, so it clones all sources first.
 */
export function sourceCloner(config: Config, facts: Facts): SourceCloner {
  if (!hasUserNamespace(config)) return 'init';
  return namespaceState(config, 'user') === 'new' && isPrivileged(facts) ? 'mounter' : 'init early';
}

export const isBind = ({ options }: MountPlace): boolean => options.bind !== 'no' && !options.remount;

/** Relative sources are taken from the bundle. */
const sourceOf = (place: MountPlace, request: Request): string => {
  const source = place.source ?? '';
  return source.startsWith('/') ? source : joinPath(request.bundle, `/${source}`);
};

const clone = (place: MountPlace, request: Request, actor: 'init' | 'mounter' = 'init'): Step =>
  step('mount_clone', actor, `${place.from}/source`, {
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
    ? bindPlaces(config)
        .filter(
          (place) => clonerOf(place, config, facts) === 'init early' && copiedLink(place, facts) === null,
        )
        .map((place) => clone(place, request))
    : [];

/** An id mapping is for who has rights over the file system: never init in a user namespace. */
export function clonerOf(place: MountPlace, config: Config, facts: Facts): SourceCloner {
  const cloner = sourceCloner(config, facts);
  return place.idmap !== null && cloner !== 'init' ? 'mounter' : cloner;
}

/** The source, in its register, with its attributes: only what the options say changes, the rest stays as it is. */
export function bindSteps(
  place: MountPlace,
  config: Config,
  facts: Facts,
  request: Request,
): readonly Step[] {
  const cloner = clonerOf(place, config, facts);
  const arrival =
    cloner === 'init'
      ? [clone(place, request), ...idmapSteps(place, 'init', config)]
      : cloner === 'mounter'
        ? [awaited(place)]
        : [];
  return [...arrival, ...attributeSteps(place, place.options.own, false)];
}

/** What the mounter does for one bind. */
export const sentBind = (place: MountPlace, config: Config, request: Request): readonly Step[] => [
  clone(place, request, 'mounter'),
  ...idmapSteps(place, 'mounter', config),
  sent(place),
];

/** copy-symlink: a link at the source is made again at the destination; what is there already must be that link. */
export function copiedLink(place: MountPlace, facts: Facts): Step | null {
  const target = isBind(place) ? facts.sourceLinks?.[place.source ?? ''] : undefined;
  if (target === undefined) return null;
  return step('symlink', 'init', `${place.from}/source`, {
    root: 'root',
    target,
    path: place.target,
    replace: 2,
  });
}
