/** The processes and descriptors of one run of the director. Owned by the verb that made it (closeSession). */

import { close } from '../native/lib.ts';
import type { Pointer, Step } from '../wire/types.ts';

export interface Session {
  /** Sockets to the spawner and to init; -1 where there is none. */
  spawner: number;
  init: number;
  /** Init in our pid namespace; 0 before it is born. */
  pid: number;
  pidfd: number;
  /** Pty master that init sent for a foreground terminal, or -1. */
  consoleMaster: number;
  /** Listener that init sent and that no step has taken yet, or -1. */
  listener: number;
  /** Last wire index each actor still owes an answer for. */
  readonly owed: Map<'spawner' | 'init', { readonly from: number; readonly to: number }>;
}

/** What is directed: steps with their numbers on the wire of the actors, and of the host's own executor. */
export interface Program {
  readonly steps: readonly Step[];
  /** remote[k]: first wire index of step k in the plan that spawner and init hold; one more entry than steps. */
  readonly remote: readonly number[];
  /** The same in the plan that libteu.so holds (equal during create and run). */
  readonly local: readonly number[];
  /** Step or alternative behind a remote wire index. */
  readonly stepAt: (wireIndex: number) => Step | undefined;
  readonly configText: string;
  readonly configFile: string;
  /** Where the field is written that caused a step, when that is not config.json. */
  readonly sourceOf?: (from: Pointer) => Source;
}

/** The text that a field stands in: `pointer` leads to it there. `flag`: it is an option of the command line. */
export interface Source {
  readonly text: string;
  readonly file: string;
  readonly pointer: Pointer;
  readonly flag?: { readonly name: string; readonly value: string };
}

export const newSession = (spawner: number, init: number): Session => ({
  spawner,
  init,
  pid: 0,
  pidfd: -1,
  consoleMaster: -1,
  listener: -1,
  owed: new Map(),
});

function closeField(
  session: Session,
  field: 'spawner' | 'init' | 'pidfd' | 'consoleMaster' | 'listener',
): void {
  if (session[field] >= 0) close(session[field]);
  session[field] = -1;
}

/** Closes every descriptor of the session. */
export function closeSession(session: Session): void {
  closeField(session, 'spawner');
  closeField(session, 'init');
  closeField(session, 'pidfd');
  closeField(session, 'consoleMaster');
  closeField(session, 'listener');
}
