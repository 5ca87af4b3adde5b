/** What init was refused and the container can do without: said once, as a warning. */

import { outcomeValue } from '../native/executor.ts';
import type { OpName, Plan } from '../wire/types.ts';
import type { LogSink } from './request.ts';

/** Ops whose value is the errno that was passed over. */
const passedOver: Partial<Record<OpName, string>> = {
  session_keyring: 'the container keeps the session keyring of its caller: keyctl(2)',
  cpu_affinity: 'the container keeps the CPU affinity of its caller: sched_setaffinity(2)',
};

function warn(text: string, errno: number, log: LogSink): void {
  const { errnoSymbol } = require('../tables/errno.ts') as typeof import('../tables/errno.ts');
  log.warn(`${text}: ${errnoSymbol(errno)}`);
}

/** `wireIndex` leads from the steps of the plan to the records in the outcome table of this process. */
export function tellPassedOver(plan: Plan, wireIndex: readonly number[], log: LogSink): void {
  for (let k = 0; k < plan.start; k++) {
    const text = passedOver[plan.steps[k]?.op as OpName];
    if (text === undefined) continue;
    const value = outcomeValue(wireIndex[k] as number);
    if (value !== 0n) warn(text, Number(value), log);
  }
}
