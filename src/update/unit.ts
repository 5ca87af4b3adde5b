/** update of a container whose cgroup is a unit's: systemd is told what the files say, or it would put the old values back. */

import { type Place, fileOf } from '../cgroup/places.ts';
import type { ResourcePlan, ResourceWrite } from '../cgroup/resources-common.ts';
import { busFailure } from '../cgroup/systemd-bus.ts';
import { askManager, BusError, setProperties } from '../cgroup/systemd.ts';
import { propertyText, type UnitProperty } from '../cgroup/unit-property.ts';
import { unitResources } from '../cgroup/unit-resources.ts';
import { tryReadText } from '../native/lib.ts';
import { namedProperty } from '../run/scope.ts';
import type { State } from '../state/file.ts';

type Scope = NonNullable<State['scope']>;

/** v1 keeps quota and period apart: the unit wants both, so the one that was not said is read. */
function withBothOfV1(plan: ResourcePlan, places: readonly Place[]): ResourcePlan {
  const files = ['cpu.cfs_quota_us', 'cpu.cfs_period_us'];
  const said = plan.writes.filter(({ file }) => files.includes(file));
  const [one] = said;
  if (one === undefined) return plan;
  const missing = files.filter((file) => said.every((write) => write.file !== file));
  const read = missing.flatMap((file): ResourceWrite[] => {
    const path = fileOf(places, 'cpu', file);
    const value = path === null ? null : tryReadText(path);
    return value === null ? [] : [{ ...one, file, value: value.trim() }];
  });
  return { ...plan, writes: [...read, ...plan.writes] };
}

function told({ unit, manager }: Scope, properties: readonly UnitProperty[]): void {
  try {
    setProperties(manager, unit, properties.map(propertyText));
  } catch (error) {
    if (!(error instanceof BusError)) throw error;
    const pointer = namedProperty(properties, error)?.from ?? '';
    const field = pointer === '' ? undefined : { file: '', line: 0, column: 0, pointer, value: null };
    throw busFailure(manager, `cannot change the unit ${unit}`, error, field);
  }
}

/**
 * Sets the properties of what was written, at run time only. Returns what has to be written again, because systemd counts
 * in whole percents. TeuError `teu.host`; then nothing has changed in the unit.
 */
export function updateUnit(
  scope: Scope,
  plan: ResourcePlan,
  places: readonly Place[],
): readonly ResourceWrite[] {
  const { version } = askManager(scope.manager);
  const { early, late } = unitResources(withBothOfV1(plan, places), version);
  if (early.length + late.length > 0) told(scope, [...early, ...late]);
  return plan.writes.filter(({ file }) => file === 'cpu.max' || file === 'cpu.cfs_quota_us');
}
