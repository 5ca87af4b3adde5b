/** What the compiler must know of each architecture; tokens are AUDIT_ARCH_* of linux/audit.h. */

import { numbers } from './gen/numbers.ts';
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

function row(token: number, kind: '32' | '64', table: () => number[], multiplexes = false): ArchRow {
  return { token, is64: kind === '64', bigEndian: (token & little) === 0, multiplexes, numbers: table };
}

/** Functions, so that a filter makes only the rows it needs. */
const rows: Readonly<Record<Architecture, () => ArchRow>> = {
  x86_64: () => row(62 + wide + little, '64', numbers.x86_64),
  x86: () => row(3 + little, '32', numbers.x86, true),
  x32: () => row(62 + wide + little, '32', numbers.x32),
  aarch64: () => row(183 + wide + little, '64', numbers.aarch64),
  arm: () => row(40 + little, '32', numbers.arm),
  riscv64: () => row(243 + wide + little, '64', numbers.riscv64),
  loongarch64: () => row(258 + wide + little, '64', numbers.loongarch64),
  s390x: () => row(22 + wide, '64', numbers.s390x, true),
  s390: () => row(22, '32', numbers.s390, true),
  ppc64le: () => row(21 + wide + little, '64', numbers.ppc64, true),
  ppc64: () => row(21 + wide, '64', numbers.ppc64, true),
  ppc: () => row(20, '32', numbers.ppc, true),
  mips: () => row(8, '32', numbers.mips, true),
  mipsel: () => row(8 + little, '32', numbers.mips, true),
  mips64: () => row(8 + wide, '64', numbers.mips64),
  mipsel64: () => row(8 + wide + little, '64', numbers.mips64),
  mips64n32: () => row(8 + wide + n32, '32', numbers.mips64n32),
  mipsel64n32: () => row(8 + wide + little + n32, '32', numbers.mips64n32),
  parisc: () => row(15, '32', numbers.parisc),
  parisc64: () => row(15 + wide, '64', numbers.parisc64),
  m68k: () => row(4, '32', numbers.m68k, true),
  sh: () => row(42 + little, '32', numbers.sh, true),
  sheb: () => row(42, '32', numbers.sh, true),
};

/** The row of an architecture; undefined if there is none of that name. */
export function archRow(name: string): ArchRow | undefined {
  return Object.hasOwn(rows, name) ? rows[name as Architecture]() : undefined;
}

/** All architectures that a profile may name. */
export const architectures = (): Architecture[] => Object.keys(rows) as Architecture[];
