/** config.md#linux-process: scheduler and execCPUAffinity, as sched_setattr(2) will judge them. */

import { cpuLimit, parseNumberList } from '../number-list.ts';
import type { Scheduler } from '../types.ts';
import type { Rule, Violation } from './rule.ts';

const spec = 'config.md#linux-process';
const field = '/process/scheduler';
const reads = [field];

type Check = (scheduler: Scheduler) => readonly Violation[];

const rule = (code: Rule['code'], check: Check): Rule => ({
  code,
  severity: 'error',
  spec,
  reads,
  check: ({ process }) => (process === null || process.scheduler === null ? [] : check(process.scheduler)),
});

const isFair = ({ policy }: Scheduler): boolean => policy === 'SCHED_OTHER' || policy === 'SCHED_BATCH';
const isRealtime = ({ policy }: Scheduler): boolean => policy === 'SCHED_FIFO' || policy === 'SCHED_RR';

/** sched(7): a number that no kernel has ever answered to with more than EINVAL. */
export const schedulerPolicy: Rule = rule('teu.config.scheduler-policy', ({ policy }) =>
  policy === 'SCHED_ISO'
    ? [{ path: `${field}/policy`, message: 'SCHED_ISO is reserved and not implemented by Linux' }]
    : [],
);

export const schedulerNice: Rule = rule('teu.config.scheduler-nice', (scheduler) =>
  isFair(scheduler) && (scheduler.nice < -20 || scheduler.nice > 19)
    ? [{ path: `${field}/nice`, message: `the nice value of ${scheduler.policy} must be from -20 to 19` }]
    : [],
);

export const schedulerPriority: Rule = rule('teu.config.scheduler-priority', (scheduler) => {
  const { policy, priority } = scheduler;
  const message = isRealtime(scheduler)
    ? (priority < 1 || priority > 99) && `the priority of ${policy} must be from 1 to 99`
    : priority !== 0 && `${policy} has no priority: only SCHED_FIFO and SCHED_RR have one`;
  return message === false ? [] : [{ path: `${field}/priority`, message }];
});

const times = ['runtime', 'deadline', 'period'] as const;
/** kernel/sched/deadline.c, __checkparam_dl: one unit of its arithmetic, and the sign bit. */
const shortestRuntime = 1024n;
const longestTime = (1n << 63n) - 1n;

function deadlineProblem({ runtime, deadline, period }: Scheduler): Violation | null {
  const at = (name: (typeof times)[number], message: string) => ({ path: `${field}/${name}`, message });
  if (deadline === 0n) return at('deadline', 'SCHED_DEADLINE needs a deadline');
  if (deadline > longestTime) return at('deadline', `the deadline must be at most ${longestTime} ns`);
  if (period > longestTime) return at('period', `the period must be at most ${longestTime} ns`);
  if (runtime < shortestRuntime) return at('runtime', `the runtime must be at least ${shortestRuntime} ns`);
  if (runtime > deadline) return at('runtime', `the runtime is above the deadline ${deadline}`);
  if (period !== 0n && deadline > period) return at('deadline', `the deadline is above the period ${period}`);
  return null;
}

export const schedulerDeadline: Rule = rule('teu.config.scheduler-deadline', (scheduler) => {
  if (scheduler.policy === 'SCHED_DEADLINE') return [deadlineProblem(scheduler) ?? []].flat();
  return times
    .filter((name) => scheduler[name] !== 0n)
    .map((name) => ({ path: `${field}/${name}`, message: `${scheduler.policy} has no ${name}` }));
});

/** Init has no use for it (config.md); a list that `exec` could not read is an error all the same. */
export const cpuAffinity: Rule = {
  code: 'teu.config.cpu-affinity',
  severity: 'error',
  spec,
  reads: ['/process/execCPUAffinity'],
  check: ({ process }) =>
    (['initial', 'final'] as const).flatMap((name) => {
      const list = process?.execCPUAffinity[name] ?? null;
      const ranges = list === null ? null : parseNumberList(list, cpuLimit);
      const path = `/process/execCPUAffinity/${name}`;
      if (ranges === null) return [];
      if ('fault' in ranges) return [{ path, message: `expected a list of CPUs: ${ranges.fault}` }];
      return ranges.length > 0 ? [] : [{ path, message: 'the list names no CPU' }];
    }),
};
