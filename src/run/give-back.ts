/** What a failed create took from the host and the kernel would not return: network devices. */

import { giveBack } from '../native/executor.ts';
import { errnoSymbol } from '../tables/errno.ts';
import type { Encoded } from '../wire/encode.ts';
import type { Plan } from '../wire/types.ts';

/**
 * Returns every device that a completed step moved, the last one first, with its name, addresses and state. The sentences
 * are about those that could not be returned.
 */
export function giveBackDevices(plan: Plan, { wireIndex }: Encoded): readonly string[] {
  const failures: string[] = [];
  for (let k = plan.steps.length - 1; k >= 0; k--) {
    const step = plan.steps[k];
    if (step?.op !== 'net_device') continue;
    const errno = giveBack(wireIndex[k] ?? 0);
    if (errno !== 0)
      failures.push(`the network device ${step.name} could not be given back: ${errnoSymbol(errno)}`);
  }
  return failures;
}
