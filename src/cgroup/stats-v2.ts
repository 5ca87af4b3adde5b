/** Statistics of cgroup v2: admin-guide/cgroup-v2.rst. Pure. */

import type { IoEntry, ReadControl, Stats, Usage } from './stats.ts';
import { count, psi, table } from './stats-read.ts';

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

const none: Usage = { limit: 0, usage: 0, max: 0, failcnt: 0 };

function usageOf(read: ReadControl, name: string): Usage {
  const file = (what: string): number => count(read('memory', `memory.${name}${what}`));
  return {
    limit: file('max'),
    usage: file('current'),
    max: file('peak'),
    failcnt: table(read('memory', `memory.${name}events`))['max'] ?? 0,
  };
}

/** v1 counts memory and swap together, and so do those who read this. A limit of both exists when both have one. */
function together(memory: Usage, swap: Usage): Usage {
  return {
    limit: memory.limit > 0 && swap.limit > 0 ? memory.limit + swap.limit : 0,
    usage: memory.usage + swap.usage,
    max: memory.max + swap.max,
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
  memory: memoryOf(read),
  pids: { current: count(read('pids', 'pids.current')), limit: count(read('pids', 'pids.max')) },
  blkio: ioOf(read),
  hugetlb: Object.fromEntries(
    hugepageSizes.map((size) => [
      size,
      {
        usage: count(read('hugetlb', `hugetlb.${size}.current`)),
        max: 0,
        failcnt: table(read('hugetlb', `hugetlb.${size}.events`))['max'] ?? 0,
      },
    ]),
  ),
});
