/** compile(): an OCI seccomp profile to a program for seccomp(2). */

import { filterFlags, USER_NOTIF } from './actions.ts';
import { type ArchRow, archRow } from './arches.ts';
import { Assembler, JEQ, LD_ABS, type Place } from './assembler.ts';
import { ARCH_OFFSET, NR_OFFSET, search } from './code.ts';
import { CompileError } from './error.ts';
import { names as tableNames } from './gen/names.ts';
import { type ParsedProfile, parseProfile } from './rules.ts';
import { newOutcomes, type Outcomes } from './columns.ts';
import { type ArchUse, type Section, sectionsOf } from './sections.ts';
import type { Compiled, Finding, Profile, Target } from './types.ts';

const BAD_ARCH_VALUE = 0;
const PREFIX = 'SCMP_ARCH_';
const KILLABLE = 'SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV';

function architecturesOf(profile: Profile, target: Target): ArchUse[] {
  const native = archRow(target.native) as ArchRow;
  const listed = profile.architectures ?? [];
  const wanted = `${PREFIX}${target.native.toUpperCase()}`;
  const uses: ArchUse[] = [{ name: target.native, row: native, isListed: listed.includes(wanted) }];
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
    uses.push({ name, row, isListed: true });
  }
  return uses;
}

function assemble(sections: readonly Section[], outcomes: Outcomes, bigEndian: boolean): Assembler {
  const asm = new Assembler();
  const blocks: Place[] = [];
  const entries: Place[] = [];
  for (let i = sections.length - 1; i >= 0; i--) {
    const section = sections[i] as Section;
    const first = search(asm, { section, outcomes, blocks, bigEndian }, 0, section.starts.length - 1);
    if (first > 0) {
      asm.reach(first, 0);
      entries[i] = asm.emit(LD_ABS, 0, 0, NR_OFFSET);
    } else entries[i] = first;
  }
  let next = asm.returns(BAD_ARCH_VALUE);
  for (let i = sections.length - 1; i >= 0; i--)
    next = asm.jump(JEQ, (sections[i] as Section).token, entries[i] as Place, next);
  asm.reach(next, 0);
  asm.emit(LD_ABS, 0, 0, ARCH_OFFSET);
  return asm;
}

function usesNotify(parsed: ParsedProfile): boolean {
  for (const { value } of parsed.rules) if (value === USER_NOTIF) return true;
  return parsed.defaultValue === USER_NOTIF;
}

/** The kernel refuses WAIT_KILLABLE_RECV without a listener, so it is left out there. */
function flagFinding(names: readonly string[]): Finding {
  return {
    severity: 'warning',
    code: 'flag-without-notify',
    path: `/flags/${names.indexOf(KILLABLE)}`,
    message: `${KILLABLE} means nothing without SCMP_ACT_NOTIFY; it is left out`,
  };
}

/**
 * Compiles a profile for a kernel. Decides every system call as libseccomp 2.5 does when runc drives it.
 * Throws CompileError with a JSON pointer into the profile where it cannot be compiled.
 */
export function compile(profile: Profile, target: Target): Compiled {
  const parsed = parseProfile(profile, tableNames());
  const arches = architecturesOf(profile, target);
  const outcomes = newOutcomes(parsed);
  const hideUnknown = parsed.isStrict && target.unknownSyscalls !== 'default';
  const sections = sectionsOf(arches, parsed, outcomes, hideUnknown);
  const { bigEndian } = (arches[0] as ArchUse).row;
  const asm = assemble(sections, outcomes, bigEndian);
  const notify = usesNotify(parsed);
  const flags = filterFlags(profile.flags, notify);
  const { findings } = parsed;
  if (!notify && profile.flags?.includes(KILLABLE)) findings.push(flagFinding(profile.flags));
  return {
    program: asm.program(bigEndian),
    instructions: asm.count,
    flags,
    usesNotify: notify,
    findings,
  };
}
