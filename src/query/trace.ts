/** Collects what a call did and when, from the outcome table and from what the runners say, and writes the trace. */

import { TeuError } from '../errors/types.ts';
import { monotonicNanos } from '../native/clock.ts';
import { outcome } from '../native/executor.ts';
import { SysError, writeText } from '../native/lib.ts';
import type { LogSink } from '../run/request.ts';
import type { Program } from '../run/session.ts';
import type { Tracer } from '../run/tracing.ts';
import { version } from '../version.ts';
import type { Step } from '../wire/types.ts';
import { detailOf } from './explain-details.ts';
import { type Span, stepSpan, type TraceHead, traceFile, traceText } from './trace-events.ts';

export interface TraceRequest {
  /** Absolute; made empty when the tracer is made. */
  readonly file: string;
  readonly verb: string;
  readonly id: string | null;
  /** Age of the engine when tracing began. */
  readonly engineNanos: number;
  readonly log: LogSink;
}

/** A step and its alternatives: those that were tried have outcomes of their own. */
function spansOf({ steps, remote }: Program, now: number): Span[] {
  const spans: Span[] = [];
  for (const [index, first] of steps.entries()) {
    let wire = remote[index] ?? 0;
    for (let step: Step | undefined = first; step !== undefined; step = step.otherwise?.step) {
      const span = stepSpan(step, index, detailOf(step), outcome(wire++), now);
      if (span !== null) spans.push(span);
    }
  }
  return spans;
}

function headOf(request: TraceRequest, steps: number, error: unknown): TraceHead {
  const { verb, id } = request;
  const data =
    error instanceof TeuError
      ? { code: error.data.code, message: error.data.message }
      : { code: 'teu.host', message: String(error) };
  return { verb, id, version, steps, error: error === null ? null : data };
}

/** An empty file, in which the trace will be. TeuError `teu.usage` when it cannot be written. */
function makeFile(file: string): void {
  try {
    writeText(file, '', { mode: 0o644 });
  } catch (error) {
    if (!(error instanceof SysError)) throw error;
    throw new TeuError({
      code: 'teu.usage',
      message: `cannot write the trace to ${file}`,
      call: { name: error.call, errno: error.errno },
    });
  }
}

/** The tracer of this call, which has been going on since the engine has started. TeuError as makeFile, before any effect. */
export function makeTracer(request: TraceRequest): Tracer {
  makeFile(request.file);
  const engineStart = monotonicNanos() - Number(process.hrtime.bigint());
  const asked = engineStart + request.engineNanos;
  const spans: Span[] = [
    { name: 'start the engine', actor: 'host', startNanos: engineStart, endNanos: asked, step: null },
  ];
  let program: Program | null = null;
  let current: { readonly name: string; readonly since: number } | null = {
    name: 'prepare to trace',
    since: asked,
  };
  let isWritten = false;
  const end = (at: number): void => {
    if (current !== null)
      spans.push({ name: current.name, actor: 'host', startNanos: current.since, endNanos: at, step: null });
    current = null;
  };
  const phase = (name: string): void => {
    const at = monotonicNanos();
    end(at);
    current = { name, since: at };
  };
  return {
    phase,
    program: (directed) => {
      end(monotonicNanos());
      program = directed;
    },
    finish: (error) => {
      if (isWritten) return;
      isWritten = true;
      const at = monotonicNanos();
      end(at);
      const steps = program === null ? [] : spansOf(program, at);
      const head = headOf(request, program?.steps.length ?? 0, error);
      try {
        writeText(request.file, traceText(traceFile(head, [...spans, ...steps])), { mode: 0o644 });
      } catch (failure) {
        if (!(failure instanceof SysError)) throw failure;
        request.log.warn(`cannot write the trace to ${request.file}: errno ${failure.errno}`);
      }
    },
  };
}
