/** poststop hooks (config.md#posix-platform-hooks): run by native code with the caller's limits and environment. */

import { attach, noteText, outcome, plan as sealPlan, step as performStep } from '../native/executor.ts';
import { close } from '../native/lib.ts';
import { poststopSteps } from '../plan/hooks.ts';
import type { State } from '../state/file.ts';
import { abi } from '../wire/abi.ts';
import { encodePlan } from '../wire/encode.ts';
import type { Launch, LogSink } from './request.ts';

/** Runs all of them in order. A failing one is a warning (runtime.md#lifecycle 13): the container is gone already. */
export function runPoststop(state: State, launch: Launch, log: LogSink): void {
  const { nofile, umask } = launch;
  attach(-1, launch.environ, { nofileSoft: nofile.soft, nofileHard: nofile.hard, umask });
  const { id, bundle, poststop } = state;
  const annotations = new Map(Object.entries(state.annotations));
  const steps = poststopSteps(poststop, { id, bundle, annotations, env: [] });
  close(sealPlan(encodePlan({ abi, slots: [], steps, start: 0 }).bytes));
  for (const [index, { from }] of steps.entries()) {
    if (performStep(index, 0, -1) === 0) continue;
    const { call, errno, value } = outcome(index);
    const evidence = noteText().trimEnd();
    const how = call === 'exit' || call === 'signal' ? `${call} ${value}` : `${call}: errno ${errno}`;
    log.warn(`poststop hook failed: ${how}${evidence === '' ? '' : `: ${evidence}`}`, { pointer: from });
  }
}
