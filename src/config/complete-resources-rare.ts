/** blockIO, hugepageLimits, network, rdma and unified: config-linux.md#block-io and the sections after it. */

import type { Integer } from './schema-common.ts';
import type { RawResources } from './schema.ts';
import type { BlockIO, Network, Resources, Throttle } from './types.ts';

type RawBlockIO = NonNullable<RawResources['blockIO']>;
type RawThrottles = RawBlockIO['throttleReadBpsDevice'];

export function completeRareResources(
  raw: RawResources,
): Pick<Resources, 'blockIO' | 'hugepageLimits' | 'network' | 'rdma' | 'unified'> {
  const unified = Object.entries(raw.unified ?? {});
  return {
    blockIO: raw.blockIO === undefined ? null : completeBlockIO(raw.blockIO),
    hugepageLimits: (raw.hugepageLimits ?? []).map(({ pageSize, limit }) => ({
      pageSize,
      limit: BigInt(limit),
    })),
    network: raw.network === undefined ? null : completeNetwork(raw.network),
    rdma: Object.entries(raw.rdma ?? {}).map(([device, { hcaHandles, hcaObjects }]) => ({
      device,
      hcaHandles: small(hcaHandles),
      hcaObjects: small(hcaObjects),
    })),
    unified: unified.length === 0 ? null : new Map(unified),
  };
}

function small(value: Integer | undefined): number | null {
  return value === undefined ? null : Number(value);
}

function throttles(list: RawThrottles): readonly Throttle[] {
  return (list ?? []).map(({ major, minor, rate }) => ({
    major: BigInt(major),
    minor: BigInt(minor),
    rate: BigInt(rate),
  }));
}

function completeBlockIO(raw: RawBlockIO): BlockIO {
  return {
    weight: small(raw.weight),
    leafWeight: small(raw.leafWeight),
    weightDevice: (raw.weightDevice ?? []).map(({ major, minor, weight, leafWeight }) => ({
      major: BigInt(major),
      minor: BigInt(minor),
      weight: small(weight),
      leafWeight: small(leafWeight),
    })),
    throttleReadBpsDevice: throttles(raw.throttleReadBpsDevice),
    throttleWriteBpsDevice: throttles(raw.throttleWriteBpsDevice),
    throttleReadIOPSDevice: throttles(raw.throttleReadIOPSDevice),
    throttleWriteIOPSDevice: throttles(raw.throttleWriteIOPSDevice),
  };
}

function completeNetwork({ classID, priorities }: NonNullable<RawResources['network']>): Network {
  return {
    classID: small(classID),
    priorities: (priorities ?? []).map(({ name, priority }) => ({ name, priority: Number(priority) })),
  };
}
