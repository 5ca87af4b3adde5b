/**
 * The compiler against libseccomp, by running both programs.
 *
 * libseccomp 2.5.4 makes wrong programs in some cases, all of which random profiles find: an upper bound (LE) on an argument of a 32 bit ABI is
 * turned round; the accumulator holds another word than the code takes for granted where conditions are merged. Such a program contradicts the profile read word by word, which is
 * reference.ts; there the compiler must side with the reference, and nowhere else may it differ.
 */

import { expect, test } from 'bun:test';
import { readdirSync, readFileSync } from 'node:fs';
import { archRow, X32_BIT } from '../../src/seccomp-bpf-json/arches.ts';
import { compile } from '../../src/seccomp-bpf-json/compile.ts';
import { evaluate } from '../../src/seccomp-bpf-json/evaluate.ts';
import { names as tableNames } from '../../src/seccomp-bpf-json/gen/names.ts';
import { isBehind } from '../../src/seccomp-bpf-json/multiplex.ts';
import type { Architecture, Profile } from '../../src/seccomp-bpf-json/types.ts';
import { type Call, callsFor, type Disagreement, describe, disagreements } from './compare.ts';
import { type Machine, machine } from './machine.ts';
import { libseccomp, loads, numbersOf, type Question } from './oracle.ts';
import { generator, randomQuestion } from './random.ts';
import { reference } from './reference.ts';

const seed = Number(process.env.TEU_SEED ?? 20260601);
/** A longer campaign: so many times as many random profiles. */
const times = Number(process.env.TEU_TIMES ?? 1);
const names = tableNames();
const isBigEndian = (arch: Architecture): boolean => archRow(arch)?.bigEndian === true;
const native = ({ arches }: Question): Architecture => arches[0] as Architecture;

function ourMachine(question: Question, unknownSyscalls: 'default' | 'enosys' = 'default'): Machine {
  const target = { native: native(question), unknownSyscalls };
  return machine(compile(question.profile, target).program, isBigEndian(target.native));
}

const known: readonly Architecture[] = [
  ...(['x86_64', 'x86', 'x32', 'aarch64', 'arm', 'riscv64', 's390x', 's390', 'ppc64le', 'ppc64'] as const),
  ...(['ppc', 'mips', 'mips64', 'mips64n32', 'parisc', 'parisc64'] as const),
];

test.each([...known])('%s: every name has the number that libseccomp gives it', (arch) => {
  const ours = archRow(arch)?.numbers() ?? [];
  const theirs = numbersOf(arch, names);
  const wrong = names.filter((_, i) => theirs[i] !== null && theirs[i] !== ours[i]);
  // parisc64 has no _llseek: unistd_64.h lacks it and the kernel's table too.
  expect(wrong).toEqual(arch === 'parisc64' ? ['_llseek'] : []);
  const isMultiplexed = archRow(arch)?.multiplexes === true;
  const newer = names.filter(
    (name, i) => theirs[i] === null && ours[i] !== -1 && !(isMultiplexed && isBehind(name)),
  );
  console.log(`${arch}: libseccomp does not know ${newer.join(' ') || 'nothing less'}`);
});

interface Captured {
  readonly profiles: readonly Profile[];
}
/** Architectures for which the capture has no profile of its own get the rules of arm64, without its 32-bit half. */
const elsewhere = ['riscv64', 'ppc64le'] as const satisfies readonly Architecture[];

function withOthers(profiles: readonly Profile[]): readonly Profile[] {
  const arm = profiles.find(({ architectures }) => architectures?.includes('SCMP_ARCH_AARCH64'));
  if (arm === undefined) throw new Error('no profile of arm64 was captured');
  const others = elsewhere.map((arch) => ({ ...arm, architectures: [`SCMP_ARCH_${arch.toUpperCase()}`] }));
  return [...profiles, ...others];
}

const engines: [string, Question][] = readdirSync(`${import.meta.dir}/gen`).flatMap((file) => {
  const { profiles } = JSON.parse(readFileSync(`${import.meta.dir}/gen/${file}`, 'utf8')) as Captured;
  return withOthers(profiles).map((profile): [string, Question] => {
    const arches = (profile.architectures ?? []).map((arch) => arch.slice('SCMP_ARCH_'.length).toLowerCase());
    return [
      `${file.replace('.json', '')} on ${arches.join(', ')}`,
      { profile, arches: arches as Architecture[] },
    ];
  });
});

/** Without the names that libseccomp lacks on all architectures of the filter: of those only we can say more than the default action. */
function withKnownNames({ profile, arches }: Question): Question {
  const all = new Set(names.filter(isBehind));
  for (const arch of arches)
    numbersOf(arch, names).forEach((number, i) => {
      if (number !== null) all.add(names[i] as string);
    });
  const syscalls = profile.syscalls?.map((rule) => ({
    ...rule,
    names: rule.names.filter((name) => all.has(name)),
  }));
  return { profile: { ...profile, syscalls }, arches };
}

test.each(engines)('%s: every call is decided as by libseccomp', (_, captured) => {
  const question = withKnownNames(captured);
  const [theirs] = libseccomp([question]);
  if (!(theirs instanceof Uint8Array)) throw new Error(`libseccomp refuses the profile: ${theirs}`);
  const calls = callsFor(question, generator(seed), 200);
  const found = disagreements(calls, ourMachine(question), machine(theirs, isBigEndian(native(question))));
  expect(found.map(describe)).toEqual([]);
  expect(calls.length).toBeGreaterThan(1000);
});

test("a call costs a fraction of what libseccomp's chain costs", () => {
  const [, question] = engines.find(([title]) =>
    title.startsWith('docker on x86_64'),
  ) as (typeof engines)[number];
  const [theirs] = libseccomp([question]);
  const { program } = compile(question.profile, { native: 'x86_64', unknownSyscalls: 'default' });
  const data = (archRow('x86_64')?.numbers() ?? [])
    .filter((nr) => nr >= 0)
    .map((nr) => ({ nr, arch: 0xc000_003e, args: [] }));
  const costs = (code: Uint8Array): number[] => data.map((call) => evaluate(code, call).executed);
  const mean = (list: readonly number[]): number => list.reduce((sum, one) => sum + one, 0) / list.length;
  const [ours, chain] = [costs(program), costs(theirs as Uint8Array)];
  const say = (list: readonly number[]): string =>
    `${mean(list).toFixed(1)} on average, ${Math.max(...list)} at most`;
  console.log(`instructions per call under Docker's profile: tree ${say(ours)}; chain ${say(chain)}`);
  expect(mean(ours)).toBeLessThan(mean(chain) / 5);
  expect(Math.max(...ours)).toBeLessThan(24);
});

/** What runc puts before libseccomp's program: ENOSYS for numbers above the largest that the profile names. */
function runcStub({ profile }: Question, { arch, nr }: Call): number | undefined {
  const listed = (name: string): boolean =>
    profile.architectures?.includes(`SCMP_ARCH_${name.toUpperCase()}`) === true;
  const isX86 = arch === 'x86_64' || arch === 'x32';
  const abi = isX86 ? ((nr & X32_BIT) !== 0 ? 'x32' : 'x86_64') : arch;
  if (!listed(abi)) return undefined;
  const wanted = profile.syscalls?.flatMap((rule) => rule.names) ?? [];
  const last = Math.max(0, ...numbersOf(abi, wanted).map((number) => number ?? 0));
  const isSetup = nr === 0 && (abi === 's390' || abi === 's390x');
  return isSetup || (last > 0 && nr > last) ? 0x0005_0026 : undefined;
}

test.each(engines)('%s: a call newer than the profile is ENOSYS as with runc', (_, captured) => {
  const question = withKnownNames(captured);
  const [program] = libseccomp([question]);
  if (!(program instanceof Uint8Array)) throw new Error(`libseccomp refuses the profile: ${program}`);
  const theirs = machine(program, isBigEndian(native(question)));
  const numbers = [
    0, 1, 100, 400, 430, 435, 439, 440, 445, 450, 455, 600, 0x7fff_ffff, 0x8000_0000, 0xc000_0000,
  ];
  const calls = question.arches.flatMap((arch) =>
    [...numbers, X32_BIT, X32_BIT + 100, X32_BIT + 500, X32_BIT + 600, 0xffff_ffff].map((nr) => ({
      arch,
      nr,
      args: [],
    })),
  );
  const withStub = (call: Call): number =>
    runcStub(question, call) ?? theirs(call.nr, archRow(call.arch)?.token as number, call.args);
  const ours = ourMachine(question, 'enosys');
  const wrong = calls.filter(
    (call) => ours(call.nr, archRow(call.arch)?.token as number, []) !== withStub(call),
  );
  expect(wrong).toEqual([]);
});

interface Tally {
  alike: number;
  /** Profiles where libseccomp's program contradicts the profile. */
  defective: number;
  /** Profiles that libseccomp refuses. */
  refused: number;
  /** Profiles where rules with different actions hold and the programs take different ones. */
  otherOrder: number;
  readonly wrong: string[];
}

function judge(question: Question, found: readonly Disagreement[], tally: Tally, at: number): void {
  const verdicts = found.map((one) => {
    const right = reference(question, one.call);
    if (!right.has(one.ours)) tally.wrong.push(`profile ${at}: ${describe(one)}`);
    return right.has(one.theirs);
  });
  if (verdicts.length === 0) tally.alike++;
  else if (verdicts.includes(true)) tally.otherOrder++;
  else tally.defective++;
}

function campaign(count: number, shape: { conflicts: boolean; plain: boolean }): Tally {
  const random = generator(seed);
  const tally: Tally = { alike: 0, defective: 0, refused: 0, otherOrder: 0, wrong: [] };
  const questions = Array.from({ length: count }, () => randomQuestion(random, shape));
  libseccomp(questions).forEach((theirs, i) => {
    const question = questions[i] as Question;
    const ours = ourMachine(question);
    if (!(theirs instanceof Uint8Array)) {
      tally.refused++;
      return;
    }
    const calls = callsFor(question, random, 16);
    judge(question, disagreements(calls, ours, machine(theirs, isBigEndian(native(question)))), tally, i);
  });
  const { alike, defective, refused, otherOrder } = tally;
  const rest = `${defective} with defects of libseccomp, ${refused} refused by it, ${otherOrder} in another order`;
  console.log(`TEU_SEED=${seed}: ${alike} of ${count} profiles alike, ${rest}`);
  return tally;
}

test(
  '2,000 random profiles are decided as by libseccomp wherever it follows the profile',
  () => {
    const { wrong, alike, otherOrder } = campaign(2050 * times, { conflicts: false, plain: true });
    expect(wrong).toEqual([]);
    expect(otherOrder).toBe(0);
    expect(alike).toBeGreaterThanOrEqual(2000 * times);
  },
  120_000 * times,
);

test(
  'wild profiles with every operator everywhere are decided as by libseccomp or it contradicts them',
  () => {
    const { wrong, alike, otherOrder } = campaign(300 * times, { conflicts: false, plain: false });
    expect(wrong).toEqual([]);
    expect(otherOrder).toBe(0);
    expect(alike).toBeGreaterThan(240 * times);
  },
  120_000 * times,
);

test(
  'where rules of different actions hold at once the order is that of libseccomp',
  () => {
    const { wrong, alike, otherOrder } = campaign(300 * times, { conflicts: true, plain: false });
    expect(wrong).toEqual([]);
    // libseccomp merges bounds with equal upper words and then forgets which of them was the narrowest.
    expect(otherOrder).toBeLessThan(0.04 * alike);
  },
  120_000 * times,
);

test('the kernel takes every program of its byte order', () => {
  const random = generator(seed);
  const wild = Array.from({ length: 200 }, () => randomQuestion(random, { conflicts: true, plain: false }));
  const questions = [...engines.map(([, question]) => question), ...wild].filter(
    (one) => !isBigEndian(native(one)),
  );
  const programs = questions.map(
    (question) => compile(question.profile, { native: native(question) }).program,
  );
  expect(new Set(loads(programs))).toEqual(new Set([0]));
  expect(loads([new Uint8Array(8)])).toEqual([22]);
}, 60_000);
