import { expect, test } from 'bun:test';
import { parseStoredPlan, storePlan } from '../../../src/run/stored-plan.ts';
import { encodePlan } from '../../../src/wire/encode.ts';

const file = '/run/teu/web1/plan.json';
const execve = {
  wire: 4,
  step: {
    op: 'execve',
    actor: 'init',
    from: '/process/args',
    args: ['sh'],
    env: [],
    home: 1,
    uid: 0,
    preserveFds: 0,
    candidates: ['/bin/sh'],
  },
};
const wait = { wire: 5, step: { op: 'await', actor: 'host', from: '', whom: 3 } };
const remove = { wire: 6, step: { op: 'socket_remove', actor: 'host', from: '', path: '/s/init.sock' } };
const whole = { protocol: 1, total: 7, slots: ['root'], steps: [execve, wait, remove] };
const parse = (value: unknown) => parseStoredPlan(JSON.stringify(value), file);

test('when the plan is whole then its steps are read', () => {
  expect(parse(whole)).toEqual(whole as never);
});

test('when an older teu wrote a step of init that has more fields now then it is read all the same', () => {
  const { candidates: _, ...older } = execve.step;
  expect(parse({ ...whole, steps: [{ wire: 4, step: older }, wait, remove] }).steps).toHaveLength(3);
});

test('a filter is text in the file and a function in the step, as whoever looks at it expects', () => {
  const program = new Uint8Array([6, 0, 0, 0, 0, 0, 255, 127]);
  const seccomp = { op: 'seccomp', actor: 'init', from: '/linux/seccomp', flags: 4 };
  const stored = { wire: 3, step: { ...seccomp, program: program.toBase64() } };
  const [first] = parse({ ...whole, steps: [stored, ...whole.steps] }).steps;
  expect(first?.step.op === 'seccomp' && first.step.program()).toEqual(program);
  const plan = { abi: '0', slots: [], start: 0, steps: [{ ...seccomp, program: () => program } as never] };
  expect(storePlan(plan, encodePlan(plan))).toContain(program.toBase64());
});

const change = (at: number, step: object): unknown => ({
  ...whole,
  steps: whole.steps.map((one, i) => (i === at ? { ...one, step: { ...one.step, ...step } } : one)),
});

const wrong: readonly (readonly [string, unknown, string])[] = [
  ['it is null', null, 'it names no socket protocol'],
  [
    'it is of another protocol',
    { ...whole, protocol: 2 },
    'it is of socket protocol 2, this version speaks 1',
  ],
  ['it has no slots', { ...whole, slots: undefined }, 'parts of it are missing'],
  ['a slot is a number', { ...whole, slots: [1] }, 'parts of it are missing'],
  ['the total is huge', { ...whole, total: 1e9 }, 'bad total in it'],
  ['the total is no number', { ...whole, total: '7' }, 'bad total in it'],
  ['a step is missing', { ...whole, steps: [execve, remove] }, 'bad wire of socket_remove in it'],
  ['the last step is missing', { ...whole, steps: [execve, wait] }, 'bad total in it'],
  ['a step is null', { ...whole, steps: [null, wait, remove] }, 'a step of it has no name'],
  [
    'a step is of Object',
    change(0, { op: 'constructor' }),
    'it holds a step "constructor" that this version does not know',
  ],
  ['a step is of another actor', change(2, { actor: 'init' }), 'bad actor of socket_remove in it'],
  ['a text is a number', change(2, { path: 5 }), 'bad path of socket_remove in it'],
  ['a text holds a zero', change(2, { path: '/a\0b' }), 'bad path of socket_remove in it'],
  ['a number is negative', change(1, { whom: -1 }), 'bad whom of await in it'],
  ['a list is a text', change(0, { args: 'sh' }), 'bad args of execve in it'],
  ['a pointer is none', change(0, { from: null }), 'bad from of execve in it'],
  [
    'an alternative is none',
    change(0, { otherwise: { onErrno: ['EWHAT'], step: {} } }),
    'bad otherwise in it',
  ],
];

for (const [what, value, why] of wrong)
  test(`when ${what} then the error says so and names the file`, () => {
    expect(() => parse(value)).toThrow(`cannot use ${file}: ${why}`);
  });
