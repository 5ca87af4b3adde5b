/** Runs two programs over the same calls. */

import { archRow, X32_BIT } from '../../src/seccomp-bpf-json/arches.ts';
import { names as tableNames } from '../../src/seccomp-bpf-json/gen/names.ts';
import { ipcCalls, socketCalls } from '../../src/seccomp-bpf-json/multiplex.ts';
import type { Architecture, Condition, Profile } from '../../src/seccomp-bpf-json/types.ts';
import type { Machine } from './machine.ts';
import type { Question } from './oracle.ts';

const names = tableNames();

/** A call that two filters may judge differently. */
export interface Call {
  readonly arch: Architecture;
  readonly nr: number;
  readonly args: readonly bigint[];
}

const MAX = 0xffff_ffff_ffff_ffffn;

/** Values around what a condition compares with, in both words. */
function valuesNear(condition: Condition): bigint[] {
  const [value, two] = [BigInt(condition.value), BigInt(condition.valueTwo ?? 0)];
  const near = [value, two].flatMap((v) => [
    v - 1n,
    v,
    v + 1n,
    v ^ 0x1_0000_0000n,
    v & 0xffff_ffffn,
    v | ~value,
  ]);
  return [...near, two & value, 0n, MAX].map((v) => BigInt.asUintN(64, v));
}

/** Argument lists that matter to the rules of these names. */
function samplesFor(
  profile: Profile,
  wanted: ReadonlySet<string>,
  random: () => number,
  count: number,
): bigint[][] {
  const values: Set<bigint>[] = Array.from({ length: 6 }, () => new Set([0n, MAX]));
  let isConditional = false;
  for (const rule of profile.syscalls ?? []) {
    if (!rule.names.some((name) => wanted.has(name))) continue;
    for (const condition of rule.args ?? []) {
      isConditional = true;
      for (const value of valuesNear(condition)) values[condition.index]?.add(value);
    }
  }
  for (const name of wanted) {
    const call = socketCalls[name] ?? ipcCalls[name];
    if (call !== undefined) values[0]?.add(BigInt(call));
  }
  if (!isConditional && (values[0] as Set<bigint>).size === 2) return [[]];
  const lists = values.map((set) => [...set]);
  return Array.from({ length: count }, () =>
    lists.map((list) => list[Math.floor(random() * list.length)] as bigint),
  );
}

/** Every number that is or was a call of the architecture, its neighbours, and the numbers where ABIs part. */
function numbersFor(arch: Architecture): Set<number> {
  const known =
    archRow(arch)
      ?.numbers()
      .filter((number) => number >= 0) ?? [];
  const numbers = new Set(known.flatMap((number) => [number, number + 1]));
  const edges = [
    0,
    1,
    599,
    X32_BIT - 1,
    X32_BIT,
    X32_BIT + 5000,
    0x7fff_ffff,
    0x8000_0000,
    0xbfff_ffff,
    0xc000_0000,
  ];
  for (const edge of [...edges, 0xffff_fffe, 0xffff_ffff]) numbers.add(edge);
  return numbers;
}

/** Calls of every architecture of the question and of one that it lacks. */
export function callsFor({ profile, arches }: Question, random: () => number, count: number): Call[] {
  const multiplexed = new Set([...Object.keys(socketCalls), ...Object.keys(ipcCalls), 'socketcall', 'ipc']);
  const foreign: Architecture = arches.includes('parisc') ? 'm68k' : 'parisc';
  return [...arches, foreign].flatMap((arch) => {
    const table = archRow(arch)?.numbers() ?? [];
    return [...numbersFor(arch)].flatMap((nr) => {
      const name = names[table.indexOf(nr)];
      const wanted = name === 'socketcall' || name === 'ipc' ? multiplexed : new Set(name ? [name] : []);
      return samplesFor(profile, wanted, random, wanted === multiplexed ? 4 * count : count).map((args) => ({
        arch,
        nr,
        args,
      }));
    });
  });
}

/** A call that two machines judge differently. */
export interface Disagreement {
  readonly call: Call;
  readonly ours: number;
  readonly theirs: number;
}

/** Runs both machines over the calls. */
export function disagreements(calls: readonly Call[], ours: Machine, theirs: Machine): Disagreement[] {
  const found: Disagreement[] = [];
  for (const call of calls) {
    const token = archRow(call.arch)?.token as number;
    const [a, b] = [ours(call.nr, token, call.args), theirs(call.nr, token, call.args)];
    if (a !== b) found.push({ call, ours: a, theirs: b });
  }
  return found;
}

/** `x86_64 clone(0x1,0x0): ours 7fff0000, theirs 00050001`. */
export function describe({ call: { arch, nr, args }, ours, theirs }: Disagreement): string {
  const name = names[archRow(arch)?.numbers().indexOf(nr) ?? -1] ?? nr;
  const list = args.map((value) => `0x${value.toString(16)}`);
  return `${arch} ${name}(${list}): ours ${hex(ours)}, theirs ${hex(theirs)}`;
}

const hex = (value: number): string => value.toString(16).padStart(8, '0');
