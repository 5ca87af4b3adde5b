/** Resources -> cgroup v2 files. Pure. Kernel: admin-guide/cgroup-v2; config-linux.md#unified for the conversion. */

import type { Resources } from '../config/types.ts';
import {
  type CurrentFiles,
  cgroupError,
  inEitherOrder,
  isSet,
  orNothing,
  type ResourceContext,
  type ResourceWarning,
  type ResourceWrite,
  resourcesPointer,
  resourceWrite,
  withIdle,
} from './resources-common.ts';

const defaultPeriodUs = 100000n;

const orMax = (value: bigint): string => (value < 0n ? 'max' : `${value}`);

/**
 * cpu.shares (2..262144) -> cpu.weight (1..10000), so that the ends and the default (1024 -> 100) meet: the
 * formula of runc since 1.3.2 and crun since 1.23. The linear one before gave 39 for the default.
 */
export function sharesToWeight(shares: bigint): number {
  if (shares <= 2n) return 1;
  if (shares >= 262144n) return 10000;
  const log = Math.log2(Number(shares));
  return Math.ceil(10 ** ((log * log + 125 * log) / 612 - 7 / 34));
}

/** v1 counts memory and swap together, v2 counts swap alone. null: leave it alone. */
export function swapV2(memory: Pick<Resources['memory'], 'limit' | 'swap'>): string | null {
  const { limit, swap } = memory;
  if (!isSet(swap)) return limit === -1n ? 'max' : null;
  if (swap < 0n) return 'max';
  if (limit === -1n) return `${swap}`;
  if (!isSet(limit))
    throw cgroupError('memory/swap', 'cannot limit swap without a memory limit on cgroup v2', swap);
  if (swap < limit)
    throw cgroupError(
      'memory/swap',
      `swap is memory and swap together: it cannot be below the memory limit ${limit}`,
      swap,
    );
  return `${swap - limit}`;
}

/** Swap alone says nothing on v2 without the limit it includes: that may be the one the cgroup has. */
function limitBesideSwap({ limit, swap }: Resources['memory'], current: CurrentFiles): bigint | null {
  const text = current['memory.max']?.trim();
  if (isSet(limit) || !isSet(swap) || text === undefined) return limit;
  return text === 'max' ? -1n : BigInt(text);
}

/** Swap before memory, so that a lower limit never pushes pages into swap that is about to be taken away. */
function memoryWrites(memory: Resources['memory'], context: ResourceContext): ResourceWrite[] {
  const all: ResourceWrite[] = [];
  const swap = swapV2({ limit: limitBesideSwap(memory, context.current ?? {}), swap: memory.swap });
  if (swap !== null) {
    const from = isSet(memory.swap) ? 'memory/swap' : 'memory/limit';
    const plain = resourceWrite('memory', 'memory.swap.max', swap, from);
    // A kernel without swap accounting has no such file, and nothing to limit: memory.max says the rest.
    const said = isSet(memory.limit) ? orMax(memory.limit) : null;
    const isHarmless = swap === 'max' || swap === '0';
    all.push(isHarmless ? orNothing(plain, { file: 'memory.max', said, fresh: 'max' }, context) : plain);
  }
  if (isSet(memory.limit))
    all.push(resourceWrite('memory', 'memory.max', orMax(memory.limit), 'memory/limit'));
  if (isSet(memory.reservation))
    all.push(resourceWrite('memory', 'memory.low', orMax(memory.reservation), 'memory/reservation'));
  return all;
}

/** Quota and period share a file: what is not said stays as it is. */
function cpuMax({ quota, period }: Resources['cpu'], current: CurrentFiles): ResourceWrite[] {
  if (!isSet(quota) && !isSet(period)) return [];
  const [quotaNow = 'max', periodNow = `${defaultPeriodUs}`] = current['cpu.max']?.trim().split(' ') ?? [];
  const value = `${isSet(quota) ? orMax(quota) : quotaNow} ${isSet(period) ? period : periodNow}`;
  return [resourceWrite('cpu', 'cpu.max', value, isSet(quota) ? 'cpu/quota' : 'cpu/period')];
}

function cpuWrites(cpu: Resources['cpu'], { existing, current }: ResourceContext): ResourceWrite[] {
  const weight = isSet(cpu.shares)
    ? [resourceWrite('cpu', 'cpu.weight', sharesToWeight(cpu.shares), 'cpu/shares')]
    : [];
  const bandwidth = cpuMax(cpu, current ?? {});
  if (cpu.burst !== null) bandwidth.push(resourceWrite('cpu', 'cpu.max.burst', cpu.burst, 'cpu/burst'));
  const all: ResourceWrite[] = [
    ...withIdle(weight, cpu.idle),
    ...(existing ? inEitherOrder(bandwidth) : bandwidth),
  ];
  if (cpu.cpus) all.push(resourceWrite('cpuset', 'cpuset.cpus', cpu.cpus, 'cpu/cpus'));
  if (cpu.mems) all.push(resourceWrite('cpuset', 'cpuset.mems', cpu.mems, 'cpu/mems'));
  return all;
}

/** The spec demands an error where a v1 value cannot be converted (config-linux.md#unified). */
function refuseV1Only({ memory, cpu }: Resources): void {
  const never = 'has no counterpart on cgroup v2';
  if (isSet(cpu.realtimePeriod))
    throw cgroupError('cpu/realtimePeriod', `realtimePeriod ${never}`, cpu.realtimePeriod);
  if (isSet(cpu.realtimeRuntime))
    throw cgroupError('cpu/realtimeRuntime', `realtimeRuntime ${never}`, cpu.realtimeRuntime);
  if (memory.swappiness !== null && memory.swappiness >= 0)
    throw cgroupError('memory/swappiness', `swappiness ${never}`, memory.swappiness);
  if (memory.disableOOMKiller === true)
    throw cgroupError('memory/disableOOMKiller', `disableOOMKiller ${never}`, true);
  if (memory.useHierarchy === false)
    throw cgroupError('memory/useHierarchy', 'memory is always accounted hierarchically on cgroup v2', false);
}

/** kernel and kernelTCP are NOT RECOMMENDED by the spec and gone from new kernels: left out with a warning. */
function warnings({ memory }: Resources): ResourceWarning[] {
  const all: ResourceWarning[] = [];
  for (const name of ['kernel', 'kernelTCP'] as const)
    if (isSet(memory[name]))
      all.push({
        pointer: `${resourcesPointer}/memory/${name}`,
        message: `memory.${name} has no counterpart on cgroup v2 and is left out`,
      });
  return all;
}

export function writesV2(
  resources: Resources,
  context: ResourceContext,
): {
  readonly writes: readonly ResourceWrite[];
  readonly warnings: readonly ResourceWarning[];
} {
  refuseV1Only(resources);
  return {
    writes: [...memoryWrites(resources.memory, context), ...cpuWrites(resources.cpu, context)],
    warnings: warnings(resources),
  };
}
