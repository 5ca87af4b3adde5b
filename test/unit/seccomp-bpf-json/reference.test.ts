/** Compiled programs against the profile read word by word, which is test/seccomp/reference.ts; no libseccomp here. */
import { expect, test } from 'bun:test';
import { archRow, architectures } from '../../../src/seccomp-bpf-json/arches.ts';
import { compile } from '../../../src/seccomp-bpf-json/compile.ts';
import { evaluate } from '../../../src/seccomp-bpf-json/evaluate.ts';
import type { Architecture } from '../../../src/seccomp-bpf-json/types.ts';
import { callsFor } from '../../seccomp/compare.ts';
import { machine } from '../../seccomp/machine.ts';
import { generator, randomQuestion } from '../../seccomp/random.ts';
import { reference } from '../../seccomp/reference.ts';

const seed = Number(process.env.TEU_SEED ?? 1);

test('random profiles decide as they read', () => {
  const random = generator(seed);
  const wrong: string[] = [];
  for (let i = 0; i < 60; i++) {
    const question = randomQuestion(random, { conflicts: i % 2 === 1, plain: false });
    const native = question.arches[0] as Architecture;
    const { program } = compile(question.profile, { native, unknownSyscalls: 'default' });
    const run = machine(program, archRow(native)?.bigEndian === true);
    const calls = callsFor(question, random, 12).filter(() => random() < 0.1);
    for (const call of calls) {
      const value = run(call.nr, archRow(call.arch)?.token as number, call.args);
      if (!reference(question, call).has(value))
        wrong.push(`seed ${seed}, profile ${i}: ${call.arch} ${call.nr}`);
    }
  }
  expect(wrong).toEqual([]);
}, 20_000);

test.each(architectures())('%s: a filter of its own lets one call through', (native) => {
  const profile = {
    defaultAction: 'SCMP_ACT_ERRNO',
    syscalls: [{ names: ['getpid'], action: 'SCMP_ACT_ALLOW' }],
  };
  const { program } = compile(profile, { native });
  const run = machine(program, archRow(native)?.bigEndian === true);
  const row = archRow(native);
  const allowed = row?.numbers().filter((nr) => nr >= 0 && run(nr, row.token, []) === 0x7fff_0000);
  expect(allowed?.length).toBe(1);
});

test('both interpreters agree on value and order', () => {
  const profile = {
    defaultAction: 'SCMP_ACT_ERRNO',
    syscalls: [{ names: ['getpid'], action: 'SCMP_ACT_LOG' }],
  };
  const { program, instructions } = compile(profile, { native: 'x86_64' });
  const data = { nr: 39, arch: 0xc000_003e, args: [] };
  const { value, executed, trace } = evaluate(program, data);
  expect(value).toBe(machine(program, false)(39, data.arch, []));
  expect(trace.length).toBe(executed);
  expect(trace.every((at, i) => at < instructions && at > (trace[i - 1] ?? -1))).toBe(true);
});
