/**
 * What is mounted by a process with the caller's rights inside init's mount namespace, beside init, which receives each
 * mount where it attaches it.
 */

import type { Config } from '../config/types.ts';
import type { Facts } from '../facts/types.ts';
import { type MountPlace, mountPlaces } from './mount-place.ts';
import { clonerOf, copiedLink, isBind, sentBind, sourceCloner } from './mounts-bind.ts';
import { isMadeByMounter, sentNew } from './mounts-new.ts';
import { hasMountNamespace, namespaceState } from './shape.ts';
import { step } from './step.ts';
import type { Leaf } from './types.ts';

const isSent = (place: MountPlace, config: Config, facts: Facts): boolean =>
  isBind(place)
    ? clonerOf(place, config, facts) === 'mounter' && copiedLink(place, facts) === null
    : isMadeByMounter(place, config);

const sentPlaces = (config: Config, facts: Facts): readonly MountPlace[] =>
  hasMountNamespace(config) && sourceCloner(config, facts) !== 'init'
    ? mountPlaces(config).filter((place) => isSent(place, config, facts))
    : [];

const fork = step('clone_mounter', 'spawner', '', {});

/** The rights go with the first step into a user namespace of others: before that. */
export const earlyMounter: Leaf = (config, facts) =>
  namespaceState(config, 'user') === 'joined' && sentPlaces(config, facts).length > 0 ? [fork] : [];

export const mounterSteps: Leaf = (config, facts, request) => {
  const places = sentPlaces(config, facts);
  if (places.length === 0) return [];
  return [
    ...(namespaceState(config, 'user') === 'joined' ? [] : [fork]),
    ...places.flatMap((place) =>
      isBind(place) ? sentBind(place, config, request) : sentNew(place, config, facts),
    ),
    step('mounter_run', 'spawner', '', {}),
  ];
};
