/**
 * The scope that systemd makes around the spawner, which waits meanwhile: the container's cgroup with the systemd manager.
 * Consumes /linux/cgroupsPath, /linux/resources, /annotations/org.systemd.property.*; config-linux.md#cgroups-path
 */

import { deviceRules } from '../cgroup/devices.ts';
import { unitAnnotations } from '../cgroup/unit-annotations.ts';
import { unitDevices } from '../cgroup/unit-devices.ts';
import { scopePlace } from '../cgroup/unit-name.ts';
import { propertyText, type UnitProperty } from '../cgroup/unit-property.ts';
import { unitResources } from '../cgroup/unit-resources.ts';
import { joinPath } from '../cgroup/paths.ts';
import type { ResourceWrite } from '../cgroup/resources-common.ts';
import type { Config } from '../config/types.ts';
import { TeuError } from '../errors/types.ts';
import type { Facts, SystemdFacts } from '../facts/types.ts';
import type { Step } from '../wire/types.ts';
import { type CgroupTarget, mayConfineDevices } from './cgroup-target.ts';
import type { Request } from './types.ts';

const pathPointer = '/linux/cgroupsPath';

/** Since 254 the manager takes pidfds: a pid may have been given to another by the time it is looked at. */
const pidfdSince = 254;

/** As runc: no dependencies of its own, accounting on, everything below is the container's. */
function base(slice: string, description: string): readonly UnitProperty[] {
  const from = '';
  const on = ['MemoryAccounting', 'CPUAccounting', 'IOAccounting', 'TasksAccounting'];
  return [
    { name: 'Description', type: 's', value: description, from },
    { name: 'Slice', type: 's', value: slice, from: pathPointer },
    { name: 'Delegate', type: 'b', value: true, from },
    { name: 'DefaultDependencies', type: 'b', value: false, from },
    // A scope that failed (out of memory) goes as well, without a reset-failed.
    { name: 'CollectMode', type: 's', value: 'inactive-or-failed', from },
    ...on.map((name) => ({ name, type: 'b', value: true, from })),
  ];
}

/** The last one of a name counts, and stands where it was said last. */
function eachOnce(properties: readonly UnitProperty[]): readonly UnitProperty[] {
  const byName = new Map<string, UnitProperty>();
  for (const one of properties) {
    byName.delete(one.name);
    byName.set(one.name, one);
  }
  return [...byName.values()];
}

const lists = (properties: readonly UnitProperty[]) => ({
  properties: properties.map(propertyText),
  fields: properties.map(({ from }) => from),
});

/** A user cannot be given a v1 hierarchy (systemd.resource-control(5), Delegate=). */
function refuseUserOnV1({ kind }: SystemdFacts, { cgroup }: Facts): void {
  if (kind === 'system' || cgroup.mode === 'v2') return;
  throw new TeuError({
    code: 'teu.config.cgroup',
    message: 'cannot have the systemd of a user make the cgroup: this host has cgroup v1',
    hint: 'use --cgroup-manager cgroupfs, or boot with systemd.unified_cgroup_hierarchy=1',
  });
}

const devicesOf = (config: Config, facts: Facts): readonly UnitProperty[] =>
  mayConfineDevices(facts) ? unitDevices(deviceRules(config.linux.resources.devices)) : [];

/** First of all: limits stand, as far as systemd knows them, when the scope is there. */
export function scopeStart(
  config: Config,
  facts: Facts,
  request: Request,
  systemd: SystemdFacts,
  target: CgroupTarget,
): Step {
  refuseUserOnV1(systemd, facts);
  const { slice, unit, path } = scopePlace(config.linux.cgroupsPath, request.id, systemd);
  // Tells the scope from one that another has given the same name.
  const description = `teu container ${request.stateDir}`;
  const { early } = unitResources(target.resources, systemd.version);
  const all = [
    ...base(slice, description),
    ...unitAnnotations(config.annotations),
    ...devicesOf(config, facts),
    ...early,
  ];
  const mount =
    facts.cgroup.unified ??
    facts.cgroup.hierarchies.find(({ controllers }) => controllers.includes('name=systemd'));
  return {
    op: 'scope_start',
    actor: 'host',
    from: pathPointer,
    unit,
    manager: systemd.kind,
    path: joinPath(mount?.mountpoint ?? '/sys/fs/cgroup', path),
    cgroup: path,
    description,
    byPidfd: systemd.version >= pidfdSince ? 1 : 0,
    ...lists(eachOnce(all)),
  };
}

/** What systemd writes in coarser steps than the kernel knows, whenever it writes anything. */
export const coarse = ({ resources }: CgroupTarget): readonly ResourceWrite[] =>
  resources.writes.filter(({ file }) => file === 'cpu.max' || file === 'cpu.cfs_quota_us');

/** What would have counted processes of ours. */
export function scopeLate(
  config: Config,
  request: Request,
  systemd: SystemdFacts,
  target: CgroupTarget,
): readonly Step[] {
  const { late } = unitResources(target.resources, systemd.version);
  if (late.length === 0) return [];
  const { unit } = scopePlace(config.linux.cgroupsPath, request.id, systemd);
  const [first] = late;
  return [
    {
      op: 'scope_set',
      actor: 'host',
      from: first?.from ?? '',
      unit,
      manager: systemd.kind,
      ...lists(late),
    },
  ];
}
