/** Resources -> cgroup v1 files, in the order the kernel demands. Pure. Kernel: admin-guide/cgroup-v1. */

import type { Resources } from '../config/types.ts';
import {
  inEitherOrder,
  isSet,
  orNothing,
  type ResourceContext,
  type ResourceWarning,
  type ResourceWrite,
  resourceWrite,
  withIdle,
} from './resources-common.ts';

const LIMIT = 'memory.limit_in_bytes';
const SOFT = 'memory.soft_limit_in_bytes';
const MEMSW = 'memory.memsw.limit_in_bytes';

/** A list of files, each with its value and field; unset ones fall out. */
function writes(
  controller: string,
  rows: readonly (readonly [string, bigint | null, string])[],
): ResourceWrite[] {
  const set: ResourceWrite[] = [];
  for (const row of rows) if (isSet(row[1])) set.push(resourceWrite(controller, row[0], row[1], row[2]));
  return set;
}

/**
 * memsw (memory + swap) may never be below the limit. In a new cgroup both are unlimited, so the limit goes
 * first. In an existing one a limit above the old memsw is EINVAL: then memsw goes first and the limit again.
 */
function memoryLimits(memory: Resources['memory'], existing: boolean): ResourceWrite[] {
  if (!isSet(memory.limit) && !isSet(memory.swap)) return [];
  const swap = memory.limit === -1n && !isSet(memory.swap) ? -1n : memory.swap;
  const both = isSet(memory.limit) && isSet(swap);
  const limit = writes('memory', [[LIMIT, memory.limit, 'memory/limit']]);
  const [memsw] = writes('memory', [[MEMSW, swap, swap === memory.swap ? 'memory/swap' : 'memory/limit']]);
  if (memsw === undefined) return limit;
  // A kernel without swap accounting has no memsw file; "unlimited" is what it does anyway.
  const again = isSet(memory.limit) ? { file: LIMIT, value: `${memory.limit}` } : null;
  const last =
    swap === -1n && again !== null ? { ...memsw, otherwise: { onErrno: ['ENOENT'], ...again } } : memsw;
  if (!both || !existing) return [...limit, last];
  const [first] = limit as [ResourceWrite];
  return [{ ...first, otherwise: { onErrno: ['EINVAL'], file: MEMSW, value: memsw.value } }, last, first];
}

function memoryWrites(memory: Resources['memory'], context: ResourceContext): ResourceWrite[] {
  const all = memoryLimits(memory, context.existing);
  // Before a process or a child cgroup exists: use_hierarchy is EBUSY afterwards (and fixed at 1 since 5.16).
  if (memory.useHierarchy !== null)
    all.unshift(
      resourceWrite('memory', 'memory.use_hierarchy', memory.useHierarchy ? 1 : 0, 'memory/useHierarchy'),
    );
  all.push(...writes('memory', [[SOFT, memory.reservation, 'memory/reservation']]));
  const kernel = writes('memory', [
    ['memory.kmem.limit_in_bytes', memory.kernel, 'memory/kernel'],
    ['memory.kmem.tcp.limit_in_bytes', memory.kernelTCP, 'memory/kernelTCP'],
  ]);
  // NOT RECOMMENDED and gone from some kernels.
  const said = isSet(memory.reservation) ? `${memory.reservation}` : null;
  for (const one of kernel) all.push(orNothing(one, { file: SOFT, said, fresh: '-1' }, context));
  if (memory.swappiness !== null && memory.swappiness >= 0)
    all.push(resourceWrite('memory', 'memory.swappiness', memory.swappiness, 'memory/swappiness'));
  if (memory.disableOOMKiller === true)
    all.push(resourceWrite('memory', 'memory.oom_control', 1, 'memory/disableOOMKiller'));
  return all;
}

/** Period before quota and quota before burst: each is checked against the one before. */
function bandwidthWrites(cpu: Resources['cpu'], existing: boolean): readonly ResourceWrite[] {
  const all = writes('cpu', [
    ['cpu.cfs_period_us', cpu.period, 'cpu/period'],
    ['cpu.cfs_quota_us', cpu.quota, 'cpu/quota'],
  ]);
  if (cpu.burst !== null) all.push(resourceWrite('cpu', 'cpu.cfs_burst_us', cpu.burst, 'cpu/burst'));
  return existing ? inEitherOrder(all) : all;
}

function cpuWrites(cpu: Resources['cpu'], existing: boolean): ResourceWrite[] {
  const shares = writes('cpu', [['cpu.shares', cpu.shares, 'cpu/shares']]);
  return [
    ...writes('cpu', [
      ['cpu.rt_period_us', cpu.realtimePeriod, 'cpu/realtimePeriod'],
      ['cpu.rt_runtime_us', cpu.realtimeRuntime, 'cpu/realtimeRuntime'],
    ]),
    ...withIdle(shares, cpu.idle),
    ...bandwidthWrites(cpu, existing),
  ];
}

function cpusetWrites(cpu: Resources['cpu']): ResourceWrite[] {
  const all: ResourceWrite[] = [];
  if (cpu.cpus) all.push(resourceWrite('cpuset', 'cpuset.cpus', cpu.cpus, 'cpu/cpus'));
  if (cpu.mems) all.push(resourceWrite('cpuset', 'cpuset.mems', cpu.mems, 'cpu/mems'));
  return all;
}

/** cpuset first: a task cannot join a cpuset without cpus and mems. */
export function writesV1(
  resources: Resources,
  context: ResourceContext,
): { readonly writes: readonly ResourceWrite[]; readonly warnings: readonly ResourceWarning[] } {
  const all = [
    ...cpusetWrites(resources.cpu),
    ...cpuWrites(resources.cpu, context.existing),
    ...memoryWrites(resources.memory, context),
  ];
  return { writes: all, warnings: [] };
}
