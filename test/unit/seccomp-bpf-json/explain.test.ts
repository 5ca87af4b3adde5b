import { expect, test } from 'bun:test';
import { type Call, decide } from '../../../src/seccomp-bpf-json/decide.ts';
import { explain, type Leaf, type Node } from '../../../src/seccomp-bpf-json/explain.ts';
import type { Profile } from '../../../src/seccomp-bpf-json/types.ts';

const native = { native: 'x86_64' } as const;
const profile: Profile = {
  defaultAction: 'SCMP_ACT_ERRNO',
  architectures: ['SCMP_ARCH_X86_64', 'SCMP_ARCH_X86'],
  syscalls: [
    { names: ['read', 'write', 'getpid'], action: 'SCMP_ACT_ALLOW' },
    {
      names: ['clone'],
      action: 'SCMP_ACT_ALLOW',
      args: [{ index: 0, op: 'SCMP_CMP_MASKED_EQ', value: 0x7e02_0000, valueTwo: 0 }],
    },
    { names: ['clone3'], action: 'SCMP_ACT_ERRNO', errnoRet: 38 },
  ],
};

const leaves = (node: Node): Leaf[] =>
  node.kind === 'leaf' ? [node] : [...leaves(node.below), ...leaves(node.from)];

test('the leaves of a tree are all numbers once, in order', () => {
  for (const { tree } of explain(profile, native).arches) {
    const all = leaves(tree);
    expect(all[0]?.from).toBe(0);
    expect(all.at(-1)?.to).toBe(0xffff_ffff);
    expect(all.slice(1).every(({ from }, i) => from === (all[i] as Leaf).to + 1)).toBe(true);
  }
});

test('a leaf names its calls, conditions and rules', () => {
  const [x86_64] = explain(profile, native).arches;
  const clone = leaves((x86_64 as { tree: Node }).tree).find(({ calls }) => calls.includes('clone'));
  expect(clone).toMatchObject({ from: 56, to: 56, verdict: { action: 'SCMP_ACT_ERRNO', data: 1 } });
  expect(clone?.rules).toEqual([
    {
      path: '/syscalls/1',
      conditions: ['arg0 & 0x7e020000 == 0x0'],
      verdict: { action: 'SCMP_ACT_ALLOW', data: null },
    },
  ]);
});

const why = (call: Call): unknown[] => {
  const { verdict, reason, path, name } = decide(profile, native, call);
  return [verdict.action, verdict.data, reason, path, name];
};

test('a decision names what decides', () => {
  expect(why({ syscall: 'read', args: [] })).toEqual(['SCMP_ACT_ALLOW', null, 'rule', '/syscalls/0', 'read']);
  expect(why({ syscall: 56, args: [0n] })).toEqual(['SCMP_ACT_ALLOW', null, 'rule', '/syscalls/1', 'clone']);
  expect(why({ syscall: 'clone', args: [0x1000_0000n] })).toEqual([
    'SCMP_ACT_ERRNO',
    1,
    'default',
    '/defaultAction',
    'clone',
  ]);
  expect(why({ syscall: 'clone3', args: [] })).toEqual([
    'SCMP_ACT_ERRNO',
    38,
    'rule',
    '/syscalls/2',
    'clone3',
  ]);
  expect(why({ syscall: 'mount', args: [] })).toEqual([
    'SCMP_ACT_ERRNO',
    1,
    'default',
    '/defaultAction',
    'mount',
  ]);
  expect(why({ syscall: 'mseal', args: [] })).toEqual(['SCMP_ACT_ERRNO', 38, 'newer', '/syscalls', 'mseal']);
  expect(why({ architecture: 'arm', syscall: 'read', args: [] })).toEqual([
    'SCMP_ACT_KILL_THREAD',
    null,
    'foreign-abi',
    null,
    'read',
  ]);
});

test('a name that the ABI lacks is no call', () => {
  expect(() => decide(profile, native, { syscall: 'socketcall', args: [] })).toThrow(RangeError);
});
