/** What a golden case plans: pure, so that every engine can do it (test/parity). */

import { loadBundle } from '../../src/config/load.ts';
import type { Config } from '../../src/config/types.ts';
import type { ExecFacts } from '../../src/facts/types.ts';
import { planCreate } from '../../src/plan/create.ts';
import { planExec } from '../../src/plan/exec-process.ts';
import type { Request } from '../../src/plan/types.ts';
import type { Plan } from '../../src/wire/types.ts';

const bundle = '/bundles/web';

/** What a request says where nothing is asked. */
export const defaults: Request = {
  verb: 'create',
  id: 'web',
  bundle,
  stateDir: '/run/teu/web',
  consoleSocket: null,
  pidFile: null,
  noPivot: false,
  noCgroup: false,
  rootless: null,
  noNewKeyring: false,
  pidfdSocket: null,
  preserveFds: 0,
  environment: [],
  foregroundTerminal: false,
};

export interface Inputs {
  /** The text of config.json. */
  readonly text: string;
  readonly facts: ExecFacts;
  readonly request: Request;
}

/** Out of the texts of config.json, facts.json and request.json (null: there is none). */
export const inputsOf = (text: string, facts: string, asked: string | null): Inputs => ({
  text,
  facts: JSON.parse(facts) as ExecFacts,
  request: { ...defaults, ...(asked === null ? {} : (JSON.parse(asked) as Partial<Request>)) },
});

export function planOf(inputs: Inputs): { readonly config: Config; readonly plan: Plan } {
  const { config } = loadBundle(inputs.text, bundle);
  const planner = inputs.request.verb === 'exec' ? planExec : planCreate;
  return { config, plan: planner(config, inputs.facts, inputs.request) };
}
