/** A new network namespace has a loopback device that is down; engines that give a path bring up their own. */

import { namespacePointer, namespaceState } from './shape.ts';
import { step } from './step.ts';
import type { Leaf } from './types.ts';

export const loopback: Leaf = (config) =>
  namespaceState(config, 'network') === 'new'
    ? [step('loopback_up', 'init', namespacePointer(config, 'network'), {})]
    : [];

/** Few configs have any: their planner is loaded when one has. */
export const netDevices: Leaf = (config, facts, request) => {
  if (config.linux.netDevices.size === 0) return [];
  const { netDeviceSteps } = require('./net-devices.ts') as typeof import('./net-devices.ts');
  return netDeviceSteps(config, facts, request);
};
