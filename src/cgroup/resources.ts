/**
 * linux.resources -> what is written to which control file. Pure. config-linux.md#control-groups
 *
 * resources-v1.ts and resources-v2.ts have memory and cpu, which most containers limit; resources-rare.ts the rest.
 *
 * Engines send 0 (older containerd in `update`, Docker in `create`) where they mean "not set": for memory,
 * shares, quota, period and the realtime values 0 is therefore unset, as in runc.
 */

import type { Resources } from '../config/types.ts';
import {
  type ResourceContext,
  type ResourcePlan,
  type ResourceWrite,
  resourceWrite,
} from './resources-common.ts';
import { writesV1 } from './resources-v1.ts';
import { writesV2 } from './resources-v2.ts';

/**
 * Everything but the device rules (devices.ts). TeuError `teu.config.cgroup` for a field that needs another
 * cgroup version where the spec demands an error, and for values that contradict each other.
 */
export function resourceWrites(resources: Resources, context: ResourceContext): ResourcePlan {
  const plan = context.version === 'v1' ? writesV1(resources, context) : writesV2(resources, context);
  const late = pidsWrites(resources, context);
  if (!hasRare(resources)) return { ...plan, late };
  const { rareWrites } = require('./resources-rare.ts') as typeof import('./resources-rare.ts');
  const rare = rareWrites(resources, context);
  return {
    writes: [...plan.writes, ...rare.writes],
    late: [...late, ...rare.late],
    warnings: [...plan.warnings, ...rare.warnings],
  };
}

const hasRare = ({ blockIO, hugepageLimits, network, rdma, unified }: Resources): boolean =>
  blockIO !== null || network !== null || unified !== null || hugepageLimits.length > 0 || rdma.length > 0;

/** 0 for engines that follow an older spec: Podman before 5.4 writes it for `--pids-limit=-1`. */
function pidsWrites(resources: Resources, context: ResourceContext): readonly ResourceWrite[] {
  const { limit } = resources.pids;
  if (limit === null) return [];
  const none = limit < 0n || (limit === 0n && !context.zeroPidsIsLimit);
  const value = none ? 'max' : `${limit}`;
  return [resourceWrite('pids', 'pids.max', value, 'pids/limit')];
}
