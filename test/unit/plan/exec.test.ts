/** The order of an exec, as rules about positions that hold for every golden plan of one. */
import { expect, test } from 'bun:test';
import type { Step } from '../../../src/wire/types.ts';
import { chainOf } from '../../../src/plan/step.ts';
import { goldenCases } from '../../golden/cases.ts';

const cases = goldenCases.filter(({ verb }) => verb === 'exec');
const caseOf = (name: string) => cases.find((one) => one.name === name)?.plan.steps ?? [];
const at = (steps: readonly Step[], ...ops: readonly string[]): readonly number[] =>
  steps.flatMap(({ op }, index) => (ops.includes(op) ? [index] : []));

test('there are plans to look at', () => expect(cases.length).toBeGreaterThan(5));

test('the process is opened and proved to be the right one before anything is joined', () => {
  for (const { plan } of cases)
    expect(Math.max(...at(plan.steps, 'process_open'))).toBeLessThan(
      Math.min(...at(plan.steps, 'ns_join', 'cgroup_join', 'clone_init')),
    );
});

test('nobody can trace it from before the first join to the end', () => {
  for (const { plan } of cases) {
    const [dumpable = -1, ...more] = at(plan.steps, 'dumpable');
    expect(more).toEqual([]);
    expect(plan.steps[dumpable]).toMatchObject({ actor: 'spawner', value: 0 });
    expect(dumpable).toBeLessThan(Math.min(...at(plan.steps, 'ns_join')));
  }
});

test('paths of the host are opened before the first join, and none of them by init', () => {
  for (const { name, plan } of cases) {
    const join = Math.min(...at(plan.steps, 'ns_join'));
    const late = plan.steps
      .slice(join)
      .filter(({ op, actor }) => actor === 'spawner' && !['ns_join', 'chroot', 'clone_init'].includes(op));
    expect(`${name}: ${late.map(({ op }) => op).join()}`).toBe(`${name}: `);
  }
});

test('the pid namespace, by which others see it, is entered with mounts, network, ipc and names, or after them', () => {
  const visible = 0x20000000n;
  const hidden = 0x00020000n | 0x40000000n | 0x08000000n | 0x04000000n;
  for (const { plan } of cases)
    for (const step of plan.steps)
      if (step.op === 'ns_join' && step.actor === 'init') expect(step.type & (hidden | visible)).toBe(0n);
});

test('the cgroup namespace is joined by a process that is in the cgroup', () => {
  for (const { plan } of cases)
    for (const [index, step] of plan.steps.entries())
      if (step.op === 'ns_join' && (step.type & 0x02000000n) !== 0n)
        expect(index).toBeGreaterThan(Math.max(...at(plan.steps, 'clone_init')));
});

const chainSlots = (steps: readonly Step[]) =>
  steps
    .filter(({ op }) => op === 'clone_init')
    .flatMap(chainOf)
    .map((step) => (step.op === 'clone_init' ? step.cgroup : ''));

test('where the cgroup has inner controllers, that of init is next, or a leaf of our own', () => {
  expect(chainSlots(caseOf('exec'))).toEqual(['cgroup']);
  expect(chainSlots(caseOf('exec-inner-cgroup'))).toEqual(['cgroup', 'cgroup-init']);
  expect(chainSlots(caseOf('exec-cgroup-leaf'))).toEqual(['cgroup', 'cgroup-leaf']);
  expect(at(caseOf('exec-inner-cgroup'), 'cgroup_mkdir')).toEqual([]);
});

test('a missing working directory is not made', () => {
  for (const { plan } of cases) {
    expect(at(plan.steps, 'directory')).toEqual([]);
    for (const step of plan.steps) if (step.op === 'cwd') expect(step.make).toBe(0);
  }
});

test('a process that was refused its protection never runs: the parent looks before execve', () => {
  for (const { plan } of cases) {
    expect(Math.max(...at(plan.steps, 'verify'))).toBeLessThan(Math.min(...at(plan.steps, 'execve')));
    expect(plan.steps.slice(plan.start).map(({ op }) => op)).toEqual(['parent_death', 'execve', 'await']);
  }
});
