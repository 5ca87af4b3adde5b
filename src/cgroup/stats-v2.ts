/** Statistics of cgroup v2: admin-guide/cgroup-v2.rst. Pure. */

import {
  type CpusetStats,
  type IoEntry,
  type ReadControl,
  type Stats,
  type Usage,
  unlimited,
} from './stats.ts';
import { count, hugepages, limit, list, psi, table } from './stats-read.ts';

const nanosPerMicro = 1000;

function cpuOf(read: ReadControl): Stats['cpu'] {
  const stat = table(read('cpu', 'cpu.stat'));
  const nanos = (name: string): number => (stat[name] ?? 0) * nanosPerMicro;
  return {
    usage: { total: nanos('usage_usec'), percpu: [], kernel: nanos('system_usec'), user: nanos('user_usec') },
    throttling: {
      periods: stat['nr_periods'] ?? 0,
      throttledPeriods: stat['nr_throttled'] ?? 0,
      throttledTime: nanos('throttled_usec'),
    },
    ...psi(read('cpu', 'cpu.pressure')),
  };
}

/** Where it may run: what its own file says is void where it says nothing. */
const cpusetOf = (read: ReadControl): CpusetStats => ({
  cpus: list(read('cpuset', 'cpuset.cpus.effective')),
  cpu_exclusive: 0,
  mems: list(read('cpuset', 'cpuset.mems.effective')),
  mem_hardwall: 0,
  mem_exclusive: 0,
  memory_migrate: 0,
  memory_spread_page: 0,
  memory_spread_slab: 0,
  memory_pressure: 0,
  sched_load_balance: 0,
  sched_relax_domain_level: 0,
});

const none: Usage = { limit: 0, usage: 0, max: 0, failcnt: 0 };

function usageOf(read: ReadControl, name: string): Usage {
  const file = (what: string): number => count(read('memory', `memory.${name}${what}`));
  return {
    limit: limit(read('memory', `memory.${name}max`)),
    usage: file('current'),
    max: file('peak'),
    failcnt: table(read('memory', `memory.${name}events`))['max'] ?? 0,
  };
}

/**
 * v1 counts memory and swap together, and so do those who read this. A limit of both exists when both have one; the most
 * that both took at one time nobody has counted.
 */
function together(memory: Usage, swap: Usage): Usage {
  const isLimited = typeof memory.limit === 'number' && typeof swap.limit === 'number';
  return {
    limit: isLimited ? Number(memory.limit) + Number(swap.limit) : unlimited,
    usage: memory.usage + swap.usage,
    max: 0,
    failcnt: swap.failcnt,
  };
}

function memoryOf(read: ReadControl): Stats['memory'] {
  const raw = table(read('memory', 'memory.stat'));
  const usage = usageOf(read, '');
  return {
    cache: raw['file'] ?? 0,
    usage,
    swap: together(usage, usageOf(read, 'swap.')),
    kernel: { ...none, usage: raw['kernel'] ?? 0 },
    kernelTCP: { ...none, usage: raw['sock'] ?? 0 },
    raw,
    ...psi(read('memory', 'memory.pressure')),
    event_count: table(read('memory', 'memory.events')),
  };
}

/** Names in io.stat -> operations in the words of v1. */
const byteOps: Readonly<Record<string, string>> = { rbytes: 'Read', wbytes: 'Write', dbytes: 'Discard' };
const countOps: Readonly<Record<string, string>> = { rios: 'Read', wios: 'Write', dios: 'Discard' };

function entries(text: string | null, ops: Readonly<Record<string, string>>): readonly IoEntry[] {
  return (text ?? '').split('\n').flatMap((line) => {
    const [device = '', ...pairs] = line.split(' ');
    const [major, minor] = device.split(':').map(Number);
    if (major === undefined || minor === undefined) return [];
    return pairs.flatMap((pair) => {
      const [name = '', value] = pair.split('=');
      const op = ops[name];
      return op === undefined ? [] : [{ major, minor, op, value: Number(value) }];
    });
  });
}

function ioOf(read: ReadControl): Stats['blkio'] {
  const stat = read('io', 'io.stat');
  return {
    ioServiceBytesRecursive: entries(stat, byteOps),
    ioServicedRecursive: entries(stat, countOps),
    ioQueueRecursive: [],
    ioServiceTimeRecursive: [],
    ioWaitTimeRecursive: [],
    ioMergedRecursive: [],
    ioTimeRecursive: [],
    sectorsRecursive: [],
    ...psi(read('io', 'io.pressure')),
  };
}

export const statsV2 = (read: ReadControl, hugepageSizes: readonly string[]): Stats => ({
  cpu: cpuOf(read),
  cpuset: cpusetOf(read),
  memory: memoryOf(read),
  pids: { current: count(read('pids', 'pids.current')), limit: count(read('pids', 'pids.max')) },
  blkio: ioOf(read),
  hugetlb: hugepages(hugepageSizes, (size) => {
    const failcnt = table(read('hugetlb', `hugetlb.${size}.events`))['max'] ?? 0;
    return [read('hugetlb', `hugetlb.${size}.current`), { max: 0, failcnt }];
  }),
});
