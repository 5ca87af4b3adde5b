/** config-linux.md#seccomp: what is loaded, where in the order, with which rights, and who is told. */
import { describe, expect, test } from 'bun:test';
import { TeuError } from '../../../src/errors/types.ts';
import type { Profile } from '../../../src/seccomp-bpf-json/types.ts';
import { planCreate } from '../../../src/plan/create.ts';
import type { StepOf } from '../../../src/wire/types.ts';
import { configOf, factsOf, request } from './fixture.ts';

const SYS_ADMIN = 1n << 21n;
const plain: Profile = {
  defaultAction: 'SCMP_ACT_ALLOW',
  syscalls: [{ names: ['mkdir'], action: 'SCMP_ACT_ERRNO' }],
};
const notifying: Profile = {
  ...plain,
  listenerPath: '/run/agent',
  syscalls: [{ names: ['mkdir'], action: 'SCMP_ACT_NOTIFY' }],
};

const planOf = (seccomp: Profile | undefined, process: object = {}, facts = factsOf()) =>
  planCreate(configOf({ process, linux: { seccomp } }), facts, request);
const namesOf = (seccomp: Profile | undefined, process: object = {}) => {
  const { steps, start } = planOf(seccomp, process);
  return steps.slice(start).map(({ op }) => op as string);
};
const flagsOf = (flags: readonly string[] | null, profile = plain): number =>
  planOf({ ...profile, flags }).steps.find((step): step is StepOf<'seccomp'> => step.op === 'seccomp')
    ?.flags ?? -1;
const caps = (seccomp: Profile | undefined, process: object) =>
  planOf(seccomp, process).steps.find((step): step is StepOf<'capabilities'> => step.op === 'capabilities');

function refusalOf(make: () => unknown): TeuError['data'] | undefined {
  try {
    make();
  } catch (error) {
    if (error instanceof TeuError) return error.data;
    throw error;
  }
  return undefined;
}

test('nothing comes between the filter and execve, and what execve does before is done before', () => {
  expect(namesOf(plain).slice(0, 3)).toEqual(['exec_prepare', 'seccomp', 'execve']);
  expect(namesOf(notifying).slice(0, 5)).toEqual([
    'agent_connect',
    'exec_prepare',
    'seccomp',
    'execve',
    'agent_send',
  ]);
});

test('what init loads is what the host has compiled, once', () => {
  const { steps } = planOf(plain);
  const programs = steps.flatMap((step) =>
    step.op === 'filter_send' || step.op === 'seccomp' ? [step.program()] : [],
  );
  expect(programs).toHaveLength(2);
  expect(programs[0]).toBe(programs[1] as Uint8Array);
});

test('without a profile, or without a process, there is no step of it', () => {
  expect(namesOf(undefined)).not.toContain('exec_prepare');
  const none = planCreate(configOf({ process: null, linux: { seccomp: notifying } }), factsOf(), request);
  expect(none.steps.some(({ from }) => from.startsWith('/linux/seccomp'))).toBe(false);
});

test('the agent is looked for before anything is made', () => {
  expect(planOf(notifying).steps[0]).toMatchObject({ op: 'agent_check', path: '/run/agent' });
  const relative = planOf({ ...notifying, listenerPath: 'agent.sock' });
  expect(relative.steps[0]).toMatchObject({ path: `${request.bundle}/agent.sock` });
});

test('the state for the agent is one JSON object around the pid', () => {
  const { steps } = planOf({ ...notifying, listenerMetadata: 'of "web1"' });
  const send = steps.find((step): step is StepOf<'agent_send'> => step.op === 'agent_send');
  expect(JSON.parse(send?.state.join('4711') ?? '')).toMatchObject({
    ociVersion: '1.3.0',
    fds: ['seccompFd'],
    pid: 4711,
    metadata: 'of "web1"',
    state: { id: request.id, status: 'created', pid: 4711, bundle: request.bundle },
  });
});

describe('the right to load', () => {
  const none = { capabilities: {} };

  test('without no_new_privs CAP_SYS_ADMIN stays in effect, where execve drops it', () => {
    const sets = caps(plain, none);
    expect([sets?.effective, sets?.permitted]).toEqual([SYS_ADMIN, SYS_ADMIN]);
    expect([sets?.bounding, sets?.inheritable, sets?.ambient]).toEqual([0n, 0n, 0n]);
  });

  test('what is read back is what was set', () => {
    const verify = planOf(plain, none).steps.find((step) => step.op === 'verify');
    expect(verify).toMatchObject({ effective: SYS_ADMIN, permitted: SYS_ADMIN, bounding: 0n });
  });

  test('with no_new_privs, or without a filter, nothing is added', () => {
    expect(caps(plain, { ...none, noNewPrivileges: true })?.permitted).toBe(0n);
    expect(caps(undefined, none)?.permitted).toBe(0n);
  });

  test('what the caller has not got is not promised', () => {
    const poor = planOf(plain, none, factsOf({ user: { effective: '0' } }));
    expect(poor.steps.find((step) => step.op === 'capabilities')).toMatchObject({ permitted: 0n });
  });
});

describe('flags', () => {
  test('no list means SPEC_ALLOW, an empty one means none', () => {
    expect(flagsOf(null)).toBe(4);
    expect(flagsOf([])).toBe(0);
    expect(flagsOf(['SECCOMP_FILTER_FLAG_LOG', 'SECCOMP_FILTER_FLAG_TSYNC'])).toBe(3);
  });

  test('with a listener TSYNC is left out: it would filter the thread that sends the listener', () => {
    expect(flagsOf(['SECCOMP_FILTER_FLAG_TSYNC'], notifying)).toBe(8);
  });

  test('one that the kernel does not know is an error with its pointer', () => {
    const flags = ['SECCOMP_FILTER_FLAG_LOG', 'SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV'];
    const data = refusalOf(() => planOf({ ...notifying, flags }));
    expect([data?.code, data?.field?.pointer]).toEqual(['teu.host', '/linux/seccomp/flags/1']);
  });
});

test('an action that the kernel does not know is an error with its pointer', () => {
  const facts = factsOf({ seccomp: { actions: [], flags: [] } });
  const data = refusalOf(() => planOf(notifying, {}, facts));
  expect([data?.code, data?.field?.pointer]).toEqual(['teu.host', '/linux/seccomp/syscalls/0/action']);
});

test('a profile that no filter can hold is an error with its pointer', () => {
  const args = (value: number) => [{ index: 0, value, op: 'SCMP_CMP_EQ' }];
  const syscalls = Array.from({ length: 3000 }, (_, value) => ({
    names: ['mkdir'],
    action: 'SCMP_ACT_ERRNO',
    args: args(value),
  }));
  const send = planOf({ ...plain, syscalls }).steps.find((step) => step.op === 'filter_send');
  const data = refusalOf(() => send?.program());
  expect(data?.code).toBe('teu.config.seccomp');
  expect(data?.field?.pointer).toStartWith('/linux/seccomp');
});
