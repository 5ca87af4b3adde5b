import { expect, test } from 'bun:test';
import { archRow } from '../../../src/seccomp-bpf-json/arches.ts';
import { compile } from '../../../src/seccomp-bpf-json/compile.ts';
import { CompileError } from '../../../src/seccomp-bpf-json/error.ts';
import { evaluate } from '../../../src/seccomp-bpf-json/evaluate.ts';
import { names as tableNames } from '../../../src/seccomp-bpf-json/gen/names.ts';
import type { Condition, Profile, Rule } from '../../../src/seccomp-bpf-json/types.ts';

const X86_64 = 0xc000_003e;
const names = tableNames();
const numbers = archRow('x86_64')?.numbers() ?? [];
const native = { native: 'x86_64' } as const;

test('jumps of more than 255 instructions reach their target', () => {
  const own = names.filter((_, row) => (numbers[row] as number) >= 0);
  const condition: Condition = { index: 0, op: 'SCMP_CMP_GT', value: 5n };
  const syscalls = own.map(
    (name, i): Rule => ({ names: [name], action: 'SCMP_ACT_ERRNO', errnoRet: 2 + i, args: [condition] }),
  );
  const { program, instructions } = compile({ defaultAction: 'SCMP_ACT_ERRNO', syscalls }, native);
  expect(instructions).toBeGreaterThan(1500);
  const value = (name: string, arg: bigint): number =>
    evaluate(program, { nr: numbers[names.indexOf(name)] as number, arch: X86_64, args: [arg] }).value &
    0xffff;
  expect(own.map((name) => value(name, 6n))).toEqual(own.map((_, i) => 2 + i));
  expect(new Set(own.map((name) => value(name, 5n)))).toEqual(new Set([1]));
});

test('a filter too long for the kernel is refused', () => {
  const args = Array.from({ length: 1200 }, (_, i) => ({ index: 0, op: 'SCMP_CMP_EQ', value: i * 7 }));
  const profile: Profile = {
    defaultAction: 'SCMP_ACT_ERRNO',
    syscalls: [{ names: ['read'], action: 'SCMP_ACT_ALLOW', args }],
  };
  expect(() => compile(profile, native)).toThrow(CompileError);
});

test('instructions have the byte order of the target', () => {
  const profile: Profile = { defaultAction: 'SCMP_ACT_ALLOW' };
  // ld [4]
  expect([...compile(profile, native).program.subarray(0, 8)]).toEqual([0x20, 0, 0, 0, 4, 0, 0, 0]);
  expect([...compile(profile, { native: 's390x' }).program.subarray(0, 8)]).toEqual([
    0, 0x20, 0, 0, 0, 0, 0, 4,
  ]);
});

test('the cost of a call grows with the logarithm of the profile', () => {
  const odd = names.filter((_, row) => (numbers[row] as number) % 2 === 1);
  const syscalls = [{ names: odd, action: 'SCMP_ACT_ALLOW' }];
  const { program } = compile({ defaultAction: 'SCMP_ACT_ERRNO', syscalls }, native);
  const costs = numbers
    .filter((nr) => nr >= 0)
    .map((nr) => evaluate(program, { nr, arch: X86_64, args: [] }).executed);
  expect(Math.max(...costs)).toBeLessThanOrEqual(4 + 10);
});

test('what the kernel would refuse to load is no result', () => {
  expect(() => evaluate(new Uint8Array(8), { nr: 0, arch: X86_64, args: [] })).toThrow();
  expect(() => evaluate(new Uint8Array(0), { nr: 0, arch: X86_64, args: [] })).toThrow();
});
