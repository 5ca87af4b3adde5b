/** Golden cases: config.json and facts.json (and what a request says beyond its defaults) -> plan.txt. */

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../../src/config/types.ts';
import type { Request } from '../../src/plan/types.ts';
import type { Plan } from '../../src/wire/types.ts';
import { type Inputs, inputsOf, planOf } from './plan.ts';

export type { Inputs } from './plan.ts';

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
  const asked = existsSync(fileOf(name, 'request.json')) ? read('request.json') : null;
  return inputsOf(read('config.json'), read('facts.json'), asked);
}

function readCase(name: string): GoldenCase {
  const inputs = readInputs(name);
  return { name, verb: inputs.request.verb, planFile: fileOf(name, 'plan.txt'), ...planOf(inputs) };
}

export const goldenCases: readonly GoldenCase[] = readdirSync(import.meta.dir, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => readCase(name))
  .sort((a, b) => (a.name < b.name ? -1 : 1));
