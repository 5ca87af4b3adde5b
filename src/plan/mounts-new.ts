/** New file systems: fsopen where it can say it, mount(2) where it cannot. */

import type { Facts } from '../facts/types.ts';
import { attrAsFlag, fsconfigFlags } from '../tables/mount-flags.ts';
import type { Alternative, Step } from '../wire/types.ts';
import type { MountPlace } from './mount-place.ts';
import { overlayData } from './overlay.ts';
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
function needsMount2({ data, source, superFlags }: NewMount, facts: Facts): boolean {
  const { missingCalls } = facts;
  if (missingCalls.length > 0 && newMountCalls.some((call) => missingCalls.includes(call))) return true;
  return (superFlags & ~fsconfigFlags) !== 0n || isLong(source) || data.some(isLong);
}

const legacyFlags = ({ attrs, superFlags }: NewMount): bigint =>
  attrAsFlag.reduce((flags, [attr, flag]) => ((attrs & attr) === attr ? flags | flag : flags), superFlags);

const mount2 = (place: MountPlace, mount: NewMount): Step =>
  step('mount_legacy', 'init', place.from, {
    fstype: mount.fstype,
    source: mount.source,
    target: place.target,
    flags: legacyFlags(mount),
    data: mount.data.join(','),
    root: 'root',
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
): Step {
  if (needsMount2(mount, facts)) return mount2(place, mount);
  const { fstype, source, data, attrs, superFlags } = mount;
  const args = { fstype, source, data, attrs, sbFlags: superFlags, slot: place.slot };
  const fallback = otherwise ?? (converted.includes(fstype) ? undefined : secondTry(place, mount));
  return step('mount_new', 'init', place.from, args, fallback);
}

/** What the options of a place ask of a new file system. */
export const newMountOf = ({ type, source, options }: MountPlace): NewMount => ({
  fstype: type,
  source: source ?? type,
  data: options.data,
  attrs: options.own.set,
  superFlags: options.superFlags,
});

/** Any type of /proc/filesystems. */
export function newMountSteps(place: MountPlace, facts: Facts): readonly Step[] {
  const mount = newMountOf(place);
  const data = mount.fstype === 'overlay' ? overlayData(mount.data, facts.kernel) : mount.data;
  return [newMountStep(place, { ...mount, data }, facts)];
}
