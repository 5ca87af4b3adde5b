import { expect, test } from 'bun:test';
import { compile } from '../../../src/seccomp-bpf-json/compile.ts';
import { CompileError } from '../../../src/seccomp-bpf-json/error.ts';
import { evaluate } from '../../../src/seccomp-bpf-json/evaluate.ts';
import type { Profile } from '../../../src/seccomp-bpf-json/types.ts';

const X86_64 = 0xc000_003e;
const I386 = 0x4000_0003;
const ALLOW = 0x7fff_0000;
const EPERM = 0x0005_0001;
const ENOSYS = 0x0005_0026;
const arches = ['SCMP_ARCH_X86_64', 'SCMP_ARCH_X86', 'SCMP_ARCH_X32'];

const decide = (profile: Profile, nr: number, args: bigint[] = [], arch = X86_64): number =>
  evaluate(compile(profile, { native: 'x86_64' }).program, { nr, arch, args }).value;

function errorOf(profile: Profile): string {
  try {
    compile(profile, { native: 'x86_64' });
  } catch (error) {
    if (error instanceof CompileError) return `${error.code} ${error.path}`;
    throw error;
  }
  return 'none';
}

const readOnly: Profile = {
  defaultAction: 'SCMP_ACT_ERRNO',
  architectures: arches,
  syscalls: [{ names: ['read'], action: 'SCMP_ACT_ALLOW' }],
};

test('a named call gets its action, an older one the default action, a newer one ENOSYS', () => {
  const profile = { ...readOnly, syscalls: [{ names: ['read', 'getpid'], action: 'SCMP_ACT_ALLOW' }] };
  expect([0, 1, 39, 40].map((nr) => decide(profile, nr))).toEqual([ALLOW, EPERM, ALLOW, ENOSYS]);
});

test('a call has the number of each architecture', () => {
  expect(decide(readOnly, 3, [], I386)).toBe(ALLOW);
  expect(decide(readOnly, 0x4000_0000)).toBe(ALLOW);
});

test('an architecture that the profile does not name kills', () => {
  expect(decide({ ...readOnly, architectures: ['SCMP_ARCH_X86_64'] }, 3, [], I386)).toBe(0);
  expect(decide({ ...readOnly, architectures: ['SCMP_ARCH_X86_64'] }, 0x4000_0000)).toBe(0);
});

test('a comparison sees all 64 bits', () => {
  const value = 0x1_0000_0002n;
  const of = (op: string, argument: bigint): boolean => {
    const args = [{ index: 1, op: `SCMP_CMP_${op}`, value }];
    const syscalls = [{ names: ['write'], action: 'SCMP_ACT_ALLOW', args }];
    return decide({ ...readOnly, syscalls }, 1, [0n, argument]) === ALLOW;
  };
  const samples = [0n, 1n, 2n, 3n, value - 1n, value, value + 1n, 0x2_0000_0000n, 0xffff_ffff_ffff_ffffn];
  expect(samples.map((x) => of('EQ', x))).toEqual(samples.map((x) => x === value));
  expect(samples.map((x) => of('NE', x))).toEqual(samples.map((x) => x !== value));
  expect(samples.map((x) => of('LT', x))).toEqual(samples.map((x) => x < value));
  expect(samples.map((x) => of('LE', x))).toEqual(samples.map((x) => x <= value));
  expect(samples.map((x) => of('GE', x))).toEqual(samples.map((x) => x >= value));
  expect(samples.map((x) => of('GT', x))).toEqual(samples.map((x) => x > value));
});

test('what cannot be compiled is named by its pointer', () => {
  const rule = { names: ['read'], action: 'SCMP_ACT_ALLOW' };
  const arg = { index: 0, op: 'SCMP_CMP_EQ', value: 1 };
  const withRule = (extra: object): Profile => ({ ...readOnly, syscalls: [{ ...rule, ...extra }] });
  expect(errorOf({ defaultAction: 'SCMP_ACT_MAYBE' })).toBe('action /defaultAction');
  expect(errorOf({ defaultAction: 'SCMP_ACT_KILL', defaultErrnoRet: 1 })).toBe('errno /defaultErrnoRet');
  expect(errorOf(withRule({ errnoRet: 2 }))).toBe('errno /syscalls/0/errnoRet');
  expect(errorOf(withRule({ args: [{ ...arg, index: 6 }] }))).toBe('argument-index /syscalls/0/args/0/index');
  expect(errorOf(withRule({ args: [{ ...arg, value: 2 ** 64 }] }))).toBe('value /syscalls/0/args/0/value');
  expect(errorOf({ ...readOnly, flags: ['SECCOMP_FILTER_FLAG_X'] })).toBe('flag /flags/0');
  expect(errorOf({ ...readOnly, architectures: ['SCMP_ARCH_Z80'] })).toBe('architecture /architectures/0');
  expect(errorOf({ ...readOnly, architectures: ['SCMP_ARCH_S390X'] })).toBe('byte-order /architectures/0');
});

test('a name that no architecture knows is a warning', () => {
  const syscalls = [{ names: ['read', 'raed'], action: 'SCMP_ACT_ALLOW' }];
  const { findings } = compile({ ...readOnly, syscalls }, { native: 'x86_64' });
  expect(findings.map(({ code, path }) => `${code} ${path}`)).toEqual([
    'unknown-syscall /syscalls/0/names/1',
  ]);
});

test('only a rule that notifies asks for a listener', () => {
  const syscalls = [{ names: ['mkdir'], action: 'SCMP_ACT_NOTIFY' }];
  expect(compile(readOnly, { native: 'x86_64' })).toMatchObject({ usesNotify: false, flags: 4 });
  expect(compile({ ...readOnly, flags: [], syscalls }, { native: 'x86_64' })).toMatchObject({
    usesNotify: true,
    flags: 8,
  });
});
