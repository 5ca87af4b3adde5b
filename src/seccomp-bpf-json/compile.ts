/** compile(): an OCI seccomp profile to a program for seccomp(2). */

import { filterFlags, USER_NOTIF, WAIT_KILLABLE_RECV } from './actions.ts';
import { type ArchRow, archRow } from './arches.ts';
import { Assembler, JEQ, LD_ABS, type Place } from './assembler.ts';
import { ARCH_OFFSET, conjunction, NR_OFFSET, search } from './code.ts';
import { CompileError } from './error.ts';
import { names as tableNames } from './gen/names.ts';
import { type ParsedProfile, parseProfile } from './rules.ts';
import { type ArchUse, DEFAULT, newOutcomes, type Outcomes, type Section, sectionsOf } from './sections.ts';
import type { Compiled, Profile, Target } from './types.ts';

const BAD_ARCH_VALUE = 0;
const PREFIX = 'SCMP_ARCH_';

function architecturesOf(profile: Profile, target: Target): ArchUse[] {
  const native = archRow(target.native) as ArchRow;
  const uses: ArchUse[] = [];
  const listed = profile.architectures ?? [];
  const wanted = `${PREFIX}${target.native.toUpperCase()}`;
  uses.push({ name: target.native, row: native, isListed: listed.includes(wanted) });
  listed.forEach((text, i) => {
    const name = text.startsWith(PREFIX) ? text.slice(PREFIX.length).toLowerCase() : '';
    if (uses.some((use) => use.name === name)) return;
    const row = archRow(name);
    const path = `/architectures/${i}`;
    if (row === undefined || text !== PREFIX + name.toUpperCase())
      throw new CompileError('architecture', path, `there is no architecture ${text}`);
    if (row.bigEndian !== native.bigEndian)
      throw new CompileError(
        'byte-order',
        path,
        `${text} and ${wanted} differ in byte order: no filter can serve both`,
      );
    uses.push({ name, row, isListed: true });
  });
  return uses;
}

/** The code of one architecture; returns its first instruction. */
function sectionCode(
  asm: Assembler,
  section: Section,
  outcomes: Outcomes,
  blocks: number[],
  bigEndian: boolean,
): Place {
  const place = (number: number): Place => {
    const outcome = outcomes.list[number] as Outcomes['list'][number];
    if (typeof outcome === 'number') return asm.returns(outcome);
    const known = blocks[number];
    if (known !== undefined) return known;
    const words = { is64: outcomes.is64[number] as boolean, bigEndian };
    let next = asm.returns(outcomes.list[DEFAULT] as number);
    for (let i = outcome.length - 1; i >= 0; i--) {
      const { tests, value } = outcome[i] as (typeof outcome)[number];
      next = conjunction(asm, tests, words, asm.returns(value), next);
    }
    blocks[number] = next;
    return next;
  };
  const first = search(asm, { ...section, place }, 0, section.starts.length - 1);
  if (first < 0) return first;
  asm.reach(first, 0);
  return asm.emit(LD_ABS, 0, 0, NR_OFFSET);
}

function assemble(sections: readonly Section[], outcomes: Outcomes, bigEndian: boolean): Assembler {
  const asm = new Assembler(bigEndian);
  const blocks: number[] = [];
  const places = sections
    .toReversed()
    .map((section) => sectionCode(asm, section, outcomes, blocks, bigEndian));
  let next = asm.returns(BAD_ARCH_VALUE);
  sections.toReversed().forEach((section, i) => {
    next = asm.jump(JEQ, section.token, places[i] as Place, next);
  });
  asm.reach(next, 0);
  asm.emit(LD_ABS, 0, 0, ARCH_OFFSET);
  return asm;
}

function usesNotify(parsed: ParsedProfile): boolean {
  return parsed.defaultValue === USER_NOTIF || parsed.rules.some(({ value }) => value === USER_NOTIF);
}

/**
 * Compiles a profile for a kernel. Decides every system call as libseccomp 2.5 does when runc drives it.
 * Throws CompileError with a JSON pointer into the profile where it cannot be compiled.
 */
export function compile(profile: Profile, target: Target): Compiled {
  const names = tableNames();
  const parsed = parseProfile(profile, names);
  const arches = architecturesOf(profile, target);
  const outcomes = newOutcomes(parsed.defaultValue);
  const hideUnknown = parsed.isStrict && target.unknownSyscalls !== 'default';
  const sections = sectionsOf(arches, parsed, names, outcomes, hideUnknown);
  const asm = assemble(sections, outcomes, (arches[0] as ArchUse).row.bigEndian);
  const notify = usesNotify(parsed);
  const flags = filterFlags(profile.flags, notify);
  const killable = (profile.flags ?? []).findIndex((name) => name.endsWith('WAIT_KILLABLE_RECV'));
  if (killable >= 0 && (flags & WAIT_KILLABLE_RECV) === 0)
    parsed.findings.push({
      severity: 'warning',
      code: 'flag-without-notify',
      path: `/flags/${killable}`,
      message: 'the flag needs a rule with SCMP_ACT_NOTIFY; it is left out',
    });
  return {
    program: asm.program(asm.count),
    instructions: asm.count,
    flags,
    usesNotify: notify,
    findings: parsed.findings,
  };
}
