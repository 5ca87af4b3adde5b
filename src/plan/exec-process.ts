/**
 * Another process for a container that runs, as a table of contents. The leaves of the process itself are those of
 * create (create.ts has their reasons): they are given the container's configuration with this process in it.
 */

import type { Config } from '../config/types.ts';
import type { ExecFacts } from '../facts/types.ts';
import { abi } from '../wire/abi.ts';
import type { Plan, Step } from '../wire/types.ts';
import { capabilities, noNewPrivileges, verifyFurther } from './capabilities.ts';
import { callersDevpts, consoleSocket, devptsInside, terminalInside } from './console.ts';
import {
  becomeOpaque,
  cgroupEnter,
  cgroupLeaf,
  cloneProcess,
  containerProcess,
  joinEarly,
  joinRest,
  ownRoot,
  scopeEnter,
  sharedRoot,
  sharedRootEnter,
} from './enter.ts';
import { execute, prepareExecute, resolveProgram } from './exec.ts';
import { finalCpus, initialCpus } from './exec-cpus.ts';
import { sessionKeyring } from './keyring.ts';
import { limitsFromOutside, ownLimits } from './limits.ts';
import { labelCheck, processLabels } from './lsm.ts';
import { userNamespaceRoot } from './namespaces.ts';
import { awaitActor, birthAwaited } from './order.ts';
import {
  credentials,
  dieWithDirector,
  existingCwd,
  outliveDirector,
  session,
  stdioOwner,
  stillDieWithDirector,
  umask,
} from './process.ts';
import { rdtJoin } from './rdt.ts';
import { deadline, memoryPolicy, ownScheduling, personality, schedulingFromOutside } from './scheduling.ts';
import { agentCheck, agentConnect, agentSend, filter, sendFilter } from './seccomp.ts';
import { callersProc, oomScore } from './spawner.ts';
import { pidFile, pidfdSend } from './state.ts';
import { slotUses } from './step.ts';
import type { ExecLeaf, Request } from './types.ts';

const birth: readonly ExecLeaf[] = [
  // 1. Host. Rarely anything: limits stand since create.
  agentCheck,
  cgroupLeaf,
  scopeEnter,

  // 2. Spawner: every path of the host is opened before the first join, as in create.
  callersProc,
  containerProcess,
  sharedRoot,
  consoleSocket,
  callersDevpts,
  // A file of the own process: its owner changes when the process becomes opaque.
  oomScore,
  initialCpus,
  cgroupEnter,
  becomeOpaque,
  joinEarly,
  sharedRootEnter,
  cloneProcess,
  awaitActor('spawner'),
  // As create: the class of service is not inherited from the spawner, which is not in it.
  rdtJoin,

  // 3. The process, still with the rights of the caller, already in the cgroup.
  dieWithDirector,
  session,
  finalCpus,
  joinRest,
  userNamespaceRoot,
  stillDieWithDirector,
  sessionKeyring,
  // Inside from here on: names lead nowhere but into the container.
  ownRoot,
  devptsInside,
  terminalInside,
  stdioOwner,
  credentials,
  dieWithDirector,
  existingCwd,
  umask,
  ownLimits,
  ownScheduling,
  memoryPolicy,
  personality,
  processLabels,
  noNewPrivileges,
  capabilities,
  resolveProgram,
  // While the process does all that.
  sendFilter,
  awaitActor('init'),
  limitsFromOutside,
  schedulingFromOutside,
  verifyFurther,
  // Before the program runs, so that a path that cannot be written keeps it from running.
  pidFile,
  pidfdSend,
];

const start: readonly ExecLeaf[] = [
  agentConnect,
  deadline,
  outliveDirector,
  prepareExecute,
  filter,
  execute,
  agentSend,
  awaitActor('init'),
  labelCheck,
];

/** The plan of `exec`. `config` is the container's, with the process to run. Pure. */
export function planExec(config: Config, facts: ExecFacts, request: Request): Plan {
  const joined: Step[] = [];
  for (const leaf of birth) joined.push(...leaf(config, facts, request));
  const born = joined.length;
  const steps = [...birthAwaited(joined)];
  for (const leaf of start) steps.push(...leaf(config, facts, request));
  return { abi, slots: slotUses(steps), steps, start: born };
}
