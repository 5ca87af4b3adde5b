import { expect, test } from 'bun:test';
import {
  createContainerHooks,
  hostHooks,
  poststartHooks,
  startContainerHooks,
} from '../../../src/plan/hooks.ts';
import { configOf, only, planOf, stepsOf } from './fixture.ts';

const config = configOf({
  annotations: { role: 'web' },
  process: { env: ['A=1'] },
  hooks: {
    prestart: [{ path: '/bin/net', args: ['net', 'up'], timeout: 3 }],
    createRuntime: [{ path: '/bin/trace', env: [] }],
    createContainer: [{ path: '/bin/cache' }],
    startContainer: [{ path: '/bin/prepare', env: ['B=2'] }],
    poststart: [{ path: '/bin/tell' }],
    poststop: [{ path: '/bin/forget' }],
  },
});
const stateOf = (step: { stateHead: string; stateTail: string } | undefined): unknown =>
  JSON.parse(`${step?.stateHead}42${step?.stateTail}`);

test('hooks of the host wait for init once, then run in the order of the spec', () => {
  expect(stepsOf(hostHooks, config).map(({ op, from }) => [op, from])).toEqual([
    ['await', ''],
    ['hook_run', '/hooks/prestart/0'],
    ['hook_run', '/hooks/createRuntime/0'],
  ]);
  expect(stepsOf(hostHooks, configOf())).toEqual([]);
});

test('the time limit is in milliseconds, and 0 where there is none', () => {
  const hooks = only(stepsOf(hostHooks, config), 'hook_run');
  expect(hooks.map(({ timeoutMs }) => timeoutMs)).toEqual([3000, 0]);
});

test('a time limit beyond what milliseconds can say is the longest one', () => {
  const limits = [4_294_968, 2 ** 31, 2 ** 53].map((timeout) => {
    const [hook] = only(
      stepsOf(hostHooks, configOf({ hooks: { prestart: [{ path: '/bin/net', timeout }] } })),
      'hook_run',
    );
    return hook?.timeoutMs;
  });
  expect(limits).toEqual([4_294_967_000, 4_294_967_000, 4_294_967_000]);
});

test('args are the whole argv, and the path stands for them when there are none', () => {
  const hooks = only(stepsOf(hostHooks, config), 'hook_run');
  expect(hooks.map(({ args }) => args)).toEqual([['net', 'up'], ['/bin/trace']]);
});

test("without env a hook of the host inherits the caller's, with an empty env it has none", () => {
  const hooks = only(stepsOf(hostHooks, config), 'hook_run');
  expect(hooks.map(({ env, inheritEnv }) => [env, inheritEnv])).toEqual([
    [[], 1],
    [[], 0],
  ]);
});

test("without env a hook inside of the container has the process's, never the caller's", () => {
  const [inside] = only(stepsOf(createContainerHooks, config), 'hook_run');
  expect(inside).toMatchObject({ actor: 'init', env: ['A=1'], inheritEnv: 0 });
  const [own] = only(stepsOf(startContainerHooks, config), 'hook_run');
  expect(own?.env).toEqual(['B=2']);
});

test('a hook reads the state that the container is in', () => {
  const hooks = [hostHooks, createContainerHooks, startContainerHooks, poststartHooks];
  const states = hooks.flatMap((leaf) => only(stepsOf(leaf, config), 'hook_run')).map(stateOf);
  expect(states.map((state) => (state as { status: string }).status)).toEqual([
    'created',
    'creating',
    'creating',
    'created',
    'running',
  ]);
  expect(states[0]).toEqual({
    ociVersion: '1.3.0',
    id: 'web',
    status: 'created',
    pid: 42,
    bundle: '/bundle',
    annotations: { role: 'web' },
  });
});

test('poststop hooks belong to delete', () => {
  expect(planOf(config).some(({ from }) => from.startsWith('/hooks/poststop'))).toBe(false);
});
