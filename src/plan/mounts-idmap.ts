/**
 * Id-mapped mounts. The kernel takes a mapping as a user namespace: one is made for each distinct mapping, and nobody
 * lives in it; where the container joins a user namespace, and nothing else is said, that one serves. Consumes
 * /mounts/N/{uidMappings,gidMappings} and the options idmap and ridmap. config.md#mounts
 */

import type { MountIdmap } from '../config/mount-idmap.ts';
import type { Config, IdMapping } from '../config/types.ts';
import { TeuError } from '../errors/types.ts';
import type { Facts } from '../facts/types.ts';
import type { SlotName, Step } from '../wire/types.ts';
import { mapText } from './idmap.ts';
import { type MountPlace, mountPlaces } from './mount-place.ts';
import { hasMountNamespace, isPrivileged } from './shape.ts';
import { step } from './step.ts';
import type { Leaf } from './types.ts';

type Idmapped = MountPlace & { readonly idmap: MountIdmap };
const isIdmapped = (place: MountPlace): place is Idmapped => place.idmap !== null && !place.options.remount;

const keyOf = (uids: readonly IdMapping[], gids: readonly IdMapping[]): string =>
  `${mapText(uids)};${mapText(gids)}`;
const key = ({ idmap }: Idmapped): string => keyOf(idmap.uidMappings, idmap.gidMappings);

/** Of the container that joins one (plan/namespaces.ts). */
const joined: SlotName = 'ns-user';

/** Registers of the user namespaces, by mapping, in the order of first use. */
function usernsSlots(config: Config): ReadonlyMap<string, SlotName> {
  const slots = new Map<string, SlotName>([[keyOf([], []), joined]]);
  for (const place of mountPlaces(config).filter(isIdmapped))
    if (!slots.has(key(place))) slots.set(key(place), `idmap${slots.size - 1}`);
  return slots;
}

function withoutRights(place: Idmapped): TeuError {
  return new TeuError({
    code: 'teu.host',
    message: `cannot map the ids of the mount at ${place.target}: only root of the host may`,
    field: { file: '', line: 0, column: 0, pointer: `${place.from}/${place.idmap.from}`, value: null },
    hint: 'mount_setattr(2) wants CAP_SYS_ADMIN in the user namespace that owns the file system',
  });
}

/** By the spawner, with the caller's rights, before it joins anything. */
export const idmapNamespaces: Leaf = (config, facts) => {
  const places = hasMountNamespace(config) ? mountPlaces(config).filter(isIdmapped) : [];
  if (places.length === 0) return [];
  const made = new Set<SlotName>([joined]);
  const slots = usernsSlots(config);
  return places.flatMap((place) => {
    if (!isPrivileged(facts)) throw withoutRights(place);
    const slot = slots.get(key(place)) as SlotName;
    if (made.has(slot)) return [];
    made.add(slot);
    const { from, uidMappings, gidMappings } = place.idmap;
    const args = { uidMap: mapText(uidMappings), gidMap: mapText(gidMappings), proc: 'proc', slot };
    return [step('userns_make', 'spawner', `${place.from}/${from}`, args)];
  });
};

/** Between the birth of the mount and its attributes: an attached one takes no mapping any more. */
export function idmapSteps(place: MountPlace, actor: 'init' | 'mounter', config: Config): readonly Step[] {
  if (!isIdmapped(place)) return [];
  const args = {
    mount: place.slot,
    userns: usernsSlots(config).get(key(place)) as SlotName,
    recursive: place.idmap.recursive ? 1 : 0,
  };
  return [step('mount_idmap', actor, `${place.from}/${place.idmap.from}`, args)];
}

/** mount(2) attaches what it makes. */
export function refuseLegacy(place: MountPlace, made: Step, facts: Facts): Step {
  if (made.op !== 'mount_legacy' || !isIdmapped(place)) return made;
  const missing = facts.missingCalls.filter((call) => call.startsWith('fs'));
  const why = missing.length > 0 ? `${missing[0]}(2) is missing or filtered` : 'its options need mount(2)';
  throw new TeuError({
    code: 'teu.host',
    message: `cannot map the ids of a ${place.type} at ${place.target}: ${why}`,
    field: { file: '', line: 0, column: 0, pointer: `${place.from}/${place.idmap.from}`, value: null },
  });
}
