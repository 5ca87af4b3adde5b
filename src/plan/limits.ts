/** Resource limits. Consumes /process/rlimits; config.md#posix-process. */

import { rlimits } from '../tables/rlimits.ts';
import { step } from './step.ts';
import type { Leaf } from './types.ts';

/**
 * By the host: raising a hard limit takes CAP_SYS_RESOURCE in the initial user namespace, which init has not where
 * it is in another one.
 */
export const limits: Leaf = ({ process }) =>
  (process?.rlimits ?? []).map(({ type, soft, hard }, index) =>
    step('rlimit', 'host', `/process/rlimits/${index}`, { resource: rlimits[type] ?? 0, soft, hard }),
  );
