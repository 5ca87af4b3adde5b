/** A plan for people and for programs. Runs nothing. */

import type { Config } from '../config/types.ts';
import type { Alternative, Plan, Step } from '../wire/types.ts';
import { detailOf } from './explain-details.ts';
import { type Phase, phaseOf, phases } from './explain-phases.ts';

const width = 120;
const detailColumn = 34;
/** Where the pointers begin, unless a detail is in the way. */
const pointerColumn = 92;
const maxDetail = pointerColumn - detailColumn - 2;

/** Breaks a text at spaces into lines of at most `max` columns; a longer word keeps its line. */
function wrap(text: string, max: number): readonly string[] {
  const lines: string[] = [];
  for (const part of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + part.length <= max)
      lines[lines.length - 1] = `${last} ${part}`;
    else lines.push(part);
  }
  return lines;
}

/** One row: columns, the detail over several lines where needed, the pointer behind the first where it has room. */
function row(head: string, detail: string, from: string): readonly string[] {
  const [first = '', ...more] = wrap(detail, maxDetail);
  const indent = ' '.repeat(detailColumn);
  const start = `${head.padEnd(detailColumn)}${first}`.trimEnd();
  const rest = more.map((text) => indent + text);
  if (from === '') return [start, ...rest];
  if (start.length + 2 + from.length > width) return [start, ...rest, indent + from];
  const column = Math.max(start.length + 2, Math.min(pointerColumn, width - from.length));
  return [start.padEnd(column) + from, ...rest];
}

function alternativeRows({ onErrno, step }: Alternative): readonly string[] {
  const head = `      ${`on ${onErrno.join(', ')}:`.padEnd(8)} ${step.op}`;
  const next = step.otherwise === undefined ? [] : alternativeRows(step.otherwise);
  return [...row(`${head} `, detailOf(step), ''), ...next];
}

function stepRows(step: Step, index: number): readonly string[] {
  const head = `${String(index).padStart(4)}  ${step.actor.padEnd(8)} ${step.op} `;
  const rows = row(head, detailOf(step), step.from);
  return step.otherwise === undefined ? rows : [...rows, ...alternativeRows(step.otherwise)];
}

function phaseRows(phase: Phase): readonly string[] {
  const { title, reason } = phases[phase];
  return ['', `${title}: ${reason}`, ''];
}

const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

function summary(plan: Plan, config: Config | undefined): string {
  const create = plan.steps.slice(0, plan.start);
  const waits = create.filter(({ op }) => op === 'await').length;
  const what = config?.process ? ` of ${JSON.stringify(config.process.args.join(' '))}` : '';
  return `Plan${what}: ${plural(create.length, 'step')} to create, ${plan.steps.length - plan.start} to start; the host waits ${plural(waits, 'time')}`;
}

/** The plan as numbered lines of at most 120 columns: who does what, with which arguments, because of which field. */
export function explainText(plan: Plan, config?: Config): string {
  const lines = [summary(plan, config)];
  const isExec = plan.steps.some(({ op }) => op === 'process_open');
  let phase: Phase | null = null;
  for (const [index, step] of plan.steps.entries()) {
    const next = phaseOf(step, index >= plan.start, phase, isExec);
    if (next !== phase) lines.push(...phaseRows(next));
    phase = next;
    lines.push(...stepRows(step, index));
  }
  return `${lines.join('\n')}\n`;
}

/** Integers of 64 bits become decimal strings, bytes become arrays: JSON has neither. */
const plain = (_key: string, value: unknown): unknown => {
  if (typeof value === 'bigint') return value.toString();
  const bytes: unknown = typeof value === 'function' ? value() : value;
  return bytes instanceof Uint8Array ? [...bytes] : bytes;
};

/** The plan as one JSON object: abi, slots, steps, start. */
export const explainJson = (plan: Plan): string => `${JSON.stringify(plan, plain, 2)}\n`;
