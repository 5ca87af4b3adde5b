/** Few configs have linux.intelRdt: its planner is loaded when one has. */

import type { Leaf } from './types.ts';

export const rdtGroups: Leaf = (config, facts, request) => {
  if (config.linux.intelRdt === null) return [];
  const { rdtGroupSteps, rdtPlace } = require('./rdt-steps.ts') as typeof import('./rdt-steps.ts');
  const place = rdtPlace(config, facts, request);
  return place === null ? [] : rdtGroupSteps(place);
};

export const rdtJoin: Leaf = (config, facts, request) => {
  if (config.linux.intelRdt === null) return [];
  const { rdtJoinSteps, rdtPlace } = require('./rdt-steps.ts') as typeof import('./rdt-steps.ts');
  const place = rdtPlace(config, facts, request);
  return place === null ? [] : rdtJoinSteps(place);
};
