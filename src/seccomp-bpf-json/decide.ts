/** decide(): what a profile makes of one system call, and which part of it says so. */

import { type Analysis, analyse } from './analyse.ts';
import { type ArchRow, archRow, X32_BIT } from './arches.ts';
import { UNKNOWN, usesOf } from './columns.ts';
import { compile } from './compile.ts';
import type { Test } from './conditions.ts';
import { evaluate } from './evaluate.ts';
import { outcomeOf, type ParsedProfile } from './rules.ts';
import type { Architecture, Profile, Target } from './types.ts';
import { type Verdict, verdictOf } from './verdict.ts';

/** A system call as a program makes it. */
export interface Call {
  /** The ABI it is made in; the native one if absent. */
  readonly architecture?: Architecture;
  /** Name, or number (with bit 30 for x32). */
  readonly syscall: string | number;
  readonly args: readonly bigint[];
}

export interface Decision {
  readonly verdict: Verdict;
  /** What the filter returns. */
  readonly value: number;
  readonly nr: number;
  /** null where the architecture has no call of this number. */
  readonly name: string | null;
  /** Why: a rule, no rule that holds, a call newer than all that the profile names, or an ABI that the filter lacks. */
  readonly reason: 'rule' | 'default' | 'newer' | 'foreign-abi';
  /** JSON pointer of what decides, relative to the profile; null for an ABI that the profile does not name. */
  readonly path: string | null;
  /** Instructions that the kernel executes, as indexes into the program. */
  readonly trace: readonly number[];
}

const WORD = 32n;

function holds({ index, op, hi, lo, maskHi, maskLo }: Test, args: readonly bigint[], is64: boolean): boolean {
  const join = (high: number, low: number): bigint => (is64 ? BigInt(high) << WORD : 0n) + BigInt(low);
  const is = BigInt.asUintN(is64 ? 64 : 32, args[index] ?? 0n) & join(maskHi, maskLo);
  const wanted = join(hi, lo);
  if (op === 'NE') return is !== wanted;
  if (op === 'LT') return is < wanted;
  if (op === 'LE') return is <= wanted;
  if (op === 'GE') return is >= wanted;
  if (op === 'GT') return is > wanted;
  return is === wanted;
}

/** The place of the rule that decides; undefined where the default action does. */
function ruleFor(
  parsed: ParsedProfile,
  row: number,
  arch: ArchRow,
  args: readonly bigint[],
): number | undefined {
  const uses = usesOf(parsed, row, arch.multiplexes);
  const outcome = outcomeOf(uses, parsed.defaultValue, arch.is64);
  if (typeof outcome !== 'number')
    return outcome.find(({ tests }) => tests.every((test) => holds(test, args, arch.is64)))?.rule;
  if (outcome === parsed.defaultValue) return undefined;
  // The first that alone leads there is the one without conditions.
  return uses.find((use) => outcomeOf([use], parsed.defaultValue, arch.is64) === outcome)?.rule.index;
}

/** Whether a call that no rule names is above the newest that the profile names; see Target.unknownSyscalls. */
function isNewer({ sections }: Analysis, token: number, nr: number): boolean {
  const section = sections.find((one) => one.token === token);
  const at = section?.starts.findLastIndex((start) => start <= nr) ?? -1;
  return section?.outcomes[at] === UNKNOWN;
}

/** Says what happens to a call under a profile. Throws CompileError as compile() does, RangeError for a name that the ABI lacks. */
export function decide(profile: Profile, target: Target, call: Call): Decision {
  const analysis = analyse(profile, target);
  const { parsed, arches, bigEndian } = analysis;
  const architecture = call.architecture ?? target.native;
  const arch = archRow(architecture) as ArchRow;
  const column = arch.numbers();
  const named = typeof call.syscall === 'string' ? parsed.rowOf.get(call.syscall) : undefined;
  const nr = typeof call.syscall === 'number' ? call.syscall >>> 0 : (column[named ?? -1] ?? -1);
  if (nr < 0) throw new RangeError(`${architecture} has no system call ${call.syscall}`);
  const row = column.indexOf(nr);
  const { program } = compile(profile, target);
  const { value, trace } = evaluate(program, { nr, arch: arch.token, args: call.args }, bigEndian);
  const common = { verdict: verdictOf(value), value, nr, name: parsed.names[row] ?? null, trace };
  const isX86 = architecture === 'x86_64' || architecture === 'x32';
  const abi = isX86 ? (nr >= X32_BIT ? 'x32' : 'x86_64') : architecture;
  const rule = row < 0 ? undefined : ruleFor(parsed, row, arch, call.args);
  if (rule !== undefined && arches.some(({ name }) => name === abi))
    return { ...common, reason: 'rule', path: `/syscalls/${rule}` };
  if (isNewer(analysis, arch.token, nr)) return { ...common, reason: 'newer', path: '/syscalls' };
  if (!arches.some(({ name }) => name === abi)) return { ...common, reason: 'foreign-abi', path: null };
  return { ...common, reason: 'default', path: '/defaultAction' };
}
