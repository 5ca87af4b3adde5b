/** Random profiles, the same for the same seed. */

import { ipcCalls, socketCalls } from '../../src/seccomp-bpf-json/multiplex.ts';
import type { Architecture, Condition, Profile, Rule } from '../../src/seccomp-bpf-json/types.ts';
import type { Question } from './oracle.ts';

/** mulberry32: a number in [0, 1) per call. */
export function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let x = state;
    x = Math.imul(x ^ (x >>> 15), x | 1);
    x ^= x + Math.imul(x ^ (x >>> 7), x | 61);
    return ((x ^ (x >>> 14)) >>> 0) / 0x1_0000_0000;
  };
}

const sets: readonly (readonly Architecture[])[] = [
  ['x86_64'],
  ['x86_64', 'x86', 'x32'],
  ['x86_64', 'x86', 'x32'],
  ['x86_64', 'x86'],
  ['x86_64', 'x32'],
  ['x32', 'x86'],
  ['x86'],
  ['aarch64', 'arm'],
  ['aarch64', 'x86_64'],
  ['riscv64'],
  ['s390x', 's390'],
  ['s390'],
  ['ppc64le'],
  ['ppc64', 'ppc'],
  ['mips64', 'mips', 'mips64n32'],
  ['mipsel', 'mipsel64n32', 'mipsel64'],
  ['parisc64', 'parisc'],
];
const actions = ['ALLOW', 'ERRNO', 'KILL', 'KILL_PROCESS', 'KILL_THREAD', 'TRAP', 'TRACE', 'LOG', 'NOTIFY'];
const operators = ['NE', 'LT', 'LE', 'EQ', 'GE', 'GT', 'MASKED_EQ'];
const plain = [
  'read',
  'write',
  'openat',
  'clone',
  'ioctl',
  'prctl',
  'mount',
  'personality',
  'kill',
  'fcntl',
  'futex',
];
const rare = ['socketcall', 'ipc', 'setns', 'statx', 'clone3', 'io_uring_setup', 'set_tls', 'time', 'mmap2'];
const edges = [0n, 1n, 2n, 5n, 0x7fff_ffffn, 0x8000_0000n, 0xffff_ffffn, 0x1_0000_0000n, 0x1_0000_0001n];
const wide = [0x1_0000_0005n, 0x2_0000_0000n, 0x7e02_0000n, 0xffff_ffff_0000_0000n, 0xffff_ffff_ffff_ffffn];

/** How a random profile may be. */
export interface Shape {
  /** Rules of one call may have different actions. */
  readonly conflicts: boolean;
  /** Only what libseccomp 2.5 compiles as its manual says: see the list in differential.test.ts. */
  readonly plain: boolean;
}

/** A random profile with its architectures. */
export function randomQuestion(random: () => number, { conflicts, plain: isPlain }: Shape): Question {
  const below = (n: number): number => Math.floor(random() * n);
  const pick = <T>(list: readonly T[]): T => list[below(list.length)] as T;
  const arches = pick(sets);
  const value = (): bigint => (random() < 0.9 ? pick([...edges, ...wide]) : BigInt(below(2 ** 31)));
  const condition = (index = below(random() < 0.8 ? 3 : 6)): Condition => {
    const op = pick(isPlain ? operators.filter((name) => name !== 'LE') : operators);
    const base = { index, op: `SCMP_CMP_${op}`, value: value() };
    return op === 'MASKED_EQ' ? { ...base, valueTwo: value() } : base;
  };
  const conditions = (): Condition[] => {
    if (random() < 0.4) return [];
    if (!isPlain) return Array.from({ length: 1 + below(3) }, () => condition());
    return [0, 1, 2, 5].filter(() => random() < 0.4).map((index) => condition(index));
  };
  const action = (): Pick<Rule, 'action' | 'errnoRet'> => {
    const name = pick(actions);
    const takesErrno = name === 'ERRNO' || name === 'TRACE';
    return { action: `SCMP_ACT_${name}`, ...(takesErrno && random() < 0.7 ? { errnoRet: below(200) } : {}) };
  };
  const families = [plain, plain, rare, Object.keys(socketCalls), Object.keys(ipcCalls)];
  const common = action();
  const conditional = new Set<string>();
  const rule = (): Rule => {
    const args = conditions();
    const chosen = Array.from({ length: 1 + below(6) }, () => pick(pick(families)));
    const names = isPlain && args.length > 0 ? chosen.filter((name) => !conditional.has(name)) : chosen;
    if (args.length > 0) for (const name of names) conditional.add(name);
    return { names: [...new Set(names)], ...(conflicts && random() < 0.5 ? action() : common), args };
  };
  const first = action();
  const profile: Profile = {
    defaultAction: first.action,
    defaultErrnoRet: first.errnoRet,
    architectures: arches.slice(random() < 0.2 ? 1 : 0).map((arch) => `SCMP_ARCH_${arch.toUpperCase()}`),
    syscalls: Array.from({ length: 1 + below(12) }, rule).filter(({ names }) => names.length > 0),
  };
  return { profile, arches };
}
