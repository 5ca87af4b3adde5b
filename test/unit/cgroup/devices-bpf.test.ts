import { expect, test } from 'bun:test';
import { accessMask, deviceProgram } from '../../../src/cgroup/devices-bpf.ts';
import { deviceRules } from '../../../src/cgroup/devices.ts';
import type { DeviceRule } from '../../../src/config/types.ts';

/** Just the instructions the generator may use; anything else is an error, as is a jump outside or backwards. */
function run(program: Uint8Array, type: number, access: number, major: number, minor: number): number {
  const view = new DataView(program.buffer);
  const registers = new Array<number>(11).fill(0);
  const context = [((access << 16) | type) >>> 0, major, minor];
  const count = program.length / 8;
  for (let pc = 0; pc < count; pc++) {
    const code = view.getUint8(pc * 8);
    const dst = view.getUint8(pc * 8 + 1) & 15;
    const src = view.getUint8(pc * 8 + 1) >> 4;
    const off = view.getInt16(pc * 8 + 2, true);
    const imm = view.getInt32(pc * 8 + 4, true);
    const left = registers[dst] as number;
    if (code === 0x61) registers[dst] = context[off / 4] as number;
    else if (code === 0xb7) registers[dst] = imm;
    else if (code === 0xbf) registers[dst] = registers[src] as number;
    else if (code === 0x57) registers[dst] = left & imm;
    else if (code === 0x77) registers[dst] = left >>> imm;
    else if (code === 0x55) pc += left !== imm ? off : 0;
    else if (code === 0x15) pc += left === imm ? off : 0;
    else if (code === 0x95) return registers[0] as number;
    else throw new Error(`instruction ${code.toString(16)} at ${pc}`);
    if (off < 0) throw new Error(`jump back at ${pc}`);
  }
  throw new Error('fell off the end');
}

/** The specification: each wanted access is decided by the last rule that names it and the device; else denied. */
function reference(
  rules: readonly DeviceRule[],
  type: 'b' | 'c',
  access: number,
  major: number,
  minor: number,
): boolean {
  return [1, 2, 4].every((bit) => {
    if ((access & bit) === 0) return true;
    const last = rules.findLast(
      (rule) =>
        (rule.type === 'a' || rule.type === type) &&
        (rule.major === null || rule.major === major) &&
        (rule.minor === null || rule.minor === minor) &&
        (accessMask(rule.access) & bit) !== 0,
    );
    return last?.allow ?? false;
  });
}

const types = { b: 1, c: 2 } as const;
const accesses = ['r', 'w', 'm', 'rw', 'rm', 'wm', 'rwm'];

/** Deterministic: a failure must fail again. */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function randomRule(next: (below: number) => number): DeviceRule {
  const number = () => (next(3) === 0 ? null : next(3));
  return {
    allow: next(2) === 0,
    type: (['a', 'b', 'c', 'c'] as const)[next(4)] ?? 'c',
    major: number(),
    minor: number(),
    access: accesses[next(7)] ?? 'rwm',
  };
}

test('when rules are random then the program decides as the last matching rule for every access', () => {
  const next = random(42);
  for (let round = 0; round < 400; round++) {
    const rules = Array.from({ length: next(8) }, () => randomRule(next));
    const program = deviceProgram(rules);
    for (const type of ['b', 'c'] as const)
      for (let access = 1; access < 8; access++)
        for (const [major, minor] of [
          [0, 0],
          [0, 1],
          [1, 0],
          [2, 2],
          [1, 2],
          [7, 1],
        ] as const) {
          const got = run(program, types[type], access, major, minor);
          expect([rules, type, access, major, minor, got]).toEqual([
            rules,
            type,
            access,
            major,
            minor,
            reference(rules, type, access, major, minor) ? 1 : 0,
          ]);
        }
  }
});

test('when there are no rules then everything is denied', () => {
  expect(run(deviceProgram([]), 2, 2, 1, 3)).toBe(0);
});

test('when a later rule allows everything then older rules are not in the program', () => {
  const all: DeviceRule = { allow: true, type: 'a', major: null, minor: null, access: 'rwm' };
  const one: DeviceRule = { allow: false, type: 'c', major: 1, minor: 3, access: 'r' };
  expect(deviceProgram([one, all])).toEqual(deviceProgram([all]));
});

test('when a writable device is asked for and only reading is allowed then it is denied', () => {
  const rules: DeviceRule[] = [{ allow: true, type: 'c', major: 1, minor: 3, access: 'r' }];
  expect(run(deviceProgram(rules), 2, 2, 1, 3)).toBe(1);
  expect(run(deviceProgram(rules), 2, 6, 1, 3)).toBe(0);
});

test('when a number is larger than any device number then the rule matches nothing', () => {
  const rules: DeviceRule[] = [{ allow: true, type: 'c', major: 2 ** 32 - 1, minor: null, access: 'rwm' }];
  expect(run(deviceProgram(rules), 2, 2, 2 ** 32 - 1, 3)).toBe(0);
});

test('when config.json denies all then the default devices still work and others do not', () => {
  const program = deviceProgram(
    deviceRules([{ allow: false, type: 'a', major: null, minor: null, access: 'rwm' }]),
  );
  expect(run(program, 2, 6, 1, 3)).toBe(1);
  expect(run(program, 2, 6, 136, 7)).toBe(1);
  expect(run(program, 1, 1, 8, 0)).toBe(1);
  expect(run(program, 1, 2, 8, 0)).toBe(0);
  expect(run(program, 2, 2, 1, 1)).toBe(0);
});
