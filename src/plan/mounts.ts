/** config.mounts, in the order listed. One mount is a few steps around one register; which ones, its kind decides. */

import type { Config } from '../config/types.ts';
import { TeuError } from '../errors/types.ts';
import type { Facts } from '../facts/types.ts';
import type { Step } from '../wire/types.ts';
import { attachSteps, type MountPlace, mountPlaces } from './mount-place.ts';
import { bindSteps, copiedLink } from './mounts-bind.ts';
import { cgroupMountSteps } from './mounts-cgroup.ts';
import { newMountSteps } from './mounts-new.ts';
import { remountSteps } from './mounts-remount.ts';
import { isKernelView, kernelViewSteps } from './mounts-special.ts';
import { tmpfsSteps } from './mounts-tmpfs.ts';
import { hasMountNamespace } from './shape.ts';
import type { Leaf, Request } from './types.ts';

/** As the rule for other types (config/rules/mount-options.ts); of a bind only the host knows what the source is. */
function checkProc({ source, target, from }: MountPlace, facts: Facts): void {
  if (!/^\/+proc\/*$/.test(target) || !facts.falseProc?.includes(source ?? '')) return;
  throw new TeuError({
    code: 'teu.config.mount-proc',
    message: `cannot mount ${source} at /proc: only a procfs may be there`,
    field: { file: '', line: 0, column: 0, pointer: `${from}/source`, value: null },
  });
}

function stepsOf(place: MountPlace, config: Config, facts: Facts, request: Request): readonly Step[] {
  const { type, options, index, slot } = place;
  if (options.remount) return remountSteps(place);
  if (options.copyLink) {
    const link = copiedLink(place, facts);
    if (link !== null) return [link];
  }
  if (options.bind !== 'no') checkProc(place, facts);
  if (options.bind !== 'no') return [...bindSteps(place, config, facts, request), ...attachSteps(place)];
  if (type === 'cgroup' || type === 'cgroup2') {
    const mount = config.mounts[index];
    return mount === undefined ? [] : cgroupMountSteps(mount, index, config, facts, request, slot);
  }
  if (isKernelView(type)) return [...kernelViewSteps(place, config, facts), ...attachSteps(place)];
  if (type === 'tmpfs') return tmpfsSteps(place, config, facts);
  return [...newMountSteps(place, config, facts), ...attachSteps(place)];
}

/** Nothing is mounted without a mount namespace: it would be mounted on the host and stay there. */
export const mounts: Leaf = (config, facts, request) => {
  const steps: Step[] = [];
  if (!hasMountNamespace(config)) return steps;
  for (const place of mountPlaces(config)) steps.push(...stepsOf(place, config, facts, request));
  return steps;
};
