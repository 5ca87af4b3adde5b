/** Where a process of exec runs. Consumes /process/execCPUAffinity; config.md#linux-process. */

import { cpuLimit, numberMask } from '../config/number-list.ts';
import { everyCpu } from './scheduling.ts';
import { step } from './step.ts';
import type { Leaf } from './types.ts';

const pointer = '/process/execCPUAffinity';

/** Before the cgroup is entered: work on behalf of a container need not disturb the CPUs it has to itself. */
export const initialCpus: Leaf = ({ process }) => {
  const list = process?.execCPUAffinity.initial ?? null;
  if (list === null) return [];
  return [step('cpu_affinity', 'spawner', `${pointer}/initial`, { mask: numberMask(list, cpuLimit) })];
};

/** In the cgroup. Without a list its cpuset decides, whatever the process was given before. */
export const finalCpus: Leaf = (config, facts, request) => {
  const list = config.process?.execCPUAffinity.final ?? null;
  if (list === null) return everyCpu(config, facts, request);
  return [step('cpu_affinity', 'init', `${pointer}/final`, { mask: numberMask(list, cpuLimit) })];
};
