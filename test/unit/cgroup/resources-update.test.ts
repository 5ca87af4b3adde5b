/** New limits for a cgroup in use: what is not said stays, and the kernel's checks may force another order. */
import { expect, test } from 'bun:test';
import type { CurrentFiles } from '../../../src/cgroup/resources-common.ts';
import { filesToRead, updateWrites } from '../../../src/cgroup/resources-update.ts';
import { completeResources } from '../../../src/config/complete-resources.ts';
import type { RawResources } from '../../../src/config/schema.ts';
import { TeuError } from '../../../src/errors/types.ts';

function update(version: 'v1' | 'v2', raw: RawResources, current: CurrentFiles = {}, zeroPidsIsLimit = true) {
  const { writes, late } = updateWrites(completeResources(raw), current, { version, zeroPidsIsLimit });
  return [...writes, ...late].map(
    ({ file, value, otherwise }) =>
      `${file} ${value}${otherwise === undefined ? '' : ` | ${otherwise.onErrno} ${otherwise.file} ${otherwise.value}`}`,
  );
}

function refused(raw: RawResources, current: CurrentFiles): string | undefined {
  try {
    update('v2', raw, current);
  } catch (error) {
    return error instanceof TeuError ? error.data.field?.pointer : undefined;
  }
  return undefined;
}

test('when nothing is said then nothing changes', () => {
  const zeros: RawResources = {
    memory: { limit: 0, swap: 0, reservation: 0, checkBeforeUpdate: true, disableOOMKiller: false },
    cpu: { shares: 0, quota: 0, period: 0, cpus: '', mems: '' },
    pids: {},
    blockIO: { weight: 0 },
  };
  for (const version of ['v1', 'v2'] as const)
    expect([
      update(version, {}),
      update(version, zeros),
      filesToRead(completeResources(zeros), version),
    ]).toEqual([[], [], []]);
});

test('when v1 memory is raised or lowered then memsw goes first where the kernel wants it so', () => {
  expect(update('v1', { memory: { limit: 64, swap: 128 } })).toEqual([
    'memory.limit_in_bytes 64 | EINVAL memory.memsw.limit_in_bytes 128',
    'memory.memsw.limit_in_bytes 128',
    'memory.limit_in_bytes 64',
  ]);
  expect(update('v1', { memory: { limit: 64 } })).toEqual(['memory.limit_in_bytes 64']);
});

test('when bandwidth changes then each value may go before the one it is checked against', () => {
  expect(update('v1', { cpu: { period: 100, quota: 20, burst: 10 } })).toEqual([
    'cpu.cfs_period_us 100 | EINVAL cpu.cfs_quota_us 20',
    'cpu.cfs_quota_us 20 | EINVAL cpu.cfs_burst_us 10',
    'cpu.cfs_burst_us 10',
    'cpu.cfs_quota_us 20',
    'cpu.cfs_period_us 100',
  ]);
  expect(update('v2', { cpu: { period: 100, quota: 20, burst: 10 } })).toEqual([
    'cpu.max 20 100 | EINVAL cpu.max.burst 10',
    'cpu.max.burst 10',
    'cpu.max 20 100',
  ]);
});

test('when one of quota and period is said on v2 then the other stays', () => {
  const now = { 'cpu.max': '20000 50000\n' };
  expect(filesToRead(completeResources({ cpu: { period: 100 } }), 'v2')).toEqual([['cpu', 'cpu.max']]);
  expect(update('v2', { cpu: { period: 70000 } }, now)).toEqual(['cpu.max 20000 70000']);
  expect(update('v2', { cpu: { quota: 30000 } }, now)).toEqual(['cpu.max 30000 50000']);
  expect(update('v2', { cpu: { quota: -1 } }, now)).toEqual(['cpu.max max 50000']);
});

test('when swap alone is said on v2 then it is counted from the limit that holds', () => {
  const raw: RawResources = { memory: { swap: 300 } };
  expect(filesToRead(completeResources(raw), 'v2')).toEqual([['memory', 'memory.max']]);
  expect(update('v2', raw, { 'memory.max': '200\n' })).toEqual(['memory.swap.max 100']);
  expect(update('v2', raw, { 'memory.max': 'max\n' })).toEqual(['memory.swap.max 300']);
  expect(refused(raw, { 'memory.max': '400\n' })).toBe('/linux/resources/memory/swap');
  expect(refused(raw, {})).toBe('/linux/resources/memory/swap');
});

test('when a cgroup stops being idle then that goes before the weight, and after it when it becomes idle', () => {
  expect(update('v2', { cpu: { idle: 0, shares: 1024 } })).toEqual(['cpu.idle 0', 'cpu.weight 100']);
  expect(update('v1', { cpu: { idle: 1, shares: 1024 } })).toEqual(['cpu.shares 1024', 'cpu.idle 1']);
});

test('when the usage is to be checked on v2 then a limit not above it is refused by name', () => {
  const used = { 'memory.current': '1000\n' };
  const limit = (value: number): RawResources => ({ memory: { limit: value, checkBeforeUpdate: true } });
  expect(filesToRead(completeResources(limit(1)), 'v2')).toEqual([['memory', 'memory.current']]);
  expect(refused(limit(1000), used)).toBe('/linux/resources/memory/limit');
  expect(update('v2', limit(1001), used)).toEqual(['memory.max 1001']);
  expect(update('v2', limit(1), {})).toEqual(['memory.max 1']);
  expect(update('v2', { memory: { limit: 1 } }, used)).toEqual(['memory.max 1']);
  expect(refused({ memory: { limit: 900, swap: 950, checkBeforeUpdate: true } }, used)).toBe(
    '/linux/resources/memory/swap',
  );
});

test('when the usage is to be checked on v1 then the kernel does it', () => {
  expect(filesToRead(completeResources({ memory: { limit: 1, checkBeforeUpdate: true } }), 'v1')).toEqual([]);
});

test('when pids.limit is 0 then it is a limit from spec 1.3 on, and not said before', () => {
  const zero: RawResources = { pids: { limit: 0 } };
  expect([update('v2', zero), update('v2', zero, {}, false), update('v2', { pids: { limit: -1 } })]).toEqual([
    ['pids.max 0'],
    [],
    ['pids.max max'],
  ]);
});

test('when the kernel has not got a file then nothing else changes either', () => {
  const swap: RawResources = { memory: { swap: -1 } };
  const refusals = 'ENOENT,EOPNOTSUPP';
  expect(update('v2', swap, { 'memory.max': '200\n' })).toEqual([
    `memory.swap.max max | ${refusals} memory.max 200`,
  ]);
  expect(update('v2', swap)).toEqual(['memory.swap.max max']);
  const kernel: RawResources = { memory: { kernel: 64 } };
  const soft = 'memory.soft_limit_in_bytes';
  expect(filesToRead(completeResources(kernel), 'v1')).toEqual([['memory', soft]]);
  expect(update('v1', kernel, { [soft]: '32\n' })).toEqual([
    `memory.kmem.limit_in_bytes 64 | ${refusals} ${soft} 32`,
  ]);
  expect(update('v1', kernel)).toEqual(['memory.kmem.limit_in_bytes 64']);
});
