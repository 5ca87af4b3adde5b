/** Asks libseccomp, through test/seccomp/oracle.c, what it would load. */

import { archRow } from '../../src/seccomp-bpf-json/arches.ts';
import type { Architecture, Profile } from '../../src/seccomp-bpf-json/types.ts';

const program = `${new URL('../..', import.meta.url).pathname}build/test/seccomp-oracle`;

const errnoless: Readonly<Record<string, number>> = {
  SCMP_ACT_KILL: 0,
  SCMP_ACT_KILL_THREAD: 0,
  SCMP_ACT_KILL_PROCESS: 0x8000_0000,
  SCMP_ACT_TRAP: 0x0003_0000,
  SCMP_ACT_ERRNO: 0x0005_0000,
  SCMP_ACT_TRACE: 0x7ff0_0000,
  SCMP_ACT_ALLOW: 0x7fff_0000,
  SCMP_ACT_LOG: 0x7ffc_0000,
  SCMP_ACT_NOTIFY: 0x7fc0_0000,
};
const operators = ['NE', 'LT', 'LE', 'EQ', 'GE', 'GT', 'MASKED_EQ'];

/** What runc hands to seccomp_init(3) and seccomp_rule_add(3). */
export function actionValue(action: string, errno: number | null | undefined): number {
  const isErrno = action === 'SCMP_ACT_ERRNO' || action === 'SCMP_ACT_TRACE';
  return (errnoless[action] as number) + (isErrno ? (errno ?? 1) : 0);
}

/** A profile and the architectures of its filter, the native one first. */
export interface Question {
  readonly profile: Profile;
  readonly arches: readonly Architecture[];
}

function commands({ profile, arches }: Question): string[] {
  const lines = [`new ${actionValue(profile.defaultAction, profile.defaultErrnoRet)} ${arches.join(' ')}`];
  for (const rule of profile.syscalls ?? []) {
    const args = (rule.args ?? []).map(
      ({ index, op, value, valueTwo }) =>
        `${index} ${1 + operators.indexOf(op.slice('SCMP_CMP_'.length))} ${value} ${valueTwo ?? 0}`,
    );
    const indexes = (rule.args ?? []).map(({ index }) => index);
    const isSplit = new Set(indexes).size < indexes.length;
    for (const name of rule.names)
      for (const form of isSplit ? args : [args.join(' ')])
        lines.push(`rule ${actionValue(rule.action, rule.errnoRet)} ${name} ${form}`);
  }
  return [...lines, 'export'];
}

function ask(lines: readonly string[]): DataView {
  const run = Bun.spawnSync([program], { stdin: Buffer.from(`${lines.join('\n')}\n`) });
  if (run.exitCode !== 0) throw new Error(`the oracle ended with ${run.exitCode}`);
  return new DataView(run.stdout.buffer, run.stdout.byteOffset, run.stdout.byteLength);
}

/**
 * libseccomp's program for each question; an errno where it refuses the profile. When it writes for a machine of the other byte order it swaps
 * the bytes of some returns twice (those it copies near a long jump), which on a machine of that order it would not: undone here.
 */
export function libseccomp(questions: readonly Question[]): (Uint8Array | number)[] {
  const answer = ask(questions.flatMap(commands));
  let at = 0;
  return questions.map((question) => {
    const [errno, size] = [answer.getUint32(at, true), answer.getUint32(at + 4, true)];
    at += 8 + size;
    if (errno !== 0) return errno;
    const program = new Uint8Array(answer.buffer, answer.byteOffset + at - size, size);
    if (archRow(question.arches[0] as Architecture)?.bigEndian) unswapReturns(program, question.profile);
    return program;
  });
}

function unswapReturns(program: Uint8Array, { defaultAction, defaultErrnoRet, syscalls }: Profile): void {
  const values = [0, actionValue(defaultAction, defaultErrnoRet)];
  for (const { action, errnoRet } of syscalls ?? []) values.push(actionValue(action, errnoRet));
  const view = new DataView(program.buffer, program.byteOffset, program.byteLength);
  for (let i = 0; i < program.length; i += 8) {
    const swapped = view.getUint32(i + 4, true);
    const isWrong = view.getUint16(i) === 6 && !values.includes(view.getUint32(i + 4));
    if (isWrong && values.includes(swapped)) view.setUint32(i + 4, swapped);
  }
}

/** What seccomp(2) says to each program: 0, or an errno. */
export function loads(programs: readonly Uint8Array[]): number[] {
  const input = programs.flatMap((bytes) => [Buffer.from(`load ${bytes.length}\n`), bytes]);
  const run = Bun.spawnSync([program], { stdin: Buffer.concat(input) });
  if (run.exitCode !== 0) throw new Error(`the oracle ended with ${run.exitCode}`);
  const answer = new DataView(run.stdout.buffer, run.stdout.byteOffset, run.stdout.byteLength);
  return programs.map((_, i) => answer.getInt32(4 * i, true));
}

const asked = new Map<string, readonly (number | null)[]>();

/** libseccomp's number of each name, null where it has none (a call behind socketcall or ipc has none). */
export function numbersOf(arch: Architecture, names: readonly string[]): readonly (number | null)[] {
  const key = `${arch} ${names.join()}`;
  const known = asked.get(key);
  if (known !== undefined) return known;
  const answer = ask(names.map((name) => `number ${arch} ${name}`));
  const numbers = names.map((_, i) => {
    const number = answer.getInt32(4 * i, true);
    return number < 0 ? null : number;
  });
  asked.set(key, numbers);
  return numbers;
}
