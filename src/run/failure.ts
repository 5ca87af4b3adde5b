/** From a failed step and its outcome to the error that is printed. */

import { TeuError } from '../errors/types.ts';
import { noteText } from '../native/executor.ts';
import type { Outcome } from '../wire/types.ts';
import { diagnose } from './diagnose.ts';
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
  // Half a millisecond of tables and texts that only failures need.
  const { stepError } = require('../errors/step.ts') as typeof import('../errors/step.ts');
  const data = stepError(step, result, program.configText, program.configFile, diagnose(step, program.steps));
  const evidence = noteText();
  if (evidence === '') return new TeuError(data);
  return new TeuError({ ...data, detail: [...(data.detail ?? []), ...evidence.trimEnd().split('\n')] });
}
