/** A step of the plan that failed, and its outcome -> the error that is printed. */

import { pointerTokens } from '../config/pointer.ts';
import { errnoSymbol, errnoText } from '../tables/errno.ts';
import type { OpName, Outcome, Step, StepOf } from '../wire/types.ts';
import { effects, type Subject } from './effects.ts';
import { fieldAt, valueInText } from './fieldOf.ts';
import type { Checked } from './checked.ts';
import { hintFor } from './hints.ts';
import type { ErrorData } from './types.ts';

/** Names in the ops table's `calls` that are no system calls but findings of the executor. */
const findings: Readonly<Record<string, string>> = {
  mismatch: 'something else is already there',
  compare: 'what was read back differs from what was set',
  type: 'it is not a namespace of that type',
  host: 'the host lives in it, whose mounts and root the container would change',
  same: 'the container shares the network namespace the device is in',
  timeout: 'it did not finish in time',
  exit: 'it failed',
  signal: 'it was killed',
  wait: 'it failed',
};

/**
 * `text` and `file` are the config.json the plan was made from, for the position of the field;
 * `checked` is what was looked at after the failure, for the hint.
 */
export function stepError(
  step: Step,
  outcome: Outcome,
  text: string,
  file: string,
  checked: Checked = {},
): ErrorData {
  const errno = errnoSymbol(outcome.errno);
  const field = fieldAt(text, precisePointer(step, outcome, text), file);
  const hint = hintFor(outcome.call, errno, { step, item: outcome.item, checked });
  const isCall = outcome.call !== '' && outcome.errno !== 0 && findings[outcome.call] === undefined;
  return {
    code: isProgram(step) ? 'teu.exec' : 'teu.step',
    message: stepMessage(step, outcome, text),
    ...(field === undefined ? {} : { field }),
    ...(isCall ? { call: { name: outcome.call, errno: Math.abs(outcome.errno) } } : {}),
    ...(hint === null ? {} : { hint }),
  };
}

function isProgram({ op }: Step): boolean {
  return op === 'exec_resolve' || op === 'execve';
}

function stepMessage(step: Step, outcome: Outcome, text: string): string {
  if (step.op === 'hook_run') return hookMessage(step, outcome);
  if (step.op === 'exec_resolve') return resolveMessage(step, outcome, text);
  if (step.op === 'execve' && outcome.call === 'execve') return executeMessage(step, outcome);
  const finding = findings[outcome.call];
  const message = `cannot ${effectOf(step, { destination: destinationOf(step, text) })}`;
  return finding === undefined ? message : `${message}: ${finding}`;
}

function effectOf<O extends OpName>(step: StepOf<O>, subject: Subject): string {
  const effect = effects[step.op as O] as (step: StepOf<O>, subject: Subject) => string;
  return effect(step, subject);
}

/** Which hook, by kind and index as in its pointer /hooks/createRuntime/0. */
function hookName({ from, path }: StepOf<'hook_run'>): string {
  const [room, kind, index] = pointerTokens(from);
  return room === 'hooks' && index !== undefined ? `${kind} hook ${index} (${path})` : `hook ${path}`;
}

function hookMessage(step: StepOf<'hook_run'>, { call, value }: Outcome): string {
  const name = hookName(step);
  if (call === 'exit') return `${name} exited with status ${value}`;
  if (call === 'signal') return `${name} was killed by signal ${value}`;
  if (call === 'timeout') return `${name} did not finish within ${step.timeoutMs / 1000} s`;
  return `cannot run ${name}`;
}

/**
 * The words of runc, which engines turn into exit codes 126 and 127: a bare name was looked for in
 * PATH, a path was not.
 */
function resolveMessage(
  { from, candidates }: StepOf<'exec_resolve'>,
  { errno }: Outcome,
  text: string,
): string {
  const name = programName(from, text) ?? candidates[0] ?? '';
  const quoted = JSON.stringify(name);
  // The hint says that it is a directory; older Docker knows only the words that runc 1.1 had for it.
  if (errnoSymbol(errno) === 'EISDIR') return `exec: ${quoted}: permission denied`;
  if (errnoSymbol(errno) !== 'ENOENT') return `exec: ${quoted}: ${errnoText(errno).toLowerCase()}`;
  if (name.includes('/')) return `exec: ${quoted}: stat ${name}: no such file or directory`;
  return `exec: ${quoted}: executable file not found in $PATH`;
}

function executeMessage({ args }: StepOf<'execve'>, { errno }: Outcome): string {
  return `exec ${args[0] ?? ''}: ${errnoText(errno).toLowerCase()}`;
}

/** process.args[0] as written; `from` names it or one of the objects around it. */
function programName(from: string, text: string): string | null {
  const pointers = [from, `${from}/0`, `${from}/args/0`, '/process/args/0', '/args/0'];
  for (const pointer of pointers) {
    const value = valueInText(text, pointer);
    if (typeof value === 'string') return value;
  }
  return null;
}

/** Destination of the mount that caused the step. */
function destinationOf({ from }: Step, text: string): string | null {
  const [room, index] = pointerTokens(from);
  if (room !== 'mounts' || index === undefined) return null;
  const value = valueInText(text, `/mounts/${index}/destination`);
  return typeof value === 'string' ? value : null;
}

const mountLabel = '/linux/mountLabel';

/** context=LABEL, which no mount asks for itself. */
function isMountLabel(option: string, text: string): boolean {
  const label = valueInText(text, mountLabel);
  return typeof label === 'string' && option.endsWith(`context=${label}`);
}

/** A refused mount option is named by its own pointer, /mounts/3/options/1, not by its mount's. */
function precisePointer(step: Step, { item }: Outcome, text: string): string {
  const hasData = step.op === 'mount_new' || step.op === 'mount_remount';
  const option = hasData ? step.data[item] : undefined;
  const mount = /^\/mounts\/\d+/.exec(step.from)?.[0];
  if (option === undefined || mount === undefined) return step.from;
  const options = valueInText(text, `${mount}/options`);
  const index = Array.isArray(options) ? options.indexOf(option) : -1;
  if (index !== -1) return `${mount}/options/${index}`;
  return isMountLabel(option, text) ? mountLabel : step.from;
}
