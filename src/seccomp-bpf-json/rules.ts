/** From the rules of a profile to what each system call has to face. */

import { letsThrough, returnValue } from './actions.ts';
import { type Conjunction, conjunctionsOf, effective } from './conditions.ts';
import type { Finding, Profile } from './types.ts';

/** A rule of the profile with everything resolved. */
export interface ParsedRule {
  readonly value: number;
  /** Any must hold; empty: no condition. */
  readonly conjunctions: readonly Conjunction[];
}

export interface ParsedProfile {
  readonly defaultValue: number;
  /** Whether calls newer than any that the profile names may get ENOSYS. */
  readonly isStrict: boolean;
  readonly rules: readonly ParsedRule[];
  /** Rows of gen/names.ts that any rule names, whatever its action. */
  readonly named: readonly number[];
  /** Per rule of the profile, the rows it names. */
  readonly rows: readonly (readonly number[])[];
  /** Name -> row. */
  readonly rowOf: ReadonlyMap<string, number>;
  readonly findings: Finding[];
}

/** Reads the profile; CompileError where it makes no sense. A name that no architecture knows is a finding, as older and newer runtimes ignore it. */
export function parseProfile(profile: Profile, names: readonly string[]): ParsedProfile {
  const rowOf = new Map<string, number>();
  for (let row = 0; row < names.length; row++) rowOf.set(names[row] as string, row);
  const { defaultAction, defaultErrnoRet } = profile;
  const defaultValue = returnValue(defaultAction, defaultErrnoRet, '/defaultAction', '/defaultErrnoRet');
  const findings: Finding[] = [];
  const rules: ParsedRule[] = [];
  const rows: number[][] = [];
  const named = new Set<number>();
  const syscalls = profile.syscalls ?? [];
  for (let i = 0; i < syscalls.length; i++) {
    const rule = syscalls[i] as (typeof syscalls)[number];
    const path = `/syscalls/${i}`;
    const value = returnValue(rule.action, rule.errnoRet, `${path}/action`, `${path}/errnoRet`);
    rules.push({ value, conjunctions: conjunctionsOf(rule, path) });
    const own: number[] = [];
    for (let j = 0; j < rule.names.length; j++) {
      const name = rule.names[j] as string;
      const row = rowOf.get(name);
      if (row === undefined) findings.push(unknownName(name, `${path}/names/${j}`));
      else {
        own.push(row);
        named.add(row);
      }
    }
    rows.push(own);
  }
  return {
    defaultValue,
    isStrict: !letsThrough(defaultValue),
    rules,
    named: [...named],
    rows,
    rowOf,
    findings,
  };
}

const unknownName = (name: string, path: string): Finding => ({
  severity: 'warning',
  code: 'unknown-syscall',
  path,
  message: `no architecture has a system call ${name}; the name is ignored`,
});

/** A conjunction with the value it leads to. */
export interface Alternative {
  readonly tests: Conjunction;
  readonly value: number;
}

/** What a system call leads to: a value whatever its arguments, or the value of the first alternative that holds, else the default action. */
export type Outcome = number | readonly Alternative[];

/** One use of a rule by a row; `call` is the number of the multiplexed form, or 0. */
export interface Use {
  readonly rule: ParsedRule;
  readonly call: number;
}

/**
 * What a list of rules amounts to, as libseccomp has it: the first rule without conditions decides alone, whatever came before or comes after.
 * Rules whose action is the default action do not count.
 */
export function outcomeOf(uses: readonly Use[], defaultValue: number, is64: boolean): Outcome {
  const alternatives: Alternative[] = [];
  for (const { rule, call } of uses) {
    const { value, conjunctions } = rule;
    if (value === defaultValue) continue;
    const forms = conjunctions.length === 0 ? [[]] : conjunctions;
    for (const form of forms) {
      const tests = effective(call === 0 ? form : multiplexed(form, call), is64);
      if (tests.length === 0) return value;
      alternatives.push({ tests, value });
    }
  }
  return alternatives.length === 0 ? defaultValue : alternatives;
}

/**
 * The form of a rule for socketcall(2) and ipc(2): the first argument is the number of the call. What the rule asks of the call's own first
 * argument cannot be asked, because the arguments are behind a pointer; what it asks of the others stays, as in libseccomp.
 */
function multiplexed(tests: Conjunction, call: number): Conjunction {
  const all = 0xffff_ffff;
  const isCall = { index: 0, op: 'EQ', hi: 0, lo: call, maskHi: all, maskLo: all } as const;
  return [isCall, ...tests.filter(({ index }) => index !== 0)];
}
