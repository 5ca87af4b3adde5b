/** config-linux.md#control-groups: absent is null; numbers are exact. What 0 and -1 mean is for cgroup/resources to say. */

import type { Integer } from './schema-common.ts';
import type { RawResources } from './schema.ts';
import type { DeviceRule, Resources } from './types.ts';

export function completeResources(raw: RawResources): Resources {
  return {
    devices: (raw.devices ?? []).map(completeRule),
    memory: completeMemory(raw.memory ?? {}),
    cpu: completeCpu(raw.cpu ?? {}),
    pids: { limit: exact(raw.pids?.limit) },
    ...completeRare(raw),
  };
}

const rareNames = ['blockIO', 'hugepageLimits', 'network', 'rdma', 'unified'] as const;
const noneOfTheRare = { blockIO: null, hugepageLimits: [], network: null, rdma: [], unified: null } as const;

/** What few configs have is completed by a file that is read for them alone. */
function completeRare(raw: RawResources): Pick<Resources, (typeof rareNames)[number]> {
  for (const name of rareNames) {
    if (raw[name] === undefined) continue;
    const rare = require('./complete-resources-rare.ts') as typeof import('./complete-resources-rare.ts');
    return rare.completeRareResources(raw);
  }
  return noneOfTheRare;
}

function exact(value: Integer | undefined): bigint | null {
  return value === undefined ? null : BigInt(value);
}

function completeMemory(memory: NonNullable<RawResources['memory']>): Resources['memory'] {
  return {
    limit: exact(memory.limit),
    reservation: exact(memory.reservation),
    swap: exact(memory.swap),
    kernel: exact(memory.kernel),
    kernelTCP: exact(memory.kernelTCP),
    swappiness: memory.swappiness === undefined ? null : Number(memory.swappiness),
    disableOOMKiller: memory.disableOOMKiller ?? null,
    useHierarchy: memory.useHierarchy ?? null,
    checkBeforeUpdate: memory.checkBeforeUpdate ?? false,
  };
}

function completeCpu(cpu: NonNullable<RawResources['cpu']>): Resources['cpu'] {
  return {
    shares: exact(cpu.shares),
    quota: exact(cpu.quota),
    period: exact(cpu.period),
    burst: exact(cpu.burst),
    realtimeRuntime: exact(cpu.realtimeRuntime),
    realtimePeriod: exact(cpu.realtimePeriod),
    cpus: cpu.cpus === undefined || cpu.cpus === '' ? null : cpu.cpus,
    mems: cpu.mems === undefined || cpu.mems === '' ? null : cpu.mems,
    idle: cpu.idle === undefined ? null : Number(cpu.idle),
  };
}

/** Type `a` covers every device, so numbers beside it say nothing (cgroup v1 devices.allow). -1 is any, as in runc. */
function completeRule(rule: NonNullable<RawResources['devices']>[number]): DeviceRule {
  const type = rule.type === undefined || rule.type === '' ? 'a' : rule.type;
  const number = (value: Integer | undefined) =>
    type === 'a' || value === undefined || Number(value) === -1 ? null : Number(value);
  const access = rule.access === undefined || rule.access === '' ? 'rwm' : rule.access;
  return { allow: rule.allow, type, major: number(rule.major), minor: number(rule.minor), access };
}
