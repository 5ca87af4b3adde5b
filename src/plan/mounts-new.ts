/** New file systems: fsopen where it can say it, mount(2) where it cannot. */

import type { Config } from '../config/types.ts';
import type { Facts } from '../facts/types.ts';
import { attrAsFlag, fsconfigFlags, mountAttr, mountFlag } from '../tables/mount-flags.ts';
import type { Alternative, Step } from '../wire/types.ts';
import type { MountPlace } from './mount-place.ts';
import { awaited, sent } from './mounter.ts';
import { idmapSteps, refuseLegacy } from './mounts-idmap.ts';
import { overlayData } from './overlay.ts';
import { hasUserNamespace } from './shape.ts';
import { step } from './step.ts';

export interface NewMount {
  readonly fstype: string;
  readonly source: string;
  readonly data: readonly string[];
  readonly attrs: bigint;
  readonly superFlags: bigint;
}

/** File systems whose options fsconfig(2) takes in every kernel that has it: their EINVAL is the answer. */
const converted = ['proc', 'sysfs', 'tmpfs', 'devpts', 'mqueue', 'ramfs', 'cgroup', 'cgroup2', 'hugetlbfs'];

const newMountCalls = ['fsopen', 'fsconfig', 'fsmount'];

/** strndup_user in fsconfig(2): 256 bytes with the NUL; longer is EINVAL. */
const maxValueBytes = 255;

const utf8 = new TextEncoder();
const textOf = (item: string): string => item.slice(item.indexOf('=') + 1);
/** No character takes more than three bytes: most texts need not be encoded. */
const isLong = (item: string): boolean =>
  item.length * 3 > maxValueBytes && utf8.encode(textOf(item)).length > maxValueBytes;

/** What the new mount API cannot say, or cannot be asked because a filter or an old kernel hides it. */
export function needsMount2({ data, source, superFlags }: NewMount, facts: Facts): boolean {
  const { missingCalls } = facts;
  if (missingCalls.length > 0 && newMountCalls.some((call) => missingCalls.includes(call))) return true;
  return (superFlags & ~fsconfigFlags) !== 0n || isLong(source) || data.some(isLong);
}

const legacyFlags = ({ attrs, superFlags }: NewMount): bigint =>
  attrAsFlag.reduce((flags, [attr, flag]) => ((attrs & attr) === attr ? flags | flag : flags), superFlags);

/** The kernel's views of a namespace are labelled by the policy alone; mqueue by its own step (mounts-special.ts). */
const unlabelled = ['proc', 'sysfs', 'mqueue'];

/** config-linux.md#mount-label. Where SELinux is off there is nothing to label, and the option would be unknown. */
export function labelOf(
  { label, labelOption }: MountPlace,
  { fstype, data }: NewMount,
  facts: Facts,
): string | null {
  if (label === null || !facts.lsm.selinux || unlabelled.includes(fstype)) return null;
  return data.some((item) => item.startsWith(`${labelOption}=`)) ? null : label;
}

/** One text of options separates by commas, which labels hold too; fsconfig(2) takes them as they are. */
const withLabel = (mount: NewMount, option: string, label: string | null, quote: '"' | ''): NewMount =>
  label === null ? mount : { ...mount, data: [...mount.data, `${option}=${quote}${label}${quote}`] };

/** mount(2) at the target, in the register; attaching it afterwards has nothing more to do. */
export const mount2 = (
  place: Pick<MountPlace, 'from' | 'target' | 'slot'>,
  mount: NewMount,
  root = 'root',
): Step =>
  step('mount_legacy', 'init', place.from, {
    fstype: mount.fstype,
    source: mount.source,
    target: place.target,
    flags: legacyFlags(mount),
    data: mount.data.join(','),
    root,
    slot: place.slot,
    proc: 'proc',
  });

/**
 * File systems that still parse one text of options refuse some of what fsconfig(2) hands them (EINVAL, a comma in a
 * value for one), or know no context at all (EOPNOTSUPP): mount(2) then has the last word, and its errno counts.
 */
const secondTry = (place: MountPlace, mount: NewMount): Alternative => ({
  onErrno: ['EINVAL', 'EOPNOTSUPP'],
  step: mount2(place, mount),
});

/** The step that makes the mount, in the register of the place. */
export function newMountStep(
  place: MountPlace,
  mount: NewMount,
  facts: Facts,
  otherwise?: Alternative,
  actor: 'init' | 'mounter' = 'init',
): Step {
  const label = labelOf(place, mount, facts);
  const legacy = withLabel(mount, place.labelOption, label, '"');
  if (needsMount2(mount, facts)) return refuseLegacy(place, mount2(place, legacy), facts);
  const { fstype, source, data, attrs, superFlags } = withLabel(mount, place.labelOption, label, '');
  const args = { fstype, source, data, attrs, sbFlags: superFlags, slot: place.slot };
  const isFinal = place.idmap !== null || converted.includes(fstype);
  const fallback = otherwise ?? (isFinal ? undefined : secondTry(place, legacy));
  return step('mount_new', actor, place.from, args, fallback);
}

/**
 * Init in a user namespace would own the new file system, whose ids then are the container's already, and may map
 * those to none that it does not control: the mounter makes it in the name of the host.
 */
export const isMadeByMounter = ({ idmap, options }: MountPlace, config: Config): boolean =>
  idmap !== null && options.bind === 'no' && !options.remount && hasUserNamespace(config);

/** The birth of a new mount by init with its id mapping, or its arrival from the mounter. */
export function bornSteps(place: MountPlace, made: Step, config: Config): readonly Step[] {
  if (isMadeByMounter(place, config)) return [awaited(place)];
  return [made, ...idmapSteps(place, 'init', config)];
}

export const sentNew = (place: MountPlace, config: Config, facts: Facts): readonly Step[] => [
  newMountStep(place, mountAsAsked(place, facts), facts, undefined, 'mounter'),
  ...idmapSteps(place, 'mounter', config),
  sent(place),
];

/** What the options of a place ask of a new file system. */
export const newMountOf = ({ type, source, options }: MountPlace): NewMount => ({
  fstype: type,
  source: source ?? type,
  data: options.data,
  attrs: options.own.set,
  superFlags: options.superFlags,
});

/** A tmpfs is filled before it is read-only, an overlay may have more layers than one text holds. */
function mountAsAsked(place: MountPlace, facts: Facts): NewMount {
  const mount = newMountOf(place);
  if (mount.fstype === 'tmpfs') return writable(mount);
  return mount.fstype === 'overlay' ? { ...mount, data: overlayData(mount.data, facts.kernel) } : mount;
}

export const writable = (mount: NewMount): NewMount => ({
  ...mount,
  attrs: mount.attrs & ~mountAttr.RDONLY,
  superFlags: mount.superFlags & ~mountFlag.RDONLY,
});

/** Any type of /proc/filesystems. */
export const newMountSteps = (place: MountPlace, config: Config, facts: Facts): readonly Step[] =>
  bornSteps(place, newMountStep(place, mountAsAsked(place, facts), facts), config);
