import { expect, test } from 'bun:test';
import { seccompArchitectures, seccompFlags, seccompOperators } from '../../../src/config/schema-seccomp.ts';
import { featuresDocument } from '../../../src/query/features.ts';
import { nameOfUid } from '../../../src/query/owner.ts';
import { exampleSpec } from '../../../src/query/spec.ts';
import { describe as describeState } from '../../../src/query/state.ts';
import { renderTable } from '../../../src/query/table.ts';

interface Example {
  process: { capabilities: Record<string, string[]> };
  mounts: { destination: string; type: string; options?: string[] }[];
  linux: { namespaces: { type: string }[]; resources?: object; uidMappings?: { hostID: number }[] };
}
const example = (inputs: object) =>
  exampleSpec({ rootless: false, euid: 0, egid: 0, isCgroup2: false, ...inputs }) as Example;
const types = (spec: Example) => spec.linux.namespaces.map(({ type }) => type);

test('when a spec is written then nothing is inheritable or ambient', () => {
  expect(Object.keys(example({}).process.capabilities).sort()).toEqual([
    'bounding',
    'effective',
    'permitted',
  ]);
});

test('when the host has cgroup v2 then the spec has a cgroup namespace', () => {
  expect(types(example({}))).not.toContain('cgroup');
  expect(types(example({ isCgroup2: true }))).toContain('cgroup');
});

test('when the spec is rootless then it has a mapping of the caller and the network of the host', () => {
  const spec = example({ rootless: true, euid: 1000, egid: 100 });
  expect(types(spec)).toContain('user');
  expect(types(spec)).not.toContain('network');
  expect(spec.linux.uidMappings?.[0]?.hostID).toBe(1000);
  expect(spec.linux.resources).toBeUndefined();
  expect(spec.mounts.find((mount) => mount.destination === '/sys')?.options).toContain('rbind');
  expect(JSON.stringify(spec)).not.toContain('gid=5');
});

const kernel = {
  actions: ['SCMP_ACT_ALLOW', 'SCMP_ACT_ERRNO'],
  flags: ['SECCOMP_FILTER_FLAG_LOG'],
};

test('the features of seccomp are those of the schema, less what the kernel lacks', () => {
  const { seccomp } = (featuresDocument(kernel) as { linux: { seccomp: Record<string, string[]> } }).linux;
  expect(seccomp.enabled as unknown).toBe(true);
  expect(seccomp.actions?.sort()).toEqual(kernel.actions);
  expect(seccomp.operators?.sort()).toEqual([...seccompOperators].sort());
  expect(seccomp.archs).toEqual([...seccompArchitectures].sort());
  expect(seccomp.knownFlags?.sort()).toEqual([...seccompFlags].sort());
  expect(seccomp.supportedFlags).toEqual(kernel.flags);
});

test('the features say what engines ask for, and no more than is there', () => {
  const document = featuresDocument(kernel) as {
    mountOptions: string[];
    linux: { namespaces: string[]; mountExtensions: { idmap: { enabled: boolean } } };
  };
  expect(document.mountOptions).toContain('rro');
  expect(document.mountOptions).toEqual([...document.mountOptions].sort());
  expect(document.linux.namespaces).toEqual([
    'cgroup',
    'ipc',
    'mount',
    'network',
    'pid',
    'time',
    'user',
    'uts',
  ]);
  expect(document.mountOptions.includes('idmap')).toBe(document.linux.mountExtensions.idmap.enabled);
});

test('a table is as wide as its cells', () => {
  expect(
    renderTable([
      ['ID', 'PID'],
      ['web1', '4711'],
    ]),
  ).toBe('ID    PID\nweb1  4711\n');
  expect(renderTable([['ID', 'PID']])).toBe('ID  PID\n');
});

test('a uid is found in its own field of passwd only', () => {
  const passwd = 'root:x:0:0::/:/bin/sh\nanna:x:1000:0::/:\n:x:7::\n1000:x:1:1::/:\n';
  expect(nameOfUid(passwd, 1000)).toBe('anna');
  expect(nameOfUid(passwd, 1)).toBe('1000');
  expect(nameOfUid(passwd, 7)).toBeNull();
  expect(nameOfUid(passwd, 5)).toBeNull();
});

test('when a container has stopped then its pid is 0', () => {
  const state = { pid: 4711, ociVersion: '1.0.2', bundle: '/b', rootfs: '/r', created: 'c', annotations: {} };
  expect(describeState('a', state as never, 'stopped', 'root').pid).toBe(0);
  expect(describeState('a', state as never, 'running', 'root').pid).toBe(4711);
  expect(describeState('a', state as never, 'running', 'root').annotations).toBeUndefined();
});

test('when nothing was saved yet then the state has the keys of the spec all the same', () => {
  expect(describeState('a', null, 'creating', 'root')).toMatchObject({
    id: 'a',
    status: 'creating',
    pid: 0,
    bundle: '',
  });
});
