import { describe, expect, test } from 'bun:test';
import {
  becomeOpaque,
  cgroupNamespace,
  cloneInit,
  earlyNetwork,
  ipcNamespace,
  joinNamespaces,
  openNamespaces,
  timeNamespace,
  userNamespaceRoot,
} from '../../../src/plan/namespaces.ts';
import { namespaces } from '../../../src/tables/namespaces.ts';
import { chainOps, configOf, factsOf, only, rootless, stepsOf, userNamespace, v1 } from './fixture.ts';

const joined = (...types: readonly string[]) =>
  configOf({ linux: { namespaces: types.map((type) => ({ type, path: `/ns/${type}` })) } });
const joinOrder = (steps: ReturnType<typeof stepsOf>): readonly string[] =>
  only(steps, 'ns_join').map(({ slot }) => slot);

test('every new namespace is made by the one clone3, but ipc in a user namespace', () => {
  const config = configOf({ linux: userNamespace });
  const [clone] = only(stepsOf(cloneInit, config, v1), 'clone_init');
  const { pid, network, ipc, uts, mount, user } = namespaces;
  expect(clone?.flags).toBe(pid.flag | network.flag | uts.flag | mount.flag | user.flag);
  expect(only(stepsOf(ipcNamespace, config), 'ns_unshare')[0]?.flags).toBe(ipc.flag);
});

describe('a network namespace of its own', () => {
  const config = configOf({ linux: { namespaces: [{ type: 'pid' }, { type: 'network' }] } });
  const { pid, network } = namespaces;

  test('is made by the spawner while the host makes the cgroups, and inherited by init', () => {
    expect(stepsOf(earlyNetwork, config)).toMatchObject([
      { op: 'ns_unshare', actor: 'spawner', flags: network.flag, from: '/linux/namespaces/1' },
    ]);
    expect(only(stepsOf(cloneInit, config, v1), 'clone_init')[0]?.flags).toBe(pid.flag);
  });

  test('is made with the user namespace that is to own it', () => {
    const own = configOf({ linux: userNamespace });
    expect(stepsOf(earlyNetwork, own)).toEqual([]);
    for (const facts of [rootless, factsOf({ user: { inUserns: true } })]) {
      expect(stepsOf(earlyNetwork, config, facts)).toEqual([]);
      expect(only(stepsOf(cloneInit, config, facts), 'clone_init')[0]?.flags).toBe(pid.flag | network.flag);
    }
  });

  test('that is another one, or that of the host, is not made', () => {
    const host = configOf({ linux: { namespaces: [{ type: 'pid' }] } });
    for (const one of [joined('network'), host]) expect(stepsOf(earlyNetwork, one)).toEqual([]);
  });
});

test('a time namespace is not made by clone3, but entered by init', () => {
  const config = configOf({ linux: { namespaces: [{ type: 'time' }] } });
  expect(only(stepsOf(cloneInit, config, v1), 'clone_init')[0]?.flags).toBe(0n);
  expect(only(stepsOf(timeNamespace, config), 'time_enter')).toHaveLength(1);
});

test('on v1 clone3 makes the cgroup namespace: the spawner is in the cgroup', () => {
  const config = configOf({ linux: { namespaces: [{ type: 'cgroup' }] } });
  expect(only(stepsOf(cloneInit, config, v1), 'clone_init')[0]).toMatchObject({
    flags: namespaces.cgroup.flag,
    cgroup: null,
  });
  expect(stepsOf(cgroupNamespace, config, v1)).toEqual([]);
});

test('on v2 init is cloned into the cgroup and makes the cgroup namespace itself', () => {
  const config = configOf({ linux: { namespaces: [{ type: 'cgroup' }] } });
  expect(only(stepsOf(cloneInit, config), 'clone_init')[0]).toMatchObject({ flags: 0n, cgroup: 'cgroup' });
  expect(stepsOf(cgroupNamespace, config)).toMatchObject([
    { op: 'ns_unshare', actor: 'init', flags: namespaces.cgroup.flag, from: '/linux/namespaces/0' },
  ]);
});

test('root joins the user namespace last: its rights end there', () => {
  const steps = stepsOf(joinNamespaces, joined('user', 'pid', 'network', 'mount'));
  expect(joinOrder(steps)).toEqual(['ns-net', 'ns-mnt', 'ns-pid', 'ns-user']);
});

test('a caller without privileges joins the user namespace first: its rights begin there', () => {
  const steps = stepsOf(joinNamespaces, joined('pid', 'network', 'user'), rootless);
  expect(joinOrder(steps)).toEqual(['ns-user', 'ns-net', 'ns-pid']);
});

test('a namespace file is opened with the type it must have, and named by its path', () => {
  expect(stepsOf(openNamespaces, joined('network'))).toMatchObject([
    { op: 'ns_open', path: '/ns/network', type: 0x40000000n, from: '/linux/namespaces/0/path' },
  ]);
});

test('the spawner is not traceable where it joins anything, and stays so otherwise', () => {
  expect(stepsOf(becomeOpaque, joined('ipc'))).toMatchObject([
    { op: 'dumpable', actor: 'spawner', value: 0 },
  ]);
  expect(stepsOf(becomeOpaque, configOf({ linux: userNamespace }), rootless)).toEqual([]);
});

test('root drops its groups in a user namespace, and keeps them where setgroups is denied', () => {
  const [step] = stepsOf(userNamespaceRoot, configOf({ linux: userNamespace }));
  expect(chainOps(step)).toEqual(['userns_root', 'userns_root']);
  expect(step).toMatchObject({ groups: 1, otherwise: { onErrno: ['EPERM'], step: { groups: 0 } } });
});

test('without a user namespace nobody changes ids early', () => {
  expect(stepsOf(userNamespaceRoot, configOf(), factsOf())).toEqual([]);
});
