/** What every plan must be, whatever its config: executable as it stands. */
import { expect, test } from 'bun:test';
import { valueAt } from '../../../src/config/pointer.ts';
import { chainOf, slotsOf } from '../../../src/plan/step.ts';
import { encodePlan } from '../../../src/wire/encode.ts';
import { type OpRow, ops } from '../../../src/wire/ops.ts';
import type { OpName, Step } from '../../../src/wire/types.ts';
import { goldenCases, readInputs } from '../../golden/cases.ts';

/** Ops without a golden case, each with its reason. */
const unplanned: Partial<Record<OpName, string>> = {};

test('every op of the table is in a golden plan, or is listed with a reason', () => {
  const planned = new Set(goldenCases.flatMap(({ plan }) => plan.steps.flatMap(chainOf)).map(({ op }) => op));
  const missing = (Object.keys(ops) as OpName[]).filter(
    (op) => !planned.has(op) && unplanned[op] === undefined,
  );
  expect(missing).toEqual([]);
  expect(Object.keys(unplanned).filter((op) => planned.has(op as OpName))).toEqual([]);
});

test('an actor performs only what the table lets it', () => {
  const wrong = goldenCases
    .flatMap(({ plan }) => plan.steps.flatMap(chainOf))
    .filter(({ op, actor }) => !(ops[op] as OpRow).actors.includes(actor));
  expect(wrong).toEqual([]);
});

/** Registers that an op fills; it reads the others it names. */
const filled = (step: Step): readonly string[] => {
  const setters: Partial<Record<OpName, true>> = {
    proc_open_host: true,
    socket_listen: true,
    socket_connect: true,
    dir_open: true,
    ns_open: true,
    netns_open: true,
    process_open: true,
    rootfs_open: true,
    null_open: true,
    mount_new: true,
    fs_new: true,
    fs_mount: true,
    mount_clone: true,
    mount_under: true,
    userns_make: true,
    mount_legacy: true,
    await_mounter: true,
    proc_open: true,
    agent_connect: true,
  };
  return setters[step.op] && 'slot' in step && step.slot !== null ? [step.slot] : [];
};

test('a register is filled before it is read, and not read after mount_attach has closed it', () => {
  for (const { name, plan } of goldenCases) {
    const open = new Set<string>();
    for (const step of plan.steps.filter(({ actor }) => actor !== 'mounter')) {
      const read = slotsOf(step).filter((slot) => !filled(step).includes(slot));
      expect(`${name} ${step.op}: ${read.filter((slot) => !open.has(slot)).join()}`).toBe(
        `${name} ${step.op}: `,
      );
      for (const slot of filled(step)) open.add(slot);
      if (step.op === 'mount_attach' && step.keep === 0) open.delete(step.mount);
    }
  }
});

test('alternatives of a step fill the same register and belong to the same actor', () => {
  for (const { plan } of goldenCases)
    for (const step of plan.steps)
      for (const other of chainOf(step)) {
        expect(other.actor).toBe(step.actor);
        expect(filled(other)).toEqual(filled(step));
      }
});

test('the register table of a plan names each register once, and only those it uses', () => {
  for (const { plan } of goldenCases) {
    const used = new Set(plan.steps.flatMap(chainOf).flatMap(slotsOf));
    expect(new Set(plan.slots.map(({ name }) => name))).toEqual(used);
    expect(plan.slots.map(({ id }) => id)).toEqual(plan.slots.map((_, index) => index));
  }
});

/** Fields that are absent and mean something all the same. */
const defaulted = [
  '/linux/cgroupsPath',
  '/linux/namespaces',
  '/linux/resources/devices',
  '/process/user',
  '/process/user/uid',
  '/process/capabilities',
];

test('each pointer leads to a value of its config.json, or to a default', () => {
  for (const { name, plan } of goldenCases) {
    const config: unknown = JSON.parse(readInputs(name).text);
    const dangling = plan.steps
      .map(({ from }) => from)
      .filter((from) => from !== '' && !defaulted.includes(from) && valueAt(config, from) === undefined);
    expect(`${name}: ${dangling.join()}`).toBe(`${name}: `);
  }
});

test('every plan fits the wire', () => {
  for (const { plan } of goldenCases) expect(encodePlan(plan).wireIndex.length).toBe(plan.steps.length + 1);
});

test('the host waits four times at most when there are no hooks of the host', () => {
  for (const { name, plan } of goldenCases) {
    if (plan.steps.some(({ op, actor }) => op === 'hook_run' && actor === 'host')) continue;
    const waits = plan.steps.filter(({ op }) => op === 'await').length;
    expect(`${name}: ${waits <= 4}`).toBe(`${name}: true`);
  }
});
