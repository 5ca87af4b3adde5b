/**
 * Who gets which CPU, memory and disk when. Consumes /process/{scheduler,ioPriority}, /linux/{memoryPolicy,personality};
 * config.md#linux-process, config-linux.md#memory-policy.
 */

import { numberMask } from '../config/number-list.ts';
import type { Config, IoPriority, Scheduler } from '../config/types.ts';
import type { Facts } from '../facts/types.ts';
import { capabilityBit } from '../tables/capabilities.ts';
import { memoryPolicyFlags, memoryPolicyModes, nodeLimit } from '../tables/memory-policy.ts';
import { personalityDomains } from '../tables/personality.ts';
import {
  ioPriorityClasses,
  ioPriorityShift,
  schedulerFlags,
  schedulerPolicies,
} from '../tables/scheduling.ts';
import type { Step } from '../wire/types.ts';
import { awaitActor } from './order.ts';
import { hasUserNamespace } from './shape.ts';
import { step } from './step.ts';
import type { Leaf } from './types.ts';

type Performer = 'init' | 'host';

/** CPUs that the caller was kept from are not kept from the container: its cpuset decides, as with runc and crun. */
export const everyCpu: Leaf = () => [step('cpu_affinity', 'init', '', { mask: new Uint8Array() })];

const nice = capabilityBit('CAP_SYS_NICE');
const mayRaise = (facts: Facts): boolean => (BigInt(facts.user.effective) & nice) !== 0n;

/** In a user namespace init has CAP_SYS_NICE, but not in the initial one, where it counts; the host may have it. */
const performer = (config: Config, facts: Facts): Performer =>
  hasUserNamespace(config) && mayRaise(facts) ? 'host' : 'init';

function schedulerStep(actor: Performer, scheduler: Scheduler): Step {
  const { policy, flags, nice, priority, runtime, deadline, period } = scheduler;
  return step('scheduler', actor, '/process/scheduler', {
    policy: schedulerPolicies[policy],
    flags: flags.reduce((all, flag) => all | schedulerFlags[flag], 0n),
    nice,
    priority,
    runtime,
    deadline,
    period,
  });
}

const ioPriorityStep = (actor: Performer, { class: name, priority }: IoPriority): Step =>
  step('io_priority', actor, '/process/ioPriority', {
    priority: (ioPriorityClasses[name] << ioPriorityShift) | priority,
  });

/** The kernel lets nobody fork who has a deadline and would pass it on (EAGAIN): startContainer hooks come first. */
const isLate = ({ process, hooks }: Config, facts: Facts): boolean =>
  hooks.startContainer.length > 0 &&
  mayRaise(facts) &&
  process?.scheduler?.policy === 'SCHED_DEADLINE' &&
  !process.scheduler.flags.includes('SCHED_FLAG_RESET_ON_FORK');

function stepsBy(actor: Performer, config: Config, facts: Facts): readonly Step[] {
  const { scheduler = null, ioPriority = null } = config.process ?? {};
  if ((scheduler === null && ioPriority === null) || performer(config, facts) !== actor) return [];
  return [
    ...(ioPriority === null ? [] : [ioPriorityStep(actor, ioPriority)]),
    ...(scheduler === null || isLate(config, facts) ? [] : [schedulerStep(actor, scheduler)]),
  ];
}

export const ownScheduling: Leaf = (config, facts) => stepsBy('init', config, facts);
export const schedulingFromOutside: Leaf = (config, facts) => stepsBy('host', config, facts);

/** By the host, because init has given up the right by then. */
export const deadline: Leaf = (config, facts) => {
  const scheduler = config.process?.scheduler ?? null;
  if (scheduler === null || !isLate(config, facts)) return [];
  return [...awaitActor('init')(), schedulerStep('host', scheduler)];
};

export const memoryPolicy: Leaf = ({ linux }) => {
  if (linux.memoryPolicy === null) return [];
  const { mode, nodes, flags } = linux.memoryPolicy;
  return [
    step('memory_policy', 'init', '/linux/memoryPolicy', {
      mode: flags.reduce((all, flag) => all | memoryPolicyFlags[flag], memoryPolicyModes[mode] as number),
      nodes: nodes === null ? new Uint8Array() : numberMask(nodes, nodeLimit),
    }),
  ];
};

export const personality: Leaf = ({ linux }) =>
  linux.personality === null
    ? []
    : [
        step('personality', 'init', '/linux/personality', {
          domain: personalityDomains[linux.personality.domain],
        }),
      ];
