/** From a failed step and its outcome to the error that is printed. */

import { stepError } from '../errors/step.ts';
import { TeuError } from '../errors/types.ts';
import { noteText } from '../native/executor.ts';
import type { Outcome } from '../wire/types.ts';
import type { Program } from './session.ts';

/** The error of a step that an actor or the host's executor reported as failed. */
export function failure(
  program: Program,
  wireIndex: number,
  result: Outcome,
  step = program.stepAt(wireIndex),
): TeuError {
  if (step === undefined)
    return new TeuError({ code: 'teu.host', message: `step ${wireIndex} of the plan failed and is unknown` });
  const data = stepError(step, result, program.configText, program.configFile);
  const evidence = noteText();
  if (evidence === '') return new TeuError(data);
  return new TeuError({ ...data, detail: [...(data.detail ?? []), ...evidence.trimEnd().split('\n')] });
}
