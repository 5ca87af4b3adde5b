import { expect, test } from 'bun:test';
import type { ResourceContext, ResourceWrite } from '../../../src/cgroup/resources-common.ts';
import { sharesToWeight, swapV2 } from '../../../src/cgroup/resources-v2.ts';
import { resourceWrites } from '../../../src/cgroup/resources.ts';
import type { Resources } from '../../../src/config/types.ts';
import { TeuError } from '../../../src/errors/types.ts';

type Parts = {
  readonly memory?: Partial<Resources['memory']>;
  readonly cpu?: Partial<Resources['cpu']>;
  readonly pids?: bigint;
};

const complete = ({ memory, cpu, pids }: Parts): Resources => ({
  devices: [],
  memory: {
    limit: null,
    reservation: null,
    swap: null,
    kernel: null,
    kernelTCP: null,
    swappiness: null,
    disableOOMKiller: null,
    useHierarchy: null,
    checkBeforeUpdate: false,
    ...memory,
  },
  cpu: {
    shares: null,
    quota: null,
    period: null,
    burst: null,
    realtimeRuntime: null,
    realtimePeriod: null,
    cpus: null,
    mems: null,
    idle: null,
    ...cpu,
  },
  pids: { limit: pids ?? null },
  blockIO: null,
  hugepageLimits: [],
  network: null,
  rdma: [],
  unified: null,
});

const plan = (version: 'v1' | 'v2', parts: Parts, context: Partial<ResourceContext> = {}) =>
  resourceWrites(complete(parts), { version, existing: false, zeroPidsIsLimit: true, ...context });
const lines = (writes: readonly ResourceWrite[]) => writes.map(({ file, value }) => `${file} ${value}`);
const v1 = (parts: Parts, context: Partial<ResourceContext> = {}) => lines(plan('v1', parts, context).writes);
const v2 = (parts: Parts) => lines(plan('v2', parts).writes);

function pointerOf(attempt: () => unknown): string | undefined {
  try {
    attempt();
  } catch (error) {
    return error instanceof TeuError ? error.data.field?.pointer : undefined;
  }
  return undefined;
}

test('when nothing is set then nothing is written', () => {
  expect([v1({}), v2({}), lines(plan('v1', {}).late)]).toEqual([[], [], []]);
});

test('when an engine sends zeros then nothing is written', () => {
  const zeros: Parts = {
    memory: { limit: 0n, reservation: 0n, swap: 0n, kernel: 0n, kernelTCP: 0n },
    cpu: { shares: 0n, quota: 0n, period: 0n, realtimePeriod: 0n, realtimeRuntime: 0n, cpus: '', mems: '' },
  };
  expect([v1(zeros), v2(zeros)]).toEqual([[], []]);
});

test('when memory is limited on v1 then the limit goes before memory and swap together', () => {
  expect(v1({ memory: { swap: 128n, limit: 64n, reservation: 32n, swappiness: 0 } })).toEqual([
    'memory.limit_in_bytes 64',
    'memory.memsw.limit_in_bytes 128',
    'memory.soft_limit_in_bytes 32',
    'memory.swappiness 0',
  ]);
});

test('when the v1 cgroup existed then an order the kernel refuses is turned round', () => {
  const { writes } = plan('v1', { memory: { limit: 64n, swap: 128n } }, { existing: true });
  expect(lines(writes)).toEqual([
    'memory.limit_in_bytes 64',
    'memory.memsw.limit_in_bytes 128',
    'memory.limit_in_bytes 64',
  ]);
  expect(writes[0]?.otherwise).toEqual({
    onErrno: ['EINVAL'],
    file: 'memory.memsw.limit_in_bytes',
    value: '128',
  });
});

test('when memory is unlimited on v1 then so is swap, if the kernel counts it', () => {
  const { writes } = plan('v1', { memory: { limit: -1n } });
  expect(lines(writes)).toEqual(['memory.limit_in_bytes -1', 'memory.memsw.limit_in_bytes -1']);
  expect(writes[1]?.otherwise?.onErrno).toEqual(['ENOENT']);
});

test('when v1 has fields of its own then each has its file', () => {
  expect(v1({ memory: { kernel: 1n, kernelTCP: 2n, disableOOMKiller: true, useHierarchy: true } })).toEqual([
    'memory.use_hierarchy 1',
    'memory.kmem.limit_in_bytes 1',
    'memory.kmem.tcp.limit_in_bytes 2',
    'memory.oom_control 1',
  ]);
});

test('when the cpu is limited on v1 then period goes before quota, quota before burst, shares before idle', () => {
  const cpu = {
    shares: 512n,
    quota: 50000n,
    period: 100000n,
    burst: 1000n,
    realtimeRuntime: 5n,
    realtimePeriod: 10n,
    cpus: '0-1',
    mems: '0',
    idle: 1,
  };
  expect(v1({ cpu })).toEqual([
    'cpuset.cpus 0-1',
    'cpuset.mems 0',
    'cpu.rt_period_us 10',
    'cpu.rt_runtime_us 5',
    'cpu.shares 512',
    'cpu.idle 1',
    'cpu.cfs_period_us 100000',
    'cpu.cfs_quota_us 50000',
    'cpu.cfs_burst_us 1000',
  ]);
});

test('when the cpu is limited on v2 then quota and period share a file and shares become a weight', () => {
  expect(
    v2({
      cpu: { shares: 512n, quota: 50000n, period: 200000n, burst: 1000n, idle: 1, cpus: '0', mems: '0' },
    }),
  ).toEqual([
    'cpu.weight 59',
    'cpu.idle 1',
    'cpu.max 50000 200000',
    'cpu.max.burst 1000',
    'cpuset.cpus 0',
    'cpuset.mems 0',
  ]);
  expect(v2({ cpu: { quota: -1n } })).toEqual(['cpu.max max 100000']);
  expect(v2({ cpu: { period: 50000n } })).toEqual(['cpu.max max 50000']);
  expect(v2({ cpu: { quota: 7000n } })).toEqual(['cpu.max 7000 100000']);
});

test('when shares become a weight then minimum, default and maximum meet', () => {
  const shares = [2n, 1024n, 262144n, 1n, 300000n, 512n, 2048n];
  expect(shares.map(sharesToWeight)).toEqual([1, 100, 10000, 1, 10000, 59, 174]);
});

test('when shares grow then the weight never shrinks', () => {
  let last = 0;
  for (let shares = 2; shares <= 262144; shares += 7) {
    const weight = sharesToWeight(BigInt(shares));
    expect(weight).toBeGreaterThanOrEqual(last);
    last = weight;
  }
});

test('when memory is limited on v2 then swap is what exceeds the limit', () => {
  expect(v2({ memory: { limit: 64n, swap: 128n, reservation: 32n } })).toEqual([
    'memory.swap.max 64',
    'memory.max 64',
    'memory.low 32',
  ]);
  const swaps: readonly (readonly [bigint | null, bigint | null])[] = [
    [64n, 64n],
    [64n, -1n],
    [-1n, 128n],
    [-1n, null],
    [null, -1n],
    [64n, null],
    [null, null],
  ];
  expect(swaps.map(([limit, swap]) => swapV2({ limit, swap }))).toEqual([
    '0',
    'max',
    '128',
    'max',
    'max',
    null,
    null,
  ]);
});

test('when swap cannot be said on v2 then the error names swap', () => {
  expect(pointerOf(() => v2({ memory: { swap: 128n } }))).toBe('/linux/resources/memory/swap');
  expect(pointerOf(() => v2({ memory: { limit: 128n, swap: 64n } }))).toBe('/linux/resources/memory/swap');
});

test('when a field has no counterpart on v2 then it is an error that names it', () => {
  expect(pointerOf(() => v2({ memory: { swappiness: 10 } }))).toBe('/linux/resources/memory/swappiness');
  expect(pointerOf(() => v2({ memory: { disableOOMKiller: true } }))).toBe(
    '/linux/resources/memory/disableOOMKiller',
  );
  expect(pointerOf(() => v2({ memory: { useHierarchy: false } }))).toBe(
    '/linux/resources/memory/useHierarchy',
  );
  expect(pointerOf(() => v2({ cpu: { realtimePeriod: 1n } }))).toBe('/linux/resources/cpu/realtimePeriod');
  expect(pointerOf(() => v2({ cpu: { realtimeRuntime: 1n } }))).toBe('/linux/resources/cpu/realtimeRuntime');
});

test('when a v1 field asks for what v2 always does then nothing is written', () => {
  expect(v2({ memory: { disableOOMKiller: false, useHierarchy: true, checkBeforeUpdate: true } })).toEqual(
    [],
  );
});

test('when kernel memory is limited on v2 then it is left out with a warning', () => {
  const { writes, warnings } = plan('v2', { memory: { kernel: 1n, kernelTCP: 1n } });
  expect(writes).toEqual([]);
  expect(warnings.map(({ pointer }) => pointer)).toEqual([
    '/linux/resources/memory/kernel',
    '/linux/resources/memory/kernelTCP',
  ]);
});

test('when the kernel has no swap accounting then swap that needs no limit is no error', () => {
  const [write] = plan('v2', { memory: { limit: 64n, swap: 64n } }).writes;
  const instead = { onErrno: ['ENOENT', 'EOPNOTSUPP'], file: 'memory.max' };
  expect(write?.otherwise).toEqual({ ...instead, value: '64' });
  const [unlimited] = plan('v2', { memory: { limit: 0n, swap: -1n } }).writes;
  expect(unlimited?.otherwise).toEqual({ ...instead, value: 'max' });
  expect(plan('v2', { memory: { limit: 64n, swap: 65n } }).writes[0]?.otherwise).toBeUndefined();
});

test('when pids are limited then it is written late, and 0 is a limit from spec 1.3 on', () => {
  const late = (pids: bigint, zeroPidsIsLimit = true) =>
    lines(plan('v1', { pids }, { zeroPidsIsLimit }).late);
  expect([late(50n), late(-1n), late(0n), late(0n, false)]).toEqual([
    ['pids.max 50'],
    ['pids.max max'],
    ['pids.max 0'],
    ['pids.max max'],
  ]);
});

test('when a value is written then it names its field', () => {
  expect(plan('v2', { cpu: { quota: 1000n }, memory: { limit: 1n } }).writes.map(({ from }) => from)).toEqual(
    ['/linux/resources/memory/limit', '/linux/resources/cpu/quota'],
  );
});
