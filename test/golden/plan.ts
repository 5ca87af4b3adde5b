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

/** The text of a file of the repository; null: there is none. */
export type Read = (path: string) => string | null;

/** Where the inputs of a case are. */
export const inputPlaces = ['src/engine/rehearsal', 'test/golden'] as const;

export function inputsOf(read: Read, name: string): Inputs {
  const file = (base: string): string | null =>
    inputPlaces.reduce<string | null>((found, place) => found ?? read(`${place}/${name}/${base}`), null);
  return {
    text: file('config.json') ?? '',
    facts: JSON.parse(file('facts.json') ?? '') as ExecFacts,
    request: { ...defaults, ...(JSON.parse(file('request.json') ?? '{}') as Partial<Request>) },
  };
}

export function planOf(inputs: Inputs): { readonly config: Config; readonly plan: Plan } {
  const { config } = loadBundle(inputs.text, bundle);
  const planner = inputs.request.verb === 'exec' ? planExec : planCreate;
  return { config, plan: planner(config, inputs.facts, inputs.request) };
}
