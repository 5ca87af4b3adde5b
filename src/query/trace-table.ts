/** A trace as a table for people. Pure. */

import { TeuError } from '../errors/types.ts';
import type { Actor } from '../wire/types.ts';
import { actorOrder, type TraceEvent, type TraceHead } from './trace-events.ts';

interface Read {
  readonly head: TraceHead;
  readonly events: readonly TraceEvent[];
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

function isEvent(value: unknown): value is TraceEvent {
  if (!isObject(value) || value['ph'] !== 'X' || !isObject(value['args'])) return false;
  const { ts, dur, name, args } = value;
  const isTimed = typeof ts === 'number' && typeof dur === 'number' && typeof name === 'string';
  return isTimed && (actorOrder as readonly unknown[]).includes(args['actor']);
}

/** TeuError `teu.usage` for a text that --trace has not written. */
export function readTrace(text: string, file: string): Read {
  let value: unknown = null;
  try {
    value = JSON.parse(text);
  } catch {
    // Whatever it is, it has no head.
  }
  const other = isObject(value) ? value['otherData'] : null;
  const head = isObject(other) ? other['teu'] : null;
  const events = isObject(value) ? value['traceEvents'] : null;
  if (!isObject(head) || !Array.isArray(events))
    throw new TeuError({
      code: 'teu.usage',
      message: `${file} is not a trace`,
      hint: 'teu --trace FILE run ... writes one',
    });
  return { head: head as unknown as TraceHead, events: events.filter(isEvent) };
}

const width = 120;
const cell = (text: string, columns: number): string => text.padStart(columns);

function what({ name, args }: TraceEvent): string {
  const { index, detail, from, state, call, errno } = args;
  if (index === undefined) return name;
  const shown = [`${String(index).padStart(3)} ${name}`, detail ?? ''].filter(Boolean).join('  ');
  const failure = call ? `  FAILED ${call}: ${errno}` : '  (broken off)';
  const ending = state === 'failed' ? failure : state === 'running' ? '  (it has not returned)' : '';
  const place = from ? `  ${from}` : '';
  const room = width - 36 - ending.length - place.length;
  return `${shown.length > room ? `${shown.slice(0, room - 3)}...` : shown}${ending}${place}`;
}

function row(event: TraceEvent): string {
  const start = cell((event.ts / 1000).toFixed(3), 9);
  const took = cell(event.dur.toFixed(1), 10);
  return `${start}  ${took}  ${event.args.actor.padEnd(8)} ${what(event)}`;
}

/** An `await` is time that the host has nothing to do in. */
const isWait = ({ name, cat }: TraceEvent): boolean => cat === 'step' && name === 'await';

function totals(events: readonly TraceEvent[], actor: Actor): string[] {
  const own = events.filter(({ args }) => args.actor === actor);
  if (own.length === 0) return [];
  const sum = (some: readonly TraceEvent[]) =>
    (some.reduce((total, { dur }) => total + dur, 0) / 1000).toFixed(3);
  const waits = own.filter(isWait);
  const waited = waits.length === 0 ? '' : `, and waited ${sum(waits)} ms`;
  const busy = own.filter((event) => !isWait(event));
  const steps = busy.filter(({ cat }) => cat === 'step').length;
  return [`${actor.padEnd(8)} ${cell(sum(busy), 9)} ms in ${steps} steps${waited}`];
}

function title({ verb, id, steps, error }: TraceHead, events: readonly TraceEvent[]): string {
  const end = Math.max(0, ...events.map(({ ts, dur }) => ts + dur)) / 1000;
  const reached = new Set(events.flatMap(({ args }) => (args.index === undefined ? [] : [args.index]))).size;
  const of = steps === 0 ? 'no plan' : `${reached} of ${steps} steps`;
  return [
    `teu ${verb}${id === null ? '' : ` ${id}`}: ${of} in ${end.toFixed(3)} ms`,
    ...(error ? [`${error.code}: ${error.message}`] : []),
  ].join('\n');
}

/** Each step with its beginning, its duration, who performed it, what it was about and which field has caused it. */
export function traceTable(text: string, file: string): string {
  const { head, events } = readTrace(text, file);
  const lines = [
    title(head, events),
    '',
    ` start ms     took us  who      what`,
    ...events.map(row),
    '',
    ...actorOrder.flatMap((actor) => totals(events, actor)),
  ];
  return `${lines.join('\n')}\n`;
}
