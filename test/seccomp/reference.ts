/** What a profile says, read word by word: no tree, no words of 32 bits, no program. Slow and obvious. */

import { archRow, X32_BIT } from '../../src/seccomp-bpf-json/arches.ts';
import { names as tableNames } from '../../src/seccomp-bpf-json/gen/names.ts';
import { ipcCalls, socketCalls } from '../../src/seccomp-bpf-json/multiplex.ts';
import type { Architecture, Condition, Profile, Rule } from '../../src/seccomp-bpf-json/types.ts';
import type { Call } from './compare.ts';
import { actionValue, type Question } from './oracle.ts';

const names = tableNames();
const behind: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  socketcall: socketCalls,
  ipc: ipcCalls,
};

/** One rule without the alternatives of repeated arguments. */
interface Form {
  readonly value: number;
  readonly conditions: readonly Condition[];
}

function formsOf(rule: Rule): Form[] {
  const value = actionValue(rule.action, rule.errnoRet);
  const args = rule.args ?? [];
  const isSplit = new Set(args.map(({ index }) => index)).size < args.length;
  return isSplit
    ? args.map((condition) => ({ value, conditions: [condition] }))
    : [{ value, conditions: args }];
}

function multiplexed(form: Form, call: number): Form {
  const isCall: Condition = { index: 0, op: 'SCMP_CMP_EQ', value: call };
  return { value: form.value, conditions: [isCall, ...form.conditions.filter(({ index }) => index !== 0)] };
}

/** The rules for a call of an architecture, in the order of the profile. */
export function formsFor(profile: Profile, arch: Architecture, nr: number): Form[] {
  const row = archRow(arch) as NonNullable<ReturnType<typeof archRow>>;
  const name = names[row.numbers().indexOf(nr)];
  if (name === undefined) return [];
  const calls = row.multiplexes ? (behind[name] ?? {}) : {};
  const standard = actionValue(profile.defaultAction, profile.defaultErrnoRet);
  return (profile.syscalls ?? []).flatMap((rule) =>
    rule.names.flatMap((wanted) => {
      const forms = formsOf(rule).filter(({ value }) => value !== standard);
      if (wanted === name) return forms;
      const call = calls[wanted];
      return call === undefined ? [] : forms.map((form) => multiplexed(form, call));
    }),
  );
}

function holds({ index, op, value, valueTwo }: Condition, args: readonly bigint[], bits: number): boolean {
  const cut = (v: bigint): bigint => BigInt.asUintN(bits, v);
  const [is, with_, two] = [cut(args[index] ?? 0n), cut(BigInt(value)), cut(BigInt(valueTwo ?? 0))];
  switch (op) {
    case 'SCMP_CMP_NE':
      return is !== with_;
    case 'SCMP_CMP_LT':
      return is < with_;
    case 'SCMP_CMP_LE':
      return is <= with_;
    case 'SCMP_CMP_EQ':
      return is === with_;
    case 'SCMP_CMP_GE':
      return is >= with_;
    case 'SCMP_CMP_GT':
      return is > with_;
    default:
      return (is & with_) === (two & with_);
  }
}

/** Whether a form has no condition, or only masks of zero, which hold always. */
function isUnconditional({ conditions }: Form, bits: number): boolean {
  return conditions.every(
    ({ op, value }) => op === 'SCMP_CMP_MASKED_EQ' && BigInt.asUintN(bits, BigInt(value)) === 0n,
  );
}

/** The architecture that the kernel's token and number mean; undefined if the filter lacks it. */
function abiOf({ arch, nr }: Call, arches: readonly Architecture[]): Architecture | undefined {
  const isX86 = arch === 'x86_64' || arch === 'x32';
  if (!isX86) return arches.includes(arch) ? arch : undefined;
  const has = (name: Architecture): boolean => arches.includes(name);
  if (nr === 0xffff_ffff && (has('x86_64') || has('x32'))) return has('x86_64') ? 'x86_64' : 'x32';
  const abi = nr >= X32_BIT ? 'x32' : 'x86_64';
  return has(abi) ? abi : undefined;
}

/**
 * The values that a filter may return for a call: one, unless rules with different actions hold for it. Calls that the profile is too old for
 * are not looked at here.
 */
export function reference({ profile, arches }: Question, call: Call): ReadonlySet<number> {
  const abi = abiOf(call, arches);
  if (abi === undefined) return new Set([0]);
  const bits = archRow(abi)?.is64 ? 64 : 32;
  const forms = formsFor(profile, abi, call.nr);
  const always = forms.find((form) => isUnconditional(form, bits));
  if (always !== undefined) return new Set([always.value]);
  const held = forms.filter(({ conditions }) =>
    conditions.every((condition) => holds(condition, call.args, bits)),
  );
  const standard = actionValue(profile.defaultAction, profile.defaultErrnoRet);
  return new Set(held.length === 0 ? [standard] : held.map(({ value }) => value));
}
