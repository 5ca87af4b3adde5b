/** From a failed step and its outcome to the error that is printed. */

import { cleanPath, parentPath } from '../cgroup/paths.ts';
import type { Rootfs } from '../diagnose/diagnose.ts';
import { type ErrorData, TeuError } from '../errors/types.ts';
import { noteText } from '../native/executor.ts';
import type { Outcome, Pointer, Step } from '../wire/types.ts';
import type { Program, Source } from './session.ts';

const sourceOf = ({ sourceOf, configText, configFile }: Program, from: Pointer): Source =>
  sourceOf?.(from) ?? { text: configText, file: configFile, pointer: from };

/** The place of a field that an option of the command line has set. */
export const flagField = ({ name, value }: NonNullable<Source['flag']>): NonNullable<ErrorData['field']> => ({
  file: name,
  line: 0,
  column: 0,
  pointer: '',
  value: value === '' ? null : JSON.stringify(value),
});

/** What was read back tells of another step, whose effect is not there. */
const blamed = (program: Program, step: Step, { call, value }: Outcome): Step =>
  step.op === 'verify' && call === 'compare' ? (program.stepAt(Number(value)) ?? step) : step;

/** Of a configuration that has been read before: it is one. */
function rootfsOf({ configText, configFile }: Program): Rootfs | null {
  if (configText === '') return null;
  const { root, mounts } = JSON.parse(configText) as {
    readonly root?: { readonly path?: string };
    readonly mounts?: readonly { readonly destination: string }[] | null;
  };
  if (typeof root?.path !== 'string') return null;
  const path = root.path.startsWith('/') ? root.path : `${parentPath(configFile)}/${root.path}`;
  return { path, covered: (mounts ?? []).map(({ destination }) => cleanPath(destination)) };
}

/** The error of a step that an actor or the host's executor reported as failed. */
export function failure(
  program: Program,
  wireIndex: number,
  result: Outcome,
  step = program.stepAt(wireIndex),
  /** Of the process that failed and still lives; 0 when it is not known. */
  pid = 0,
): TeuError {
  if (step === undefined)
    return new TeuError({ code: 'teu.host', message: `step ${wireIndex} of the plan failed and is unknown` });
  // Half a millisecond of tables and texts that only failures need.
  const { diagnose } = require('../diagnose/diagnose.ts') as typeof import('../diagnose/diagnose.ts');
  const { stepError } = require('../errors/step.ts') as typeof import('../errors/step.ts');
  const source = sourceOf(program, blamed(program, step, result).from);
  const caused = { ...step, from: source.pointer };
  const told = stepError(
    caused,
    result,
    source.text,
    source.file,
    diagnose(step, program.steps, undefined, pid, step.op === 'execve' ? rootfsOf(program) : null),
  );
  const data = source.flag === undefined ? told : { ...told, field: flagField(source.flag) };
  const evidence = noteText();
  if (evidence === '') return new TeuError(data);
  // What a file system says begins with its severity: "e tmpfs: Bad value", fsopen(2).
  const isKernel = step.op === 'mount_new' || step.op === 'mount_remount';
  const said = evidence.trimEnd().split('\n');
  const lines = isKernel ? said.map((line) => line.replace(/^[ewi] /, '')) : said;
  return new TeuError({ ...data, detail: [...(data.detail ?? []), ...lines] });
}
