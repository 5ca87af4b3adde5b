import { expect, test } from 'bun:test';
import type { Config, Mount } from '../../../src/config/types.ts';
import type { CgroupFacts, Facts } from '../../../src/facts/types.ts';
import { cgroupOwner } from '../../../src/plan/cgroup-owner.ts';
import { configOf, factsOf, hybrid, mountOf, request, text, v2 } from './cgroup-fixture.ts';

interface Choices {
  readonly mounts?: readonly Mount[];
  readonly user?: 'new' | 'joined' | 'none';
  readonly uid?: number;
  readonly cgroupNamespace?: boolean;
  readonly cgroup?: CgroupFacts;
  readonly caller?: Partial<Facts['user']>;
}

const userNamespaces = {
  new: [{ type: 'user', path: null }],
  joined: [{ type: 'user', path: '/proc/1/ns/user' }],
  none: [],
} as const;

function owner(choices: Choices): string[] {
  const plain = configOf({ cgroupNamespace: choices.cgroupNamespace ?? true });
  const config: Config = {
    ...plain,
    mounts: choices.mounts ?? [mountOf('cgroup', 'rw')],
    process: { user: { uid: choices.uid ?? 0 } } as Config['process'],
    linux: {
      ...plain.linux,
      namespaces: [...plain.linux.namespaces, ...userNamespaces[choices.user ?? 'new']],
      uidMappings: [{ containerID: 0, hostID: 100000, size: 1000 }],
    },
  };
  const facts = factsOf({ ...v2, delegate: ['cgroup.procs'], ...choices.cgroup }, choices.caller);
  return cgroupOwner(config, facts, request).map(text);
}

test('when the container may write its cgroup then it belongs to the user of the process', () => {
  expect(owner({})).toEqual(['cgroup_chown /sys/fs/cgroup/a/web1 cgroup.procs 100000']);
  expect(owner({ uid: 999 })).toEqual(['cgroup_chown /sys/fs/cgroup/a/web1 cgroup.procs 100999']);
  expect(owner({ user: 'none', uid: 7 })).toEqual(['cgroup_chown /sys/fs/cgroup/a/web1 cgroup.procs 7']);
});

test('when it may only read its cgroup then nothing is given away', () => {
  expect(owner({ mounts: [mountOf('cgroup', 'ro')] })).toEqual([]);
  expect(owner({ mounts: [] })).toEqual([]);
  expect(owner({ mounts: [{ ...mountOf('cgroup'), source: 'cgroup2' }] })).toEqual([]);
  expect(owner({ mounts: [{ ...mountOf('cgroup'), destination: '/cgroup' }] })).toEqual([]);
});

test('when there is no cgroup namespace of its own, or v1, then nothing is given away', () => {
  expect(owner({ cgroupNamespace: false })).toEqual([]);
  expect(owner({ cgroup: hybrid })).toEqual([]);
});

test('when nobody knows the host id of the user then nothing is given away', () => {
  expect([owner({ uid: 1000 }), owner({ user: 'joined' })]).toEqual([[], []]);
});

test('when the owner is root already then only a cgroup that was there is given', () => {
  expect(owner({ user: 'none' })).toEqual([]);
  const there = { ...v2, existing: ['/sys/fs/cgroup/a', '/sys/fs/cgroup/a/web1'], delegate: [] };
  expect(owner({ user: 'none', cgroup: there })).toEqual(['cgroup_chown /sys/fs/cgroup/a/web1  0']);
});

test('when the caller is not root then it gives nothing away', () => {
  expect(owner({ caller: { euid: 1000 } })).toEqual([]);
});
