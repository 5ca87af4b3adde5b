/** Golden cases: config.json and facts.json (and what a request says beyond its defaults) -> plan.txt. */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadBundle } from '../../src/config/load.ts';
import type { Config } from '../../src/config/types.ts';
import type { ExecFacts } from '../../src/facts/types.ts';
import { planCreate } from '../../src/plan/create.ts';
import { planExec } from '../../src/plan/exec-process.ts';
import type { Request } from '../../src/plan/types.ts';
import type { Plan } from '../../src/wire/types.ts';

const bundle = '/bundles/web';

const request: Request = {
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

export interface GoldenCase {
  readonly name: string;
  readonly verb: Request['verb'];
  readonly planFile: string;
  readonly config: Config;
  readonly plan: Plan;
}

const fileOf = (name: string, base: string): string => join(import.meta.dir, name, base);

export function readInputs(name: string): Inputs {
  const read = (base: string): string => readFileSync(fileOf(name, base), 'utf8');
  const asked = existsSync(fileOf(name, 'request.json')) ? JSON.parse(read('request.json')) : {};
  return {
    text: read('config.json'),
    facts: JSON.parse(read('facts.json')) as ExecFacts,
    request: { ...request, ...(asked as Partial<Request>) },
  };
}

function readCase(name: string): GoldenCase {
  const inputs = readInputs(name);
  const { config } = loadBundle(inputs.text, bundle);
  const planner = inputs.request.verb === 'exec' ? planExec : planCreate;
  const plan = planner(config, inputs.facts, inputs.request);
  return { name, verb: inputs.request.verb, planFile: fileOf(name, 'plan.txt'), config, plan };
}

export const goldenCases: readonly GoldenCase[] = readdirSync(import.meta.dir, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => readCase(name))
  .sort((a, b) => (a.name < b.name ? -1 : 1));
