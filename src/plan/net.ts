/** A new network namespace has a loopback device that is down; engines that give a path bring up their own. */

import { namespacePointer, namespaceState } from './shape.ts';
import { step } from './step.ts';
import type { Leaf } from './types.ts';

export const loopback: Leaf = (config) =>
  namespaceState(config, 'network') === 'new'
    ? [step('loopback_up', 'init', namespacePointer(config, 'network'), {})]
    : [];
