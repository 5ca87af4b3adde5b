/**
 * The ops of linux.intelRdt and their undo, on an ordinary directory: what they write and remove. What a kernel with
 * resctrl makes of it no machine of ours can show.
 */
import { afterAll, expect, test } from 'bun:test';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import {
  attach,
  noteText,
  outcome,
  plan as sealPlan,
  step as perform,
} from '../../../src/native/executor.ts';
import { close } from '../../../src/native/lib.ts';
import { slotUses, step } from '../../../src/plan/step.ts';
import { attemptedEntries, journalOf } from '../../../src/run/journal.ts';
import { undoEntries } from '../../../src/run/undo.ts';
import { errnoSymbol } from '../../../src/tables/errno.ts';
import { abi } from '../../../src/wire/abi.ts';
import { encodePlan } from '../../../src/wire/encode.ts';
import type { Plan, Step } from '../../../src/wire/types.ts';

const dir = mkdtempSync(`${tmpdir()}/teu-rdt-`);
afterAll(() => rmSync(dir, { recursive: true }));

const planOf = (steps: readonly Step[]): Plan => ({
  abi,
  slots: slotUses(steps),
  steps,
  start: steps.length,
});

/** Performs the first steps in order, init being process 4321; the call and errno of each, or 'done'. */
function performAll(steps: readonly Step[], count = steps.length): string[] {
  attach(-1, -1, { nofileSoft: -1n, nofileHard: -1n, umask: 0o22 });
  const { bytes, wireIndex } = encodePlan(planOf(steps));
  close(sealPlan(bytes));
  return steps.slice(0, count).map((_, k) => {
    const wire = wireIndex[k] ?? 0;
    const errno = perform(wire, 4321, -1);
    return errno === 0 ? 'done' : `${outcome(wire).call} ${errnoSymbol(errno)}`;
  });
}

const group = (path: string, keep: number) => step('rdt_group', 'host', '', { path, keep });
const status = `${dir}/last_cmd_status`;

test('a group is made, and one that is there is an error', () => {
  expect(performAll([group(`${dir}/gold`, 1), group(`${dir}/gold`, 1)])).toEqual(['done', 'mkdir EEXIST']);
  expect(existsSync(`${dir}/gold`)).toBe(true);
});

test('a line and the number of init are written whole', () => {
  writeFileSync(`${dir}/schemata`, '');
  writeFileSync(`${dir}/tasks`, '');
  const steps = [
    step('rdt_write', 'host', '', { file: `${dir}/schemata`, value: 'L3:0=f\n', status }),
    step('rdt_join', 'host', '', { file: `${dir}/tasks`, status }),
  ];
  expect(performAll(steps)).toEqual(['done', 'done']);
  expect(readFileSync(`${dir}/schemata`, 'utf8')).toBe('L3:0=f\n');
  expect(readFileSync(`${dir}/tasks`, 'utf8')).toBe('4321');
});

test('when a write is refused then the words of the kernel are the evidence', () => {
  writeFileSync(status, 'Invalid cache mask\n');
  const steps = [step('rdt_write', 'host', '', { file: '/dev/full', value: 'L3:0=0\n', status })];
  expect(performAll(steps)).toEqual(['write ENOSPC']);
  expect(noteText()).toBe('Invalid cache mask\n');
});

test('a failed create removes the groups it has made, not one that was there or that it never came to', () => {
  for (const name of ['there', 'later']) mkdirSync(`${dir}/${name}`);
  const steps = ['fresh', 'there', 'later'].map((name) => group(`${dir}/${name}`, 0));
  expect(performAll(steps, 2)).toEqual(['done', 'mkdir EEXIST']);
  const plan = planOf(steps);
  undoEntries(attemptedEntries(plan, encodePlan(plan).wireIndex), false);
  expect(['fresh', 'there', 'later'].map((name) => existsSync(`${dir}/${name}`))).toEqual([
    false,
    true,
    true,
  ]);
});

const made = [group(`${dir}/class`, 1), group(`${dir}/class/own`, 0)];
const entries = journalOf(planOf(made));

test('when the create was complete then the named class stays, and its monitoring group goes', () => {
  performAll(made);
  undoEntries(entries, true);
  expect(existsSync(`${dir}/class`)).toBe(true);
  expect(existsSync(`${dir}/class/own`)).toBe(false);
  undoEntries(entries, true);
});

test('when the create failed then both go', () => {
  mkdirSync(`${dir}/class/own`, { recursive: true });
  undoEntries(entries, false);
  expect(existsSync(`${dir}/class`)).toBe(false);
  undoEntries(entries, false);
});

test('a shared class with tasks of others outlives a create that was killed', () => {
  const entry = (name: string) => ({ undo: 'resctrl', path: `${dir}/${name}`, keep: true }) as const;
  for (const name of ['silver', 'bronze']) mkdirSync(`${dir}/${name}`);
  writeFileSync(`${dir}/silver/tasks`, '99\n');
  undoEntries([entry('silver'), entry('bronze')], false);
  expect(['silver', 'bronze'].map((name) => existsSync(`${dir}/${name}`))).toEqual([true, false]);
});
