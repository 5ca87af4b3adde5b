/** What the parent reads back (R9), with this process in the place of init: the error names the field that has no effect. */
import { expect, test } from 'bun:test';
import { attach, outcome, plan as sealPlan, step as perform } from '../../../src/native/executor.ts';
import { close } from '../../../src/native/lib.ts';
import { slotUses, step } from '../../../src/plan/step.ts';
import { failure } from '../../../src/run/failure.ts';
import { abi } from '../../../src/wire/abi.ts';
import { encodePlan } from '../../../src/wire/encode.ts';
import type { OpArgs, Step } from '../../../src/wire/types.ts';

const everything = (1n << 64n) - 1n;
const anything: OpArgs<'verify'> = {
  ...{ noNewPrivs: 0, effective: everything, permitted: everything, inheritable: everything },
  ...{ bounding: everything, ambient: everything, cgroups: [] },
};
const born = step('clone_init', 'spawner', '/linux/namespaces', { flags: 0n, cgroup: null });

/** The error of a verify of this process, or null. */
function verified(wanted: Partial<OpArgs<'verify'>>, pid = process.pid) {
  const steps: Step[] = [born, step('verify', 'host', '/process/capabilities', { ...anything, ...wanted })];
  attach(-1, -1, { nofileSoft: -1n, nofileHard: -1n, umask: 0o22 });
  const { bytes, wireIndex, wireSteps } = encodePlan({ abi, slots: slotUses(steps), steps, start: 2 });
  close(sealPlan(bytes));
  const wire = wireIndex[1] ?? 0;
  if (perform(wire, pid, -1) === 0) return null;
  const program = {
    ...{ steps, remote: wireIndex, local: wireIndex, configFile: 'config.json' },
    ...{ stepAt: (at: number) => wireSteps[at], configText: '{"linux":{"namespaces":[]},"process":{}}' },
  };
  return failure(program, wire, outcome(wire)).data;
}

test('when everything is as the plan says then there is no error', () => {
  expect(verified({})).toBeNull();
});

test('when the process is in another cgroup then the step that bore it is named, and what was looked for', () => {
  const data = verified({ cgroups: ['no-such-controller:/web1'] });
  expect(data?.field?.pointer).toBe('/linux/namespaces');
  expect(data?.message).toContain('what was read back differs from what was set');
  expect(data?.detail).toEqual(['no-such-controller:/web1']);
});

test('when there is no such process then the step itself is to blame', () => {
  const data = verified({}, 0x7fffffff);
  expect(data?.call?.name).toBe('open');
  expect(data?.field?.pointer).toBe('/process/capabilities');
});
