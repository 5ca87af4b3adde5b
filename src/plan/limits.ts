/** Resource limits. Consumes /process/rlimits; config.md#posix-process. */

import { rlimits } from '../tables/rlimits.ts';
import type { Actor, Step } from '../wire/types.ts';
import { hasUserNamespace } from './shape.ts';
import { step } from './step.ts';
import type { Leaf } from './types.ts';

const limitSteps =
  (actor: Actor & ('host' | 'init')) =>
  ({ process }: Parameters<Leaf>[0]): readonly Step[] =>
    (process?.rlimits ?? []).map(({ type, soft, hard }, index) =>
      step('rlimit', actor, `/process/rlimits/${index}`, { resource: rlimits[type] ?? 0, soft, hard }),
    );

const byInit = limitSteps('init');
const byHost = limitSteps('host');

/** Everybody may lower his own limits, and with CAP_SYS_RESOURCE raise them. */
export const ownLimits: Leaf = (config) => (hasUserNamespace(config) ? [] : byInit(config));

/**
 * In a user namespace init has CAP_SYS_RESOURCE, but not in the initial one, where it counts. The host may have it,
 * and owns the namespace, which lets it set limits of others inside; elsewhere that would take CAP_SYS_RESOURCE
 * as soon as init has another uid.
 */
export const limitsFromOutside: Leaf = (config) => (hasUserNamespace(config) ? byHost(config) : []);
