/** config-linux.md#control-groups. */

import type { Rule } from './rule.ts';

/** Swap counts memory too. cgroup v1 answers EINVAL; on v2 the difference would be negative. */
export const memorySwap: Rule = {
  code: 'teu.config.memory-swap',
  severity: 'error',
  spec: 'config-linux.md#memory',
  reads: ['/linux/resources/memory'],
  check: ({ linux }) => {
    const { limit, swap } = linux.resources.memory;
    if (limit === null || swap === null || swap <= 0n || limit <= swap) return [];
    return [
      {
        path: '/linux/resources/memory/swap',
        message: `memory and swap together must not be below the limit of ${limit}`,
      },
    ];
  },
};

/** MIN_SHARES and MAX_SHARES of the kernel: beyond them it takes the nearest, as the weight of cgroup v2 does. */
const [leastShares, mostShares] = [2n, 262_144n];

export const cpuShares: Rule = {
  code: 'teu.config.cpu-shares',
  severity: 'warning',
  spec: 'config-linux.md#cpu',
  reads: ['/linux/resources/cpu'],
  check: ({ linux }) => {
    const { shares } = linux.resources.cpu;
    if (shares === null || shares === 0n || (shares >= leastShares && shares <= mostShares)) return [];
    const nearest = shares < leastShares ? leastShares : mostShares;
    return [
      {
        path: '/linux/resources/cpu/shares',
        message: `the kernel takes ${leastShares} to ${mostShares} shares: these count as ${nearest}`,
      },
    ];
  },
};

/** cpu.rst: quota and period of less than 1 ms, and a period of more than 1 s, are refused. */
export const cpuPeriod: Rule = {
  code: 'teu.config.cpu-period',
  severity: 'error',
  spec: 'config-linux.md#cpu',
  reads: ['/linux/resources/cpu'],
  check: ({ linux }) => {
    const { period, quota } = linux.resources.cpu;
    const periodBad = period !== null && period !== 0n && (period < 1000n || period > 1_000_000n);
    const quotaBad = quota !== null && quota > 0n && quota < 1000n;
    return [
      ...(periodBad
        ? [{ path: '/linux/resources/cpu/period', message: 'expected 1000 to 1000000 microseconds' }]
        : []),
      ...(quotaBad
        ? [{ path: '/linux/resources/cpu/quota', message: 'expected at least 1000 microseconds, or -1' }]
        : []),
    ];
  },
};

/** The kernel answers EINVAL. Without a quota there is nothing to go beyond, and any burst is taken. */
export const cpuBurst: Rule = {
  code: 'teu.config.cpu-burst',
  severity: 'error',
  spec: 'config-linux.md#cpu',
  reads: ['/linux/resources/cpu'],
  check: ({ linux }) => {
    const { burst, quota } = linux.resources.cpu;
    if (burst === null || quota === null || quota <= 0n || burst <= quota) return [];
    return [
      {
        path: '/linux/resources/cpu/burst',
        message: `the burst must not be larger than the quota of ${quota} microseconds`,
      },
    ];
  },
};
