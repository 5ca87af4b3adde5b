/** A verb under --trace. Loaded for that alone. */

import { makeTracer } from '../query/trace.ts';
import { tracing } from '../run/tracing.ts';
import type { Call } from './call.ts';
import { absolute, type Context } from './context.ts';

export interface Asked {
  /** As the caller wrote it. */
  readonly file: string;
  /** How old the engine was before it loaded any of this. */
  readonly engineNanos: number;
}

/** Performs the verb and writes what it did to the file, whatever becomes of it. */
export function traced(
  { file, engineNanos }: Asked,
  call: Exclude<Call, { verb: 'print' }>,
  { log }: Context,
  perform: () => number,
): number {
  const id = call.operands[0] ?? null;
  const tracer = makeTracer({ file: absolute(file), verb: call.verb, id, engineNanos, log });
  tracing.by = tracer;
  tracer.phase('read what is asked');
  try {
    const status = perform();
    tracer.finish(null);
    return status;
  } catch (error) {
    tracer.finish(error);
    throw error;
  }
}
