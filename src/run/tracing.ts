/** Where the runners say what they are about, to whoever traces this call; nobody does unless --trace asks for it. */

import type { Program } from './session.ts';

export interface Tracer {
  /** The host begins with something that is no step of a plan; what it was about before is over. */
  readonly phase: (name: string) => void;
  /** Steps are performed from here on; their outcomes are to be told. */
  readonly program: (program: Program) => void;
  /** Writes the file, once: this process may become another. `error`: what the call ends with. Never throws. */
  readonly finish: (error: unknown) => void;
}

/** A holder and no argument: the hot path pays for one look at a field. */
export const tracing: { by: Tracer | null } = { by: null };
