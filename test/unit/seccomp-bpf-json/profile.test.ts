/** What each part of a profile means. */
import { expect, test } from 'bun:test';
import { archRow } from '../../../src/seccomp-bpf-json/arches.ts';
import { compile } from '../../../src/seccomp-bpf-json/compile.ts';
import { evaluate } from '../../../src/seccomp-bpf-json/evaluate.ts';
import type { Architecture, Condition, Profile, Rule } from '../../../src/seccomp-bpf-json/types.ts';

const ALLOW = 0x7fff_0000;
const EPERM = 0x0005_0001;
const ENOSYS = 0x0005_0026;

function decide(profile: Profile, nr: number, args: bigint[] = [], arch: Architecture = 'x86_64'): number {
  const { program } = compile(profile, { native: arch });
  const row = archRow(arch);
  return evaluate(program, { nr, arch: row?.token as number, args }, row?.bigEndian).value;
}
const rule = (name: string, action: string, ...args: Condition[]): Rule => ({ names: [name], action, args });
const eq = (index: number, value: number): Condition => ({ index, op: 'SCMP_CMP_EQ', value });
const profileOf = (...syscalls: Rule[]): Profile => ({
  defaultAction: 'SCMP_ACT_ERRNO',
  architectures: ['SCMP_ARCH_X86_64'],
  syscalls,
});

test.each([
  ['SCMP_ACT_KILL', 0],
  ['SCMP_ACT_KILL_THREAD', 0],
  ['SCMP_ACT_KILL_PROCESS', 0x8000_0000],
  ['SCMP_ACT_TRAP', 0x0003_0000],
  ['SCMP_ACT_ERRNO', EPERM],
  ['SCMP_ACT_TRACE', 0x7ff0_0001],
  ['SCMP_ACT_ALLOW', ALLOW],
  ['SCMP_ACT_LOG', 0x7ffc_0000],
  ['SCMP_ACT_NOTIFY', 0x7fc0_0000],
])('%s', (action, value) => {
  expect(decide(profileOf(rule('read', action), rule('rseq', 'SCMP_ACT_ALLOW')), 0)).toBe(value);
  expect(decide({ defaultAction: action }, 0)).toBe(value);
});

test('errnoRet is the errno, and the message to a tracer', () => {
  const profile = profileOf({ names: ['read'], action: 'SCMP_ACT_TRACE', errnoRet: 7 });
  expect(decide(profile, 0)).toBe(0x7ff0_0007);
  expect(decide({ ...profile, defaultErrnoRet: 13, syscalls: [rule('write', 'SCMP_ACT_LOG')] }, 0)).toBe(
    0x0005_000d,
  );
});

test('conditions on different arguments must all hold, on one argument any', () => {
  const both = profileOf(rule('write', 'SCMP_ACT_ALLOW', eq(0, 1), eq(2, 5)));
  expect(decide(both, 1, [1n, 0n, 5n])).toBe(ALLOW);
  expect(decide(both, 1, [1n, 0n, 6n])).toBe(EPERM);
  const any = profileOf(rule('write', 'SCMP_ACT_ALLOW', eq(0, 1), eq(0, 2), eq(2, 5)));
  expect([[1n], [2n], [9n, 0n, 5n], [9n]].map((args) => decide(any, 1, args))).toEqual([
    ALLOW,
    ALLOW,
    ALLOW,
    EPERM,
  ]);
});

test('a mask is applied to both sides', () => {
  const condition = { index: 0, op: 'SCMP_CMP_MASKED_EQ', value: 0xf0, valueTwo: 0x1f };
  const profile = profileOf(rule('write', 'SCMP_ACT_ALLOW', condition));
  expect([0x10n, 0x1fn, 0x20n].map((arg) => decide(profile, 1, [arg]))).toEqual([ALLOW, ALLOW, EPERM]);
});

test('the first rule without conditions decides alone', () => {
  const [allow, trap] = [rule('write', 'SCMP_ACT_ALLOW'), rule('write', 'SCMP_ACT_TRAP')];
  const kill = rule('write', 'SCMP_ACT_KILL', eq(0, 1));
  expect(decide(profileOf(allow, trap), 1)).toBe(ALLOW);
  expect(decide(profileOf(kill, allow), 1, [1n])).toBe(ALLOW);
});

test('a rule with the default action does not count', () => {
  const profile = profileOf(rule('write', 'SCMP_ACT_ERRNO'), rule('write', 'SCMP_ACT_ALLOW'));
  expect(decide(profile, 1)).toBe(ALLOW);
});

test('of two rules that hold the narrower bound decides', () => {
  const at = (op: string, value: number): Condition => ({ index: 0, op: `SCMP_CMP_${op}`, value });
  const rules = [rule('write', 'SCMP_ACT_TRAP', at('GT', 2)), rule('write', 'SCMP_ACT_ALLOW', at('GT', 9))];
  for (const order of [rules, rules.toReversed()])
    expect([1n, 5n, 10n].map((arg) => decide(profileOf(...order), 1, [arg]))).toEqual([
      EPERM,
      0x0003_0000,
      ALLOW,
    ]);
});

test('a rule for socket holds for socketcall too, where there is one', () => {
  const profile: Profile = { ...profileOf(rule('socket', 'SCMP_ACT_ALLOW', eq(0, 2))), architectures: [] };
  expect(decide(profile, 102, [1n], 'x86')).toBe(ALLOW);
  expect(decide(profile, 102, [2n], 'x86')).toBe(EPERM);
  expect(decide(profile, 359, [2n], 'x86')).toBe(ALLOW);
  expect(decide(profile, 359, [3n], 'x86')).toBe(EPERM);
});

test('32 bit ABIs compare the low word', () => {
  const profile: Profile = { ...profileOf(rule('write', 'SCMP_ACT_ALLOW', eq(0, 1))), architectures: [] };
  expect(decide(profile, 4, [0x5_0000_0001n], 'arm')).toBe(ALLOW);
  expect(decide(profile, 1, [0x5_0000_0001n])).toBe(EPERM);
});

test('calls above the newest are ENOSYS where the default action forbids and the profile names the architecture', () => {
  const profile = profileOf(rule('getpid', 'SCMP_ACT_ALLOW'));
  expect([38, 39, 40].map((nr) => decide(profile, nr))).toEqual([EPERM, ALLOW, ENOSYS]);
  expect(decide({ ...profile, defaultAction: 'SCMP_ACT_KILL' }, 40)).toBe(ENOSYS);
  expect(decide({ ...profile, defaultAction: 'SCMP_ACT_LOG' }, 40)).toBe(0x7ffc_0000);
  expect(decide({ ...profile, defaultAction: 'SCMP_ACT_TRACE' }, 40)).toBe(0x7ff0_0001);
  expect(decide({ ...profile, architectures: [] }, 40)).toBe(EPERM);
});

test('on s390x call 0, behind which the kernel leaves what it does not know, is ENOSYS', () => {
  const profile: Profile = {
    defaultAction: 'SCMP_ACT_ERRNO',
    architectures: ['SCMP_ARCH_S390X'],
    syscalls: [rule('exit', 'SCMP_ACT_ALLOW'), rule('getpid', 'SCMP_ACT_ALLOW')],
  };
  expect([0, 1, 2, 20].map((nr) => decide(profile, nr, [], 's390x'))).toEqual([ENOSYS, ALLOW, EPERM, ALLOW]);
});

test('flags become those of seccomp(2)', () => {
  const notify = [rule('mkdir', 'SCMP_ACT_NOTIFY')];
  const flags = (names: string[] | undefined, syscalls: Rule[] = []): number =>
    compile({ defaultAction: 'SCMP_ACT_ALLOW', flags: names, syscalls }, { native: 'x86_64' }).flags;
  const of = (name: string): string => `SECCOMP_FILTER_FLAG_${name}`;
  expect(flags(undefined)).toBe(4);
  expect(flags([])).toBe(0);
  expect(flags([of('LOG'), of('SPEC_ALLOW')])).toBe(6);
  expect(flags(undefined, notify)).toBe(12);
  expect(flags([of('TSYNC')], notify)).toBe(1 + 8 + 16);
  expect(flags([of('WAIT_KILLABLE_RECV')], notify)).toBe(8 + 32);
  expect(flags([of('WAIT_KILLABLE_RECV')])).toBe(0);
});

const findings = (profile: Profile): string[] =>
  compile(profile, { native: 'x86_64' }).findings.map(({ code, path }) => `${code} ${path}`);

test('a rule that never decides is a warning, one that repeats is not', () => {
  const [allow, trap] = [rule('write', 'SCMP_ACT_ALLOW'), rule('write', 'SCMP_ACT_TRAP', eq(0, 1))];
  expect(findings(profileOf(allow, trap))).toEqual(['shadowed-rule /syscalls/1']);
  expect(findings(profileOf(trap, allow))).toEqual(['shadowed-rule /syscalls/0']);
  expect(
    findings(profileOf(allow, rule('write', 'SCMP_ACT_ALLOW', eq(0, 1)), rule('write', 'SCMP_ACT_ERRNO'))),
  ).toEqual([]);
});

test('an architecture without a call is a warning', () => {
  const profile = profileOf(rule('socketcall', 'SCMP_ACT_ALLOW'));
  const architectures = ['SCMP_ARCH_X86', 'SCMP_ARCH_X86_64'];
  expect(findings({ ...profile, architectures })).toEqual(['no-syscall /architectures/1']);
});

test('a flag that needs a listener is left out with a warning', () => {
  const profile = { defaultAction: 'SCMP_ACT_ALLOW', flags: ['SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV'] };
  const { findings } = compile(profile, { native: 'x86_64' });
  expect(findings.map(({ code, path }) => [code, path])).toEqual([['flag-without-notify', '/flags/0']]);
});
