/** What the compiler must know of each architecture; tokens are AUDIT_ARCH_* of linux/audit.h. */

import { type NumberColumn, numbersOf } from './calls.ts';
import type { Architecture } from './types.ts';

export interface ArchRow {
  /** seccomp_data.arch. x32 shares its token with x86_64 and is told apart by bit 30 of the number. */
  readonly token: number;
  /** Whether arguments are compared in 64 bits; ABIs with 32 bit registers or pointers compare the low word. */
  readonly is64: boolean;
  readonly bigEndian: boolean;
  /** Whether socketcall(2) and ipc(2) exist: rules for socket, bind, ..., semop, ... then hold for the multiplexed form too. */
  readonly multiplexes: boolean;
  /** Number per row of gen/names.ts. */
  readonly numbers: () => readonly number[];
}

/** Set in the number of every system call of the x32 ABI. */
export const X32_BIT = 0x4000_0000;

const little = 0x4000_0000;
const wide = 0x8000_0000;
const n32 = 0x2000_0000;

/** Token, word size, column of gen/numbers.ts, and whether calls are multiplexed. */
type Entry = readonly [token: number, bits: 32 | 64, column: NumberColumn, multiplexes?: true];

const rows: Readonly<Record<Architecture, Entry>> = {
  x86_64: [62 + wide + little, 64, 'x86_64'],
  x86: [3 + little, 32, 'x86', true],
  x32: [62 + wide + little, 32, 'x32'],
  aarch64: [183 + wide + little, 64, 'aarch64'],
  arm: [40 + little, 32, 'arm'],
  riscv64: [243 + wide + little, 64, 'riscv64'],
  loongarch64: [258 + wide + little, 64, 'loongarch64'],
  s390x: [22 + wide, 64, 's390x', true],
  s390: [22, 32, 's390', true],
  ppc64le: [21 + wide + little, 64, 'ppc64', true],
  ppc64: [21 + wide, 64, 'ppc64', true],
  ppc: [20, 32, 'ppc', true],
  mips: [8, 32, 'mips', true],
  mipsel: [8 + little, 32, 'mips', true],
  mips64: [8 + wide, 64, 'mips64'],
  mipsel64: [8 + wide + little, 64, 'mips64'],
  mips64n32: [8 + wide + n32, 32, 'mips64n32'],
  mipsel64n32: [8 + wide + little + n32, 32, 'mips64n32'],
  parisc: [15, 32, 'parisc'],
  parisc64: [15 + wide, 64, 'parisc64'],
  m68k: [4, 32, 'm68k', true],
  sh: [42 + little, 32, 'sh', true],
  sheb: [42, 32, 'sh', true],
};

/** The row of an architecture; undefined if there is none of that name. */
export function archRow(name: string): ArchRow | undefined {
  const entry = rows[name as Architecture] as Entry | undefined;
  // A name such as constructor finds something else.
  if (typeof entry?.[0] !== 'number') return undefined;
  const [token, , column] = entry;
  return {
    token,
    is64: entry[1] === 64,
    bigEndian: (token & little) === 0,
    multiplexes: entry[3] === true,
    numbers: () => numbersOf(column),
  };
}

/** All architectures that a profile may name. */
export const architectures = (): Architecture[] => Object.keys(rows) as Architecture[];
