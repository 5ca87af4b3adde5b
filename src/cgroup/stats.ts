/**
 * What a container has used, in the shape of runc's `events` (types/events.go), which tools parse. Pure but for the
 * reader that is passed in. Times are nanoseconds, sizes bytes; what the kernel does not tell is 0 or empty.
 */

import { statsV1 } from './stats-v1.ts';
import { statsV2 } from './stats-v2.ts';

export interface Usage {
  /** 0 where there is none, as in runc. */
  readonly limit: number;
  readonly usage: number;
  readonly max: number;
  readonly failcnt: number;
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
      readonly percpu: readonly number[];
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
  readonly memory: {
    readonly cache: number;
    readonly usage: Usage;
    /** Memory and swap together, on v2 too. */
    readonly swap: Usage;
    readonly kernel: Usage;
    readonly kernelTCP: Usage;
    readonly raw: Readonly<Record<string, number>>;
    readonly psi?: Pressure;
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
  /** By page size: 2MB. */
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
