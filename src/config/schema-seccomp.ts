/** config-linux.md#seccomp. */

import { Type } from '@sinclair/typebox';
import { oneOf, optional, text, uint32, uint64 } from './schema-common.ts';

export const seccompActions = [
  'SCMP_ACT_KILL',
  'SCMP_ACT_KILL_PROCESS',
  'SCMP_ACT_KILL_THREAD',
  'SCMP_ACT_TRAP',
  'SCMP_ACT_ERRNO',
  'SCMP_ACT_TRACE',
  'SCMP_ACT_ALLOW',
  'SCMP_ACT_LOG',
  'SCMP_ACT_NOTIFY',
] as const;

export const seccompOperators = [
  'SCMP_CMP_NE',
  'SCMP_CMP_LT',
  'SCMP_CMP_LE',
  'SCMP_CMP_EQ',
  'SCMP_CMP_GE',
  'SCMP_CMP_GT',
  'SCMP_CMP_MASKED_EQ',
] as const;

export const seccompFlags = [
  'SECCOMP_FILTER_FLAG_TSYNC',
  'SECCOMP_FILTER_FLAG_LOG',
  'SECCOMP_FILTER_FLAG_SPEC_ALLOW',
  'SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV',
] as const;

export const seccompArchitectures = [
  'SCMP_ARCH_X86',
  'SCMP_ARCH_X86_64',
  'SCMP_ARCH_X32',
  'SCMP_ARCH_ARM',
  'SCMP_ARCH_AARCH64',
  'SCMP_ARCH_MIPS',
  'SCMP_ARCH_MIPS64',
  'SCMP_ARCH_MIPS64N32',
  'SCMP_ARCH_MIPSEL',
  'SCMP_ARCH_MIPSEL64',
  'SCMP_ARCH_MIPSEL64N32',
  'SCMP_ARCH_PPC',
  'SCMP_ARCH_PPC64',
  'SCMP_ARCH_PPC64LE',
  'SCMP_ARCH_S390',
  'SCMP_ARCH_S390X',
  'SCMP_ARCH_PARISC',
  'SCMP_ARCH_PARISC64',
  'SCMP_ARCH_RISCV64',
  'SCMP_ARCH_LOONGARCH64',
  'SCMP_ARCH_M68K',
  'SCMP_ARCH_SH',
  'SCMP_ARCH_SHEB',
] as const;

const argument = Type.Object({
  index: uint32(5n),
  value: uint64(),
  valueTwo: optional(uint64()),
  op: oneOf(seccompOperators),
});

const syscall = Type.Object({
  names: Type.Array(Type.String(), { minItems: 1 }),
  action: oneOf(seccompActions),
  errnoRet: optional(uint32()),
  args: optional(Type.Array(argument)),
});

export const seccompSchema = Type.Object({
  defaultAction: oneOf(seccompActions),
  defaultErrnoRet: optional(uint32()),
  architectures: optional(Type.Array(oneOf(seccompArchitectures))),
  flags: optional(Type.Array(oneOf(seccompFlags))),
  listenerPath: optional(text()),
  listenerMetadata: optional(text()),
  syscalls: optional(Type.Array(syscall)),
});
