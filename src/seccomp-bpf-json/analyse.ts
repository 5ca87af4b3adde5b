/** All that a filter will say, before it is code. */

import { ENOSYS, ERRNO } from './actions.ts';
import { archRow } from './arches.ts';
import { callNames } from './calls.ts';
import { newOutcomes, type Outcomes } from './columns.ts';
import { CompileError } from './error.ts';
import { type ParsedProfile, parseProfile } from './rules.ts';
import { type ArchUse, type Section, sectionsOf } from './sections.ts';
import type { Profile, Target } from './types.ts';

/** What compile() makes a program of and explain() puts into words. */
export interface Analysis {
  readonly parsed: ParsedProfile;
  /** The native architecture first. */
  readonly arches: readonly ArchUse[];
  readonly outcomes: Outcomes;
  readonly sections: readonly Section[];
  readonly bigEndian: boolean;
}

const PREFIX = 'SCMP_ARCH_';

function architecturesOf(profile: Profile, target: Target): ArchUse[] {
  const native = archRow(target.native);
  if (native === undefined) throw new RangeError(`there is no architecture ${target.native}`);
  const listed = profile.architectures ?? [];
  const wanted = `${PREFIX}${target.native.toUpperCase()}`;
  const own = listed.indexOf(wanted);
  const uses: ArchUse[] = [
    { name: target.native, row: native, path: own < 0 ? null : `/architectures/${own}` },
  ];
  const seen = [wanted];
  for (let i = 0; i < listed.length; i++) {
    const text = listed[i] as string;
    if (seen.includes(text)) continue;
    seen.push(text);
    const name = text.startsWith(PREFIX) ? text.slice(PREFIX.length).toLowerCase() : '';
    const row = archRow(name);
    const path = `/architectures/${i}`;
    if (row === undefined || text !== PREFIX + name.toUpperCase())
      throw new CompileError('architecture', path, `there is no architecture ${text}`);
    if (row.bigEndian !== native.bigEndian) {
      const message = `${text} and ${wanted} differ in byte order: no filter can serve both`;
      throw new CompileError('byte-order', path, message);
    }
    uses.push({ name, row, path });
  }
  return uses;
}

/** Throws CompileError with a JSON pointer into the profile where no filter can say what it asks for; RangeError for a target that is none. */
export function analyse(profile: Profile, target: Target): Analysis {
  const parsed = parseProfile(profile, callNames());
  const arches = architecturesOf(profile, target);
  const outcomes = newOutcomes(parsed);
  const isHidden = parsed.isStrict && parsed.defaultValue !== ERRNO + ENOSYS;
  const hideUnknown = isHidden && target.unknownSyscalls !== 'default';
  const sections = sectionsOf(arches, parsed, outcomes, hideUnknown);
  return { parsed, arches, outcomes, sections, bigEndian: (arches[0] as ArchUse).row.bigEndian };
}
