import { expect, test } from 'bun:test';
import { explainJson, explainText } from '../../../src/query/explain.ts';
import type { Plan, Step } from '../../../src/wire/types.ts';

const mount: Step = {
  op: 'mount_new',
  actor: 'init',
  from: '/mounts/0',
  fstype: 'tmpfs',
  source: 'shm',
  data: ['size=1m'],
  attrs: 0xen,
  sbFlags: 0n,
  slot: 'mount0',
};
const plan = (...steps: readonly Step[]): Plan => ({ abi: 'ab', slots: [], steps, start: steps.length });
const lines = (made: Plan): readonly string[] => explainText(made).split('\n');

test('a step is one line: number, actor, op, what it does, the field that caused it', () => {
  const line = lines(plan(mount)).find((text) => text.includes('mount_new')) ?? '';
  expect(line.split(/ {2,}/)).toEqual([
    '',
    '0',
    'init',
    'mount_new',
    'tmpfs (shm) nosuid,nodev,noexec; size=1m',
    '/mounts/0',
  ]);
});

test('an alternative stands below its step, with the errors that lead to it', () => {
  const clone: Step = {
    op: 'mount_clone',
    actor: 'init',
    from: '',
    source: '/sys',
    recursive: 1,
    noFollow: 0,
    slot: 'mount0',
  };
  const text = lines(plan({ ...mount, otherwise: { onErrno: ['EPERM'], step: clone } }));
  const at = text.findIndex((line) => line.includes('mount_new'));
  expect(text[at + 1]?.trim().split(/ {2,}/)).toEqual(['on EPERM: mount_clone', '/sys recursively']);
});

test('a detail that is too long goes on below itself', () => {
  const data = Array.from({ length: 8 }, (_, i) => `/candidate/number/${i}`);
  const step: Step = { op: 'exec_resolve', actor: 'init', from: '/process/args', candidates: data };
  const text = lines(plan(step)).filter((line) => line.includes('/candidate/'));
  expect(text.length).toBeGreaterThan(1);
  expect(text.every((line) => line.length <= 120)).toBe(true);
  expect(text[1]?.startsWith(' '.repeat(34))).toBe(true);
});

test('JSON holds 64-bit integers as decimal strings and bytes as arrays', () => {
  const step: Step = {
    op: 'credentials',
    actor: 'init',
    from: '/process/user',
    uid: 1,
    gid: 2,
    groups: new Uint8Array([5, 0, 0, 0]),
    setGroups: 1,
  };
  const parsed = JSON.parse(explainJson(plan(mount, step)));
  expect(parsed.steps[0].attrs).toBe('14');
  expect(parsed.steps[1].groups).toEqual([5, 0, 0, 0]);
  expect(parsed.start).toBe(2);
});

test('what start performs has a heading of its own', () => {
  const made = { ...plan(mount, { op: 'state_save', actor: 'host', from: '', status: 'running' }), start: 1 };
  const text = lines(made);
  const heading = text.findIndex((line) => line.startsWith('Start:'));
  expect(text.findIndex((line) => line.includes('state_save'))).toBeGreaterThan(heading);
  expect(heading).toBeGreaterThan(text.findIndex((line) => line.includes('mount_new')));
});
