/**
 * What a container has used, in the shape of runc's `events` (types/events.go), which tools parse. Pure but for the
 * reader that is passed in. Times are nanoseconds, sizes bytes; what the kernel does not tell is 0 or empty.
 */

import { statsV1 } from './stats-v1.ts';
import { statsV2 } from './stats-v2.ts';

/** "max" of cgroup v2, as runc prints it. */
export const unlimited = 0xffff_ffff_ffff_ffffn;

export interface Usage {
  /** Where there is none: the largest number of the kernel's. */
  readonly limit: number | bigint;
  readonly usage: number;
  readonly max: number;
  readonly failcnt: number;
}

/** What the kernel's cpuset files say; flags are 0 or 1, and 0 on v2, which has none of them. */
export interface CpusetStats {
  readonly cpus: readonly number[];
  readonly cpu_exclusive: number;
  readonly mems: readonly number[];
  readonly mem_hardwall: number;
  readonly mem_exclusive: number;
  readonly memory_migrate: number;
  readonly memory_spread_page: number;
  readonly memory_spread_slab: number;
  readonly memory_pressure: number;
  readonly sched_load_balance: number;
  readonly sched_relax_domain_level: number;
}

export interface IoEntry {
  readonly major: number;
  readonly minor: number;
  readonly op: string;
  readonly value: number;
}

/** Pressure stall information, Documentation/accounting/psi.rst. */
export interface Pressure {
  readonly some: PressureLine;
  readonly full: PressureLine;
}

export interface PressureLine {
  readonly avg10: number;
  readonly avg60: number;
  readonly avg300: number;
  /** Microseconds. */
  readonly total: number;
}

export interface Stats {
  readonly cpu: {
    readonly usage: {
      readonly total: number;
      /** Per CPU, which v2 does not count. */
      readonly percpu: readonly number[];
      readonly percpu_kernel?: readonly number[];
      readonly percpu_user?: readonly number[];
      readonly kernel: number;
      readonly user: number;
    };
    readonly throttling: {
      readonly periods: number;
      readonly throttledPeriods: number;
      readonly throttledTime: number;
    };
    readonly psi?: Pressure;
  };
  readonly cpuset: CpusetStats;
  readonly memory: {
    readonly cache: number;
    readonly usage: Usage;
    /** Memory and swap together, on v2 too. */
    readonly swap: Usage;
    readonly kernel: Usage;
    readonly kernelTCP: Usage;
    readonly raw: Readonly<Record<string, number>>;
    readonly psi?: Pressure;
    /** v2: how often each limit was met, by the kernel's names. */
    readonly event_count?: Readonly<Record<string, number>>;
  };
  readonly pids: { readonly current: number; readonly limit: number };
  readonly blkio: {
    readonly ioServiceBytesRecursive: readonly IoEntry[];
    readonly ioServicedRecursive: readonly IoEntry[];
    readonly ioQueueRecursive: readonly IoEntry[];
    readonly ioServiceTimeRecursive: readonly IoEntry[];
    readonly ioWaitTimeRecursive: readonly IoEntry[];
    readonly ioMergedRecursive: readonly IoEntry[];
    readonly ioTimeRecursive: readonly IoEntry[];
    readonly sectorsRecursive: readonly IoEntry[];
    readonly psi?: Pressure;
  };
  /** By page size: 2MB; those that are accounted. */
  readonly hugetlb: Readonly<Record<string, Omit<Usage, 'limit'>>>;
}

/** Text of a control file of a controller; null when there is none. */
export type ReadControl = (controller: string, file: string) => string | null;

/** `hugepageSizes` as in the names of the kernel's files. */
export const statsOf = (version: 'v1' | 'v2', read: ReadControl, hugepageSizes: readonly string[]): Stats =>
  version === 'v1' ? statsV1(read, hugepageSizes) : statsV2(read, hugepageSizes);

/** How often the OOM killer was here; null when the kernel does not tell. */
export function oomKills(version: 'v1' | 'v2', read: ReadControl): number | null {
  const text = read('memory', version === 'v1' ? 'memory.oom_control' : 'memory.events');
  const count = text === null ? undefined : /^oom_kill ([0-9]+)$/m.exec(text)?.[1];
  return count === undefined ? null : Number(count);
}
