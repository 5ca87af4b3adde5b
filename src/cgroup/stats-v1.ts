/** Statistics of cgroup v1: admin-guide/cgroup-v1/{cpuacct,cpusets,memory,pids,blkio-controller,hugetlb}.rst. Pure. */

import type { CpusetStats, IoEntry, ReadControl, Stats, Usage } from './stats.ts';
import { count, deviceLines, hugepages, list, numbers, table } from './stats-read.ts';

/** cpuacct.stat counts in ticks of USER_HZ. */
const nanosPerTick = 1e9 / 100;

/** cpuacct.usage_all: a line of names, then `cpu user system` for each; nanoseconds. */
function perCpu(text: string | null): { percpu_kernel?: readonly number[]; percpu_user?: readonly number[] } {
  if (text === null) return {};
  const rows = [...text.matchAll(/^[0-9]+ ([0-9]+) ([0-9]+)$/gm)];
  return {
    percpu_kernel: rows.map(([, , kernel]) => Number(kernel)),
    percpu_user: rows.map(([, user]) => Number(user)),
  };
}

function cpusetOf(read: ReadControl): CpusetStats {
  const file = (name: string): number => count(read('cpuset', `cpuset.${name}`));
  return {
    cpus: list(read('cpuset', 'cpuset.cpus')),
    cpu_exclusive: file('cpu_exclusive'),
    mems: list(read('cpuset', 'cpuset.mems')),
    mem_hardwall: file('mem_hardwall'),
    mem_exclusive: file('mem_exclusive'),
    memory_migrate: file('memory_migrate'),
    memory_spread_page: file('memory_spread_page'),
    memory_spread_slab: file('memory_spread_slab'),
    memory_pressure: file('memory_pressure'),
    sched_load_balance: file('sched_load_balance'),
    sched_relax_domain_level: file('sched_relax_domain_level'),
  };
}

function cpuOf(read: ReadControl): Stats['cpu'] {
  const ticks = table(read('cpuacct', 'cpuacct.stat'));
  const stat = table(read('cpu', 'cpu.stat'));
  return {
    usage: {
      total: count(read('cpuacct', 'cpuacct.usage')),
      percpu: numbers(read('cpuacct', 'cpuacct.usage_percpu')),
      ...perCpu(read('cpuacct', 'cpuacct.usage_all')),
      kernel: (ticks['system'] ?? 0) * nanosPerTick,
      user: (ticks['user'] ?? 0) * nanosPerTick,
    },
    throttling: {
      periods: stat['nr_periods'] ?? 0,
      throttledPeriods: stat['nr_throttled'] ?? 0,
      throttledTime: stat['throttled_time'] ?? 0,
    },
  };
}

function usageOf(read: ReadControl, name: string): Usage {
  const file = (what: string): number => count(read('memory', `memory.${name}${what}`));
  return {
    limit: file('limit_in_bytes'),
    usage: file('usage_in_bytes'),
    max: file('max_usage_in_bytes'),
    failcnt: file('failcnt'),
  };
}

function memoryOf(read: ReadControl): Stats['memory'] {
  const raw = table(read('memory', 'memory.stat'));
  return {
    cache: raw['cache'] ?? 0,
    usage: usageOf(read, ''),
    swap: usageOf(read, 'memsw.'),
    kernel: usageOf(read, 'kmem.'),
    kernelTCP: usageOf(read, 'kmem.tcp.'),
    raw,
  };
}

/** BFQ's files where it is in charge, else those that every scheduler has. */
function ioOf(read: ReadControl): Stats['blkio'] {
  const lines = (name: string): readonly IoEntry[] => deviceLines(read('blkio', `blkio.${name}_recursive`));
  const bfq = lines('bfq.io_serviced');
  const served = bfq.length > 0 ? 'bfq.' : 'throttle.';
  return {
    ioServiceBytesRecursive: lines(`${served}io_service_bytes`),
    ioServicedRecursive: bfq.length > 0 ? bfq : lines('throttle.io_serviced'),
    ioQueueRecursive: lines('bfq.io_queued'),
    ioServiceTimeRecursive: lines('bfq.io_service_time'),
    ioWaitTimeRecursive: lines('bfq.io_wait_time'),
    ioMergedRecursive: lines('bfq.io_merged'),
    ioTimeRecursive: lines('bfq.time'),
    sectorsRecursive: lines('bfq.sectors'),
  };
}

export const statsV1 = (read: ReadControl, hugepageSizes: readonly string[]): Stats => ({
  cpu: cpuOf(read),
  cpuset: cpusetOf(read),
  memory: memoryOf(read),
  pids: { current: count(read('pids', 'pids.current')), limit: count(read('pids', 'pids.max')) },
  blkio: ioOf(read),
  hugetlb: hugepages(hugepageSizes, (size) => {
    const file = (what: string): string | null => read('hugetlb', `hugetlb.${size}.${what}`);
    return [
      file('usage_in_bytes'),
      { max: count(file('max_usage_in_bytes')), failcnt: count(file('failcnt')) },
    ];
  }),
});
