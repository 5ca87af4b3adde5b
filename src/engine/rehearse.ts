/** What every call does is done once when the heap is made: the shapes of what it makes, and what is read once, are there. */

import { readStrict } from '../cli/strict.ts';
import { verbNames } from '../cli/verbs.ts';
import { loadBundle } from '../config/load.ts';
import type { ExecFacts } from '../facts/types.ts';
import { planCreate } from '../plan/create.ts';
import { planExec } from '../plan/exec-process.ts';
import type { Request } from '../plan/types.ts';
import { journalOf } from '../run/journal.ts';
import { storePlan } from '../run/stored-plan.ts';
import { encodePlan } from '../wire/encode.ts';
import { readLayouts } from '../wire/layout.ts';

/** A directory of src/engine/rehearsal: config.json as text, facts.json, request.json. test/golden shows what comes of it. */
export interface Piece {
  readonly config: string;
  readonly facts: ExecFacts;
  readonly request: Request;
}

/** Reads every row of both tables once. */
function readTables(): void {
  readLayouts();
  for (const name of verbNames) readStrict([name, 'ID']);
}

/** Plans what has been planned before (JSON, a list of Piece): all of it is pure. */
export function rehearse(text: string): void {
  readTables();
  for (const { config, facts, request } of JSON.parse(text) as readonly Piece[]) {
    const bundle = loadBundle(config, request.bundle);
    const planner = request.verb === 'exec' ? planExec : planCreate;
    const plan = planner(bundle.config, facts, request);
    journalOf(plan);
    storePlan(plan, encodePlan(plan));
  }
}
