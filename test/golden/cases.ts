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
  noNewKeyring: false,
  pidfdSocket: null,
  preserveFds: 0,
  environment: [],
  foregroundTerminal: false,
};

export interface GoldenCase {
  readonly name: string;
  readonly verb: Request['verb'];
  readonly planFile: string;
  readonly config: Config;
  readonly plan: Plan;
}

function readCase(name: string): GoldenCase {
  const file = (base: string): string => join(import.meta.dir, name, base);
  const { config } = loadBundle(readFileSync(file('config.json'), 'utf8'), bundle);
  const facts = JSON.parse(readFileSync(file('facts.json'), 'utf8')) as ExecFacts;
  const asked = existsSync(file('request.json')) ? JSON.parse(readFileSync(file('request.json'), 'utf8')) : {};
  const complete = { ...request, ...(asked as Partial<Request>) };
  const planner = complete.verb === 'exec' ? planExec : planCreate;
  const plan = planner(config, facts, complete);
  return { name, verb: complete.verb, planFile: file('plan.txt'), config, plan };
}

export const goldenCases: readonly GoldenCase[] = readdirSync(import.meta.dir, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => readCase(name))
  .sort((a, b) => (a.name < b.name ? -1 : 1));
