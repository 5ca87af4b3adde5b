/**
 * New limits for a cgroup that is in use: what `update` writes. Pure. config-linux.md#control-groups
 *
 * Only what is said changes: absent, and the 0 by which engines say absent, leaves a value alone. Some values depend on
 * those the cgroup has; the caller reads the files of filesToRead first.
 */

import type { Resources } from '../config/types.ts';
import {
  type CurrentFiles,
  cgroupError,
  isSet,
  type ResourceContext,
  type ResourcePlan,
} from './resources-common.ts';
import { resourceWrites } from './resources.ts';

export type UpdateContext = Pick<ResourceContext, 'version' | 'zeroPidsIsLimit' | 'hugepageSizes'>;

/** Control files, each with its controller, that updateWrites wants to know for these resources. */
export function filesToRead(
  { memory, cpu }: Resources,
  version: ResourceContext['version'],
): readonly (readonly [controller: string, file: string])[] {
  if (version === 'v1')
    return (isSet(memory.kernel) || isSet(memory.kernelTCP)) && !isSet(memory.reservation)
      ? [['memory', 'memory.soft_limit_in_bytes']]
      : [];
  const checks = memory.checkBeforeUpdate && (isSet(memory.limit) || isSet(memory.swap));
  return [
    ...(isSet(memory.swap) && !isSet(memory.limit) ? [['memory', 'memory.max'] as const] : []),
    ...(checks ? [['memory', 'memory.current'] as const] : []),
    ...(isSet(cpu.quota) !== isSet(cpu.period) ? [['cpu', 'cpu.max'] as const] : []),
  ];
}

/**
 * On v2 a limit below the usage wakes the OOM killer; v1 refuses it. With checkBeforeUpdate it is refused here too
 * (config-linux.md#memory). Where the usage cannot be read there is nothing to compare, as in runc.
 */
function checkUsage({ memory }: Resources, current: CurrentFiles): void {
  const text = current['memory.current']?.trim();
  if (!memory.checkBeforeUpdate || text === undefined) return;
  const usage = BigInt(text);
  for (const name of ['swap', 'limit'] as const) {
    const value = memory[name];
    if (value !== null && value > 0n && value <= usage)
      throw cgroupError(
        `memory/${name}`,
        `cannot limit ${name === 'swap' ? 'memory and swap' : 'memory'} to ${value}: ${usage} is in use`,
        value,
      );
  }
}

/** pids.limit 0 of an older spec means "not said" here: nothing is to change. */
const saidPids = (resources: Resources, { zeroPidsIsLimit }: UpdateContext): Resources =>
  resources.pids.limit === 0n && !zeroPidsIsLimit ? { ...resources, pids: { limit: null } } : resources;

/**
 * The writes for the container's existing cgroup, in the order in which the kernel takes them; `late` ones may follow at
 * once. `current`: contents by file name. Device rules are not among them. TeuError `teu.config.cgroup` names the field.
 */
export function updateWrites(
  resources: Resources,
  current: CurrentFiles,
  context: UpdateContext,
): ResourcePlan {
  checkUsage(resources, current);
  return resourceWrites(saidPids(resources, context), { ...context, existing: true, current });
}
