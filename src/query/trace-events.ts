/**
 * A trace in the format of chrome://tracing and ui.perfetto.dev (Trace Event Format: complete events, microseconds), and
 * what teu itself reads in it again. Pure.
 */

import { errnoSymbol } from '../tables/errno.ts';
import type { Actor, Outcome, Step } from '../wire/types.ts';

/** Something that took time: a step of the plan, or what the host did beside it. Nanoseconds of one clock. */
export interface Span {
  readonly name: string;
  readonly actor: Actor;
  readonly startNanos: number;
  readonly endNanos: number;
  /** null for what is no step. */
  readonly step: StepSpan | null;
}

export interface StepSpan {
  /** Index in the plan. */
  readonly index: number;
  readonly from: string;
  readonly detail: string;
  /** 'running': the trace ends before it does, as with execve. */
  readonly state: 'running' | 'done' | 'failed';
  /** Of the failure; null for a step that was broken off by another's. */
  readonly call: string | null;
  readonly errno: string | null;
}

/** What the whole call was. */
export interface TraceHead {
  readonly verb: string;
  readonly id: string | null;
  readonly version: string;
  /** Steps in the plan; 0 for verbs without one. */
  readonly steps: number;
  /** Code and message of what it ended with, or null. */
  readonly error: { readonly code: string; readonly message: string } | null;
}

export interface TraceEvent {
  readonly name: string;
  readonly cat: 'step' | 'host';
  readonly ph: 'X';
  /** Microseconds since the first thing that is known of this call. */
  readonly ts: number;
  readonly dur: number;
  readonly pid: 1;
  readonly tid: number;
  readonly args: Partial<StepSpan> & { readonly actor: Actor };
}

export interface TraceFile {
  readonly displayTimeUnit: 'ns';
  readonly otherData: { readonly teu: TraceHead };
  readonly traceEvents: readonly (TraceEvent | object)[];
}

/** The order of the rows in a viewer. */
export const actorOrder: readonly Actor[] = ['host', 'spawner', 'mounter', 'init'];

const micros = (nanos: number): number => Math.round(nanos) / 1000;

/** A step that was begun, as a span; null for one that was not. `now`: the end of what has not ended. */
export function stepSpan(
  step: Step,
  index: number,
  detail: string,
  outcome: Outcome,
  now: number,
): Span | null {
  const { state } = outcome;
  if (state === 'pending' || state === 'skipped') return null;
  // An `await` fails because another actor has: that one says why.
  const failed = state === 'failed' && outcome.call !== 'none';
  return {
    name: step.op,
    actor: step.actor,
    startNanos: Number(outcome.startNanos),
    endNanos: state === 'running' ? now : Number(outcome.endNanos),
    step: {
      index,
      from: step.from,
      detail,
      state,
      call: failed ? outcome.call : null,
      errno: failed ? errnoSymbol(outcome.errno) : null,
    },
  };
}

function eventOf({ name, actor, startNanos, endNanos, step }: Span, origin: number): TraceEvent {
  return {
    name,
    cat: step === null ? 'host' : 'step',
    ph: 'X',
    ts: micros(startNanos - origin),
    dur: micros(endNanos - startNanos),
    pid: 1,
    tid: actorOrder.indexOf(actor) + 1,
    args: { actor, ...step },
  };
}

const named = (name: string, tid: number, args: object): object => ({ name, ph: 'M', pid: 1, tid, args });

/** The file of one call, spans in the order of their beginning. */
export function traceFile(head: TraceHead, spans: readonly Span[]): TraceFile {
  const sorted = [...spans].sort((a, b) => a.startNanos - b.startNanos);
  const origin = sorted[0]?.startNanos ?? 0;
  const title = `teu ${head.verb}${head.id === null ? '' : ` ${head.id}`}`;
  const names = [
    named('process_name', 0, { name: title }),
    ...actorOrder.flatMap((actor, n) => [
      named('thread_name', n + 1, { name: actor }),
      named('thread_sort_index', n + 1, { sort_index: n }),
    ]),
  ];
  const traceEvents = [...names, ...sorted.map((span) => eventOf(span, origin))];
  return { displayTimeUnit: 'ns', otherData: { teu: head }, traceEvents };
}

/** One event a line. */
export function traceText(file: TraceFile): string {
  const { traceEvents, ...rest } = file;
  const head = JSON.stringify(rest).slice(0, -1);
  return `${head},"traceEvents":[\n${traceEvents.map((event) => JSON.stringify(event)).join(',\n')}\n]}\n`;
}
