/** Kernel texts as they are read -> what `events` prints. */
import { expect, test } from 'bun:test';
import { oomKills, type ReadControl, statsOf, unlimited } from '../../../src/cgroup/stats.ts';
import { networkInterfaces } from '../../../src/query/stats.ts';

const reader =
  (files: Readonly<Record<string, string>>): ReadControl =>
  (_, file) =>
    files[file] ?? null;

const v2 = reader({
  'cpu.stat': 'usage_usec 7\nuser_usec 4\nsystem_usec 3\nnr_periods 2\nnr_throttled 1\nthrottled_usec 5\n',
  'memory.current': '4096\n',
  'memory.max': 'max\n',
  'memory.peak': '8192\n',
  'memory.events': 'low 0\nhigh 0\nmax 3\noom 1\noom_kill 2\n',
  'memory.swap.current': '1\n',
  'memory.swap.max': '10\n',
  'memory.stat': 'anon 1\nfile 99\nkernel 7\nsock 5\n',
  'pids.current': '2\n',
  'pids.max': 'max\n',
  'io.stat': '8:0 rbytes=10 wbytes=20 rios=1 wios=2 dbytes=0 dios=0\n8:16 \n',
  'io.pressure':
    'some avg10=1.50 avg60=0.00 avg300=0.25 total=12\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=3\n',
  'cpu.pressure': 'some avg10=0.10 avg60=0.00 avg300=0.00 total=1\n',
  'cpuset.cpus.effective': '0-2,7\n',
  'cpuset.mems.effective': '0\n',
  'hugetlb.2MB.current': '2097152\n',
  'hugetlb.2MB.events': 'max 4\n',
});

test('v2: microseconds become nanoseconds, max is the largest number, swap counts with memory', () => {
  const stats = statsOf('v2', v2, ['2MB', '1GB']);
  expect(stats.cpu.usage).toEqual({ total: 7000, percpu: [], kernel: 3000, user: 4000 });
  expect(stats.cpu.throttling).toEqual({ periods: 2, throttledPeriods: 1, throttledTime: 5000 });
  expect(stats.memory.usage).toEqual({ limit: unlimited, usage: 4096, max: 8192, failcnt: 3 });
  expect(stats.memory.swap).toEqual({ limit: unlimited, usage: 4097, max: 0, failcnt: 0 });
  expect(stats.memory.event_count).toEqual({ low: 0, high: 0, max: 3, oom: 1, oom_kill: 2 });
  expect([stats.memory.cache, stats.memory.kernel.usage, stats.memory.kernelTCP.usage]).toEqual([99, 7, 5]);
  expect(stats.pids).toEqual({ current: 2, limit: 0 });
  expect(stats.hugetlb).toEqual({ '2MB': { usage: 2097152, max: 0, failcnt: 4 } });
  expect(stats.cpuset).toMatchObject({ cpus: [0, 1, 2, 7], mems: [0], sched_relax_domain_level: 0 });
});

test('v2: memory and swap that are limited are limited together', () => {
  const limits = reader({ 'memory.max': '100\n', 'memory.swap.max': '11\n' });
  expect(statsOf('v2', limits, []).memory.swap.limit).toBe(111);
});

test('v2: io.stat by device and operation; pressure where the kernel measures it', () => {
  const stats = statsOf('v2', v2, []);
  expect(stats.blkio.ioServiceBytesRecursive).toEqual([
    { major: 8, minor: 0, op: 'Read', value: 10 },
    { major: 8, minor: 0, op: 'Write', value: 20 },
    { major: 8, minor: 0, op: 'Discard', value: 0 },
  ]);
  expect(stats.blkio.psi?.some).toEqual({ avg10: 1.5, avg60: 0, avg300: 0.25, total: 12 });
  expect(stats.blkio.psi?.full.total).toBe(3);
  expect(stats.cpu.psi?.full.total).toBe(0);
  expect(stats.memory.psi).toBeUndefined();
});

test('v1: ticks, files of BFQ before those of the throttler, the sum over all devices is left out', () => {
  const stats = statsOf(
    'v1',
    reader({
      'cpuacct.usage': '123\n',
      'cpuacct.usage_percpu': '100 23 \n',
      'cpuacct.stat': 'user 2\nsystem 1\n',
      'cpuacct.usage_all': 'cpu user system\n0 60 40\n1 20 3\n',
      'cpuset.cpus': '1\n',
      'cpuset.sched_load_balance': '1\n',
      'cpuset.sched_relax_domain_level': '-1\n',
      'blkio.throttle.io_serviced_recursive': '8:0 Read 1\n8:0 Total 1\nTotal 1\n',
      'pids.max': 'max\n',
    }),
    [],
  );
  expect(stats.cpu.usage).toEqual({
    total: 123,
    percpu: [100, 23],
    percpu_kernel: [40, 3],
    percpu_user: [60, 20],
    kernel: 1e7,
    user: 2e7,
  });
  expect(stats.cpuset).toEqual({
    cpus: [1],
    cpu_exclusive: 0,
    mems: [],
    mem_hardwall: 0,
    mem_exclusive: 0,
    memory_migrate: 0,
    memory_spread_page: 0,
    memory_spread_slab: 0,
    memory_pressure: 0,
    sched_load_balance: 1,
    sched_relax_domain_level: -1,
  });
  expect(stats.blkio.ioServicedRecursive.map(({ op }) => op)).toEqual(['Read', 'Total']);
  expect(stats.pids.limit).toBe(0);
});

test('the kills of the OOM killer are counted on both versions, and unknown is not none', () => {
  expect(oomKills('v2', v2)).toBe(2);
  expect(oomKills('v1', reader({ 'memory.oom_control': 'under_oom 0\noom_kill 4\n' }))).toBe(4);
  expect(oomKills('v1', reader({}))).toBeNull();
});

test('the interfaces of a network namespace', () => {
  const text = [
    'Inter-|   Receive                                                |  Transmit',
    ' face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop',
    '    lo:     100       2    3    4    0     0          0         0      500       6    7    8    0     0       0          0',
  ].join('\n');
  expect(networkInterfaces(text)).toEqual([
    {
      Name: 'lo',
      RxBytes: 100,
      RxPackets: 2,
      RxErrors: 3,
      RxDropped: 4,
      TxBytes: 500,
      TxPackets: 6,
      TxErrors: 7,
      TxDropped: 8,
    },
  ]);
});
