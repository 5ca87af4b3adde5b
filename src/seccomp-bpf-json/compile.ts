/** compile(): an OCI seccomp profile to a program for seccomp(2). */

import { filterFlags, KILL_THREAD, USER_NOTIF } from './actions.ts';
import { type Analysis, analyse } from './analyse.ts';
import { Assembler, JEQ, LD_ABS, type Place } from './assembler.ts';
import { ARCH_OFFSET, NR_OFFSET, search } from './code.ts';
import { addFindings } from './findings.ts';
import type { ParsedProfile } from './rules.ts';
import type { Section } from './sections.ts';
import type { Compiled, Finding, Profile, Target } from './types.ts';

const KILLABLE = 'SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV';

function assemble({ sections, outcomes, bigEndian }: Analysis): Assembler {
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
  let next = asm.returns(KILL_THREAD);
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
  const analysis = analyse(profile, target);
  const { parsed, bigEndian } = analysis;
  const asm = assemble(analysis);
  addFindings(parsed, analysis.arches);
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
