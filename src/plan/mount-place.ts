/** One mount on its way from a detached tree to its place below the root, and the steps all kinds share. */

import { asksForIdmap, idmapOf, type MountIdmap } from '../config/mount-idmap.ts';
import type { Config } from '../config/types.ts';
import { mountAttr, propagationFlags } from '../tables/mount-flags.ts';
import type { Pointer, SlotName, Step } from '../wire/types.ts';
import { type Attributes, type ParsedOptions, parseMountOptions } from './mount-options.ts';
import { step } from './step.ts';

export interface MountPlace {
  readonly index: number;
  readonly from: Pointer;
  readonly type: string;
  readonly source: string | null;
  /** Absolute below the root fd. */
  readonly target: string;
  readonly slot: SlotName;
  readonly options: ParsedOptions;
  readonly idmap: MountIdmap | null;
  /** linux.mountLabel, for what is mounted anew. */
  readonly label: string | null;
  /** The option that says the label: `context`, unless crun's annotation asks for a relative of it; mount(8). */
  readonly labelOption: string;
}

const placesOf = (config: Config): readonly MountPlace[] =>
  withRootPropagation(
    config,
    config.mounts.map((mount, index) => ({
      index,
      from: `/mounts/${index}`,
      type: mount.type ?? 'none',
      source: mount.source,
      target: mount.destination.startsWith('/') ? mount.destination : `/${mount.destination}`,
      slot: `mount${index}`,
      options: parseMountOptions(mount.options),
      label: config.linux.mountLabel,
      labelOption: config.annotations.get('run.oci.mount_context_type') ?? 'context',
      idmap: asksForIdmap(mount) ? idmapOf(mount, config.linux) : null,
    })),
  );

export const hasOwnPropagation = ({ options }: MountPlace): boolean => options.propagation.length > 0;

/**
 * An `rslave` of the root is one step for all mounts (rootfs.ts), unless some of them say otherwise: then each of the others
 * takes it by itself.
 */
function withRootPropagation(config: Config, places: readonly MountPlace[]): readonly MountPlace[] {
  const { rootfsPropagation: name, rootfsPropagationRecursive: isDeep } = config.linux;
  if (!isDeep || name === null || !places.some(hasOwnPropagation)) return places;
  const propagation = [{ type: propagationFlags[name], recursive: true }];
  return places.map((place) =>
    hasOwnPropagation(place) || place.options.remount
      ? place
      : { ...place, options: { ...place.options, propagation } },
  );
}

/** Six leaves ask for the same answer, and a cold engine parses slowly. */
const known = new WeakMap<Config, readonly MountPlace[]>();

/** Every mount of the config with what its options mean. */
export function mountPlaces(config: Config): readonly MountPlace[] {
  const places = known.get(config) ?? placesOf(config);
  known.set(config, places);
  return places;
}

const isNothing = ({ set, clear }: Attributes): boolean => set === 0n && clear === 0n;

/** Attributes are set before the mount is attached: there is no writable moment and no path to be fooled (R3). */
export function attributeSteps(
  place: MountPlace,
  attributes: Attributes,
  recursive: boolean,
): readonly Step[] {
  if (isNothing(attributes)) return [];
  const args = { mount: place.slot, ...attributes, propagation: 0n, recursive: recursive ? 1 : 0 };
  return [step('mount_attrs', 'init', place.from, args)];
}

function propagationSteps(place: MountPlace): readonly Step[] {
  return place.options.propagation.map(({ type, recursive }) =>
    step('mount_attrs', 'init', place.from, {
      mount: place.slot,
      set: 0n,
      clear: 0n,
      propagation: type,
      recursive: recursive ? 1 : 0,
    }),
  );
}

/** The console opens its pty in the devpts by fd; nothing else needs a mount after it is attached. */
const isConsolePts = ({ type, target }: MountPlace): boolean => type === 'devpts' && target === '/dev/pts';

/** A read-only tmpfs becomes so last (mounts-tmpfs.ts): mountpoints of others may have to be made in it. */
export const isReadonlyTmpfs = ({ type, options }: MountPlace): boolean =>
  type === 'tmpfs' &&
  options.bind === 'no' &&
  !options.remount &&
  (options.own.set & mountAttr.RDONLY) !== 0n;

/** The same for one that a remount makes read-only, /dev above all: nodes and links are still to be made in it (as runc). */
export const isReadonlyLater = ({ type, target, options }: MountPlace): boolean =>
  options.remount &&
  (options.own.set & mountAttr.RDONLY) !== 0n &&
  (type === 'tmpfs' || /^\/+dev\/*$/.test(target));

export const isKept = (place: MountPlace): boolean => isConsolePts(place) || isReadonlyTmpfs(place);

/** Recursive attributes, propagation, then the one move into place. */
export function attachSteps(place: MountPlace): readonly Step[] {
  const { from, slot, target, options } = place;
  return [
    ...attributeSteps(place, options.deep, true),
    ...propagationSteps(place),
    step('mount_attach', 'init', from, {
      mount: slot,
      root: 'root',
      target,
      create: 1,
      keep: isKept(place) ? 1 : 0,
      noFollow: options.targetNoFollow ? 1 : 0,
    }),
  ];
}
