/** sched_setattr(2), ioprio_set(2): the spec's names and the kernel's numbers. */

/** linux/sched.h. SCHED_ISO has a number and no implementation (config/rules/scheduling.ts). */
export const schedulerPolicies = {
  SCHED_OTHER: 0,
  SCHED_FIFO: 1,
  SCHED_RR: 2,
  SCHED_BATCH: 3,
  SCHED_ISO: 4,
  SCHED_IDLE: 5,
  SCHED_DEADLINE: 6,
} as const;

export type SchedulerPolicy = keyof typeof schedulerPolicies;

/** linux/sched.h, SCHED_FLAG_*. */
export const schedulerFlags = {
  SCHED_FLAG_RESET_ON_FORK: 0x01n,
  SCHED_FLAG_RECLAIM: 0x02n,
  SCHED_FLAG_DL_OVERRUN: 0x04n,
  SCHED_FLAG_KEEP_POLICY: 0x08n,
  SCHED_FLAG_KEEP_PARAMS: 0x10n,
  SCHED_FLAG_UTIL_CLAMP_MIN: 0x20n,
  SCHED_FLAG_UTIL_CLAMP_MAX: 0x40n,
} as const;

export type SchedulerFlag = keyof typeof schedulerFlags;

/** linux/ioprio.h. */
export const ioPriorityClasses = { IOPRIO_CLASS_RT: 1, IOPRIO_CLASS_BE: 2, IOPRIO_CLASS_IDLE: 3 } as const;

export type IoPriorityClass = keyof typeof ioPriorityClasses;

/** IOPRIO_CLASS_SHIFT: the class stands above 13 bits of priority. */
export const ioPriorityShift = 13;

export const keysOf = <T extends object>(table: T): readonly (keyof T & string)[] =>
  Object.keys(table) as (keyof T & string)[];
